namespace TelemetryEngine.Arrow;

/// <summary>Binary 16-bit floating-point numbers.</summary>
internal sealed class HalfFloatArray : PrimitiveArray<Half>
{
    /// <inheritdoc cref="Int32Array(ArrowBuffer, ArrowBuffer, int, int, int)"/>
    public HalfFloatArray(ArrowBuffer values, ArrowBuffer validity, int length, int nullCount, int offset = 0)
        : base(HalfFloatType.Default, values, validity, length, nullCount, offset)
    {
    }

    /// <inheritdoc/>
    public override HalfFloatArray Slice(int offset, int length) =>
        new(ValueBuffer, ValidityBuffer, length, SliceNulls(offset, length), Offset + offset);

    /// <summary>Collects values.</summary>
    public sealed class Builder : PrimitiveArrayBuilder<Half, HalfFloatArray>
    {
        private protected override HalfFloatArray Build(ArrowBuffer values, ArrowBuffer validity, int length, int nullCount) =>
            new(values, validity, length, nullCount);
    }
}
