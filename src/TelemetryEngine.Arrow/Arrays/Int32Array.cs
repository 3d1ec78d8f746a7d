namespace TelemetryEngine.Arrow;

/// <summary>Signed 32-bit integers.</summary>
internal sealed class Int32Array : PrimitiveArray<int>
{
    /// <summary>Makes an array of buffers.</summary>
    /// <param name="values">Four bytes a row.</param>
    /// <param name="validity">One bit a row, 1 = valid; empty when no row is null.</param>
    /// <param name="length">The number of rows.</param>
    /// <param name="nullCount">The number of null rows, or −1 to have them counted. It is trusted.</param>
    /// <param name="offset">Rows of the buffers to pass over.</param>
    /// <exception cref="ArgumentException">A buffer is too short.</exception>
    public Int32Array(ArrowBuffer values, ArrowBuffer validity, int length, int nullCount, int offset = 0)
        : base(Int32Type.Default, values, validity, length, nullCount, offset)
    {
    }

    /// <inheritdoc/>
    public override Int32Array Slice(int offset, int length)
    {
        int nulls = SliceNulls(offset, length);
        return new Int32Array(ValueBuffer, ValidityBuffer, length, nulls, Offset + offset);
    }

    /// <summary>Collects values.</summary>
    public sealed class Builder : PrimitiveArrayBuilder<int, Int32Array>
    {
        private protected override Int32Array Build(ArrowBuffer values, ArrowBuffer validity, int length, int nullCount) =>
            new(values, validity, length, nullCount);
    }
}
