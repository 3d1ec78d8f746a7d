using System.Runtime.CompilerServices;

namespace TelemetryEngine.Arrow;

/// <summary>An array of values of one width.</summary>
/// <typeparam name="T">The value as it lies in memory.</typeparam>
public abstract class PrimitiveArray<T> : ArrowArray
    where T : unmanaged
{
    private protected PrimitiveArray(ArrowType dataType, ArrowBuffer values, ArrowBuffer validity, int length, int nullCount, int offset)
        : base(dataType, validity, length, nullCount, offset)
    {
        CheckBuffer(values, ((long)offset + length) * Unsafe.SizeOf<T>(), nameof(values));
        ValueBuffer = values;
    }

    /// <summary>The values, from row −<see cref="ArrowArray.Offset"/> on.</summary>
    public ArrowBuffer ValueBuffer { get; }

    /// <summary>The rows' values. At a null row the value means nothing.</summary>
    public ReadOnlySpan<T> Values => ValueBuffer.Cast<T>().Slice(Offset, Length);

    /// <summary>The row's value, or null.</summary>
    /// <exception cref="ArgumentOutOfRangeException">There is no such row.</exception>
    public T? GetValue(int index) => IsNull(index) ? null : Values[index];
}
