namespace TelemetryEngine.Arrow;

/// <summary>An array of values of one width that the runtime has a type for.</summary>
/// <typeparam name="T">The value as it lies in memory.</typeparam>
internal abstract class PrimitiveArray<T> : FixedWidthArray
    where T : unmanaged
{
    private protected PrimitiveArray(FixedWidthType dataType, ArrowBuffer values, ArrowBuffer validity, int length, int nullCount, int offset)
        : base(dataType, values, validity, length, nullCount, offset)
    {
    }

    /// <summary>The rows' values. At a null row the value means nothing.</summary>
    public ReadOnlySpan<T> Values => ValueBuffer.Cast<T>().Slice(Offset, Length);

    /// <summary>The row's value, or null.</summary>
    /// <exception cref="ArgumentOutOfRangeException">There is no such row.</exception>
    public T? GetValue(int index) => IsNull(index) ? null : Values[index];
}
