namespace TelemetryEngine.Arrow;

/// <summary>Signed 64-bit integers.</summary>
internal sealed class Int64Array : PrimitiveArray<long>
{
    /// <summary>Makes an array of buffers.</summary>
    /// <param name="values">Eight bytes a row.</param>
    /// <param name="validity">One bit a row, 1 = valid; empty when no row is null.</param>
    /// <param name="length">The number of rows.</param>
    /// <param name="nullCount">The number of null rows, or −1 to have them counted. It is trusted.</param>
    /// <param name="offset">Rows of the buffers to pass over.</param>
    /// <exception cref="ArgumentException">A buffer is too short.</exception>
    public Int64Array(ArrowBuffer values, ArrowBuffer validity, int length, int nullCount, int offset = 0)
        : base(Int64Type.Default, values, validity, length, nullCount, offset)
    {
    }

    /// <inheritdoc/>
    public override Int64Array Slice(int offset, int length)
    {
        int nulls = SliceNulls(offset, length);
        return new Int64Array(ValueBuffer, ValidityBuffer, length, nulls, Offset + offset);
    }

    /// <summary>Collects values.</summary>
    public sealed class Builder : PrimitiveArrayBuilder<long, Int64Array>
    {
        private protected override Int64Array Build(ArrowBuffer values, ArrowBuffer validity, int length, int nullCount) =>
            new(values, validity, length, nullCount);
    }
}
