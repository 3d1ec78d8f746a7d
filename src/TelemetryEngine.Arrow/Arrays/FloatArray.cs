namespace TelemetryEngine.Arrow;

/// <summary>Binary 32-bit floating-point numbers. NaN is a value, not a null.</summary>
internal sealed class FloatArray : PrimitiveArray<float>
{
    /// <summary>Makes an array of buffers.</summary>
    /// <param name="values">Four bytes a row.</param>
    /// <param name="validity">One bit a row, 1 = valid; empty when no row is null.</param>
    /// <param name="length">The number of rows.</param>
    /// <param name="nullCount">The number of null rows, or −1 to have them counted. It is trusted.</param>
    /// <param name="offset">Rows of the buffers to pass over.</param>
    /// <exception cref="ArgumentException">A buffer is too short.</exception>
    public FloatArray(ArrowBuffer values, ArrowBuffer validity, int length, int nullCount, int offset = 0)
        : base(FloatType.Default, values, validity, length, nullCount, offset)
    {
    }

    /// <inheritdoc/>
    public override FloatArray Slice(int offset, int length)
    {
        int nulls = SliceNulls(offset, length);
        return new FloatArray(ValueBuffer, ValidityBuffer, length, nulls, Offset + offset);
    }

    /// <summary>Collects values.</summary>
    public sealed class Builder : PrimitiveArrayBuilder<float, FloatArray>
    {
        private protected override FloatArray Build(ArrowBuffer values, ArrowBuffer validity, int length, int nullCount) =>
            new(values, validity, length, nullCount);
    }
}
