namespace TelemetryEngine.Arrow;

/// <summary>Signed 16-bit integers.</summary>
internal sealed class Int16Array : PrimitiveArray<short>
{
    /// <inheritdoc cref="Int32Array(ArrowBuffer, ArrowBuffer, int, int, int)"/>
    public Int16Array(ArrowBuffer values, ArrowBuffer validity, int length, int nullCount, int offset = 0)
        : base(Int16Type.Default, values, validity, length, nullCount, offset)
    {
    }

    /// <inheritdoc/>
    public override Int16Array Slice(int offset, int length) =>
        new(ValueBuffer, ValidityBuffer, length, SliceNulls(offset, length), Offset + offset);

    /// <summary>Collects values.</summary>
    public sealed class Builder : PrimitiveArrayBuilder<short, Int16Array>
    {
        private protected override Int16Array Build(ArrowBuffer values, ArrowBuffer validity, int length, int nullCount) =>
            new(values, validity, length, nullCount);
    }
}
