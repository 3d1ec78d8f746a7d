namespace TelemetryEngine.Arrow;

/// <summary>Values of a number of bytes that is the same for all.</summary>
internal sealed class FixedSizeBinaryArray : FixedWidthArray
{
    /// <summary>Makes an array of buffers.</summary>
    /// <param name="dataType">The width.</param>
    /// <param name="values">The values, one behind the other.</param>
    /// <param name="validity">One bit a row, 1 = valid; empty when no row is null.</param>
    /// <param name="length">The number of rows.</param>
    /// <param name="nullCount">The number of null rows, or −1 to have them counted. It is trusted.</param>
    /// <param name="offset">Rows of the buffers to pass over.</param>
    /// <exception cref="ArgumentException">A buffer is too short.</exception>
    public FixedSizeBinaryArray(FixedSizeBinaryType dataType, ArrowBuffer values, ArrowBuffer validity, int length, int nullCount, int offset = 0)
        : base(dataType, values, validity, length, nullCount, offset)
    {
    }

    /// <inheritdoc/>
    public override FixedSizeBinaryArray Slice(int offset, int length) =>
        new((FixedSizeBinaryType)DataType, ValueBuffer, ValidityBuffer, length, SliceNulls(offset, length), Offset + offset);
}
