using System.Numerics;
using System.Text;

namespace TelemetryEngine.Arrow;

/// <summary>Texts or bytes of any length, whatever their layout.</summary>
internal abstract class BytesArray : ArrowArray
{
    private protected BytesArray(ArrowType dataType, ArrowBuffer validity, int length, int nullCount, int offset)
        : base(dataType, validity, length, nullCount, offset)
    {
    }

    /// <summary>True when the values are UTF-8 texts.</summary>
    public bool IsText => DataType is StringType or LargeStringType or StringViewType;

    /// <summary>The row's bytes; empty at a null row.</summary>
    /// <exception cref="ArgumentOutOfRangeException">There is no such row.</exception>
    public abstract ReadOnlySpan<byte> GetBytes(int index);

    /// <summary>The row's bytes read as UTF-8, or null. Allocates; bytes that are not UTF-8 become U+FFFD.</summary>
    /// <exception cref="ArgumentOutOfRangeException">There is no such row.</exception>
    public string? GetString(int index) => IsNull(index) ? null : Encoding.UTF8.GetString(GetBytes(index));
}

/// <summary>Texts or bytes that lie one behind the other.</summary>
/// <typeparam name="TOffset">The type of the offsets.</typeparam>
internal abstract class OffsetBytesArray<TOffset> : BytesArray
    where TOffset : unmanaged, IBinaryInteger<TOffset>
{
    private protected OffsetBytesArray(
        ArrowType dataType, ArrowBuffer offsets, ArrowBuffer data, ArrowBuffer validity, int length, int nullCount, int offset)
        : base(dataType, validity, length, nullCount, offset)
    {
        OffsetBuffer = Arrow.OffsetBuffer.Check<TOffset>(offsets, length, offset, data.Length);
        DataBuffer = data;
    }

    /// <summary>Where values start and end, from row −<see cref="ArrowArray.Offset"/> on.</summary>
    public ArrowBuffer OffsetBuffer { get; }

    /// <summary>The values, one behind the other.</summary>
    public ArrowBuffer DataBuffer { get; }

    /// <summary>Where each row's value starts in <see cref="DataBuffer"/>, and where the last one ends: <see cref="ArrowArray.Length"/> + 1
    /// values.</summary>
    public ReadOnlySpan<TOffset> Offsets => OffsetBuffer.Cast<TOffset>().Slice(Offset, Length + 1);

    /// <inheritdoc/>
    public sealed override ReadOnlySpan<byte> GetBytes(int index)
    {
        if (IsNull(index))
        {
            return default;
        }

        ReadOnlySpan<TOffset> offsets = Offsets;
        return DataBuffer.Span[int.CreateChecked(offsets[index])..int.CreateChecked(offsets[index + 1])];
    }
}
