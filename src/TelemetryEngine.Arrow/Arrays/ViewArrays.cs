namespace TelemetryEngine.Arrow;

/// <summary>Texts or bytes as views: short ones in place, others in any of several buffers.</summary>
internal abstract class BytesViewArray : BytesArray
{
    private protected BytesViewArray(
        ArrowType dataType, ArrowBuffer views, IReadOnlyList<ArrowBuffer> data, ArrowBuffer validity, int length, int nullCount, int offset)
        : base(dataType, validity, length, nullCount, offset)
    {
        ArgumentNullException.ThrowIfNull(data);
        CheckBuffer(views, ((long)offset + length) * BinaryView.SizeBytes, nameof(views));
        ViewBuffer = views;
        DataBuffers = data;
    }

    /// <summary>16 bytes a row, from row −<see cref="ArrowArray.Offset"/> on.</summary>
    public ArrowBuffer ViewBuffer { get; }

    /// <summary>What the views of values over 12 bytes point into.</summary>
    public IReadOnlyList<ArrowBuffer> DataBuffers { get; }

    internal ReadOnlySpan<BinaryView> Views => ViewBuffer.Cast<BinaryView>().Slice(Offset, Length);

    /// <inheritdoc/>
    public sealed override ReadOnlySpan<byte> GetBytes(int index)
    {
        if (IsNull(index))
        {
            return default;
        }

        BinaryView view = Views[index];
        return view.IsInline
            ? ViewBuffer.Span.Slice(((Offset + index) * BinaryView.SizeBytes) + sizeof(int), view.Length)
            : DataBuffers[view.BufferIndex].Span.Slice(view.Offset, view.Length);
    }
}

/// <summary>Values of bytes as views.</summary>
internal sealed class BinaryViewArray : BytesViewArray
{
    /// <summary>Makes an array of buffers.</summary>
    /// <param name="views">16 bytes a row, as the format lays views out. That they point into the data is the caller's promise; a false
    /// one shows as an exception at the row.</param>
    /// <param name="data">What the views of values over 12 bytes point into.</param>
    /// <param name="validity">One bit a row, 1 = valid; empty when no row is null.</param>
    /// <param name="length">The number of rows.</param>
    /// <param name="nullCount">The number of null rows, or −1 to have them counted. It is trusted.</param>
    /// <param name="offset">Rows of the buffers to pass over.</param>
    /// <exception cref="ArgumentException">A buffer is too short.</exception>
    public BinaryViewArray(ArrowBuffer views, IReadOnlyList<ArrowBuffer> data, ArrowBuffer validity, int length, int nullCount, int offset = 0)
        : base(BinaryViewType.Default, views, data, validity, length, nullCount, offset)
    {
    }

    /// <inheritdoc/>
    public override BinaryViewArray Slice(int offset, int length) =>
        new(ViewBuffer, DataBuffers, ValidityBuffer, length, SliceNulls(offset, length), Offset + offset);
}

/// <summary>UTF-8 texts as views.</summary>
internal sealed class StringViewArray : BytesViewArray
{
    /// <inheritdoc cref="BinaryViewArray(ArrowBuffer, IReadOnlyList{ArrowBuffer}, ArrowBuffer, int, int, int)"/>
    public StringViewArray(ArrowBuffer views, IReadOnlyList<ArrowBuffer> data, ArrowBuffer validity, int length, int nullCount, int offset = 0)
        : base(StringViewType.Default, views, data, validity, length, nullCount, offset)
    {
    }

    /// <inheritdoc/>
    public override StringViewArray Slice(int offset, int length) =>
        new(ViewBuffer, DataBuffers, ValidityBuffer, length, SliceNulls(offset, length), Offset + offset);
}
