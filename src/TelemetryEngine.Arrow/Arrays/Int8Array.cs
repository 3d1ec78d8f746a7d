namespace TelemetryEngine.Arrow;

/// <summary>Signed 8-bit integers.</summary>
internal sealed class Int8Array : PrimitiveArray<sbyte>
{
    /// <inheritdoc cref="Int32Array(ArrowBuffer, ArrowBuffer, int, int, int)"/>
    public Int8Array(ArrowBuffer values, ArrowBuffer validity, int length, int nullCount, int offset = 0)
        : base(Int8Type.Default, values, validity, length, nullCount, offset)
    {
    }

    /// <inheritdoc/>
    public override Int8Array Slice(int offset, int length) =>
        new(ValueBuffer, ValidityBuffer, length, SliceNulls(offset, length), Offset + offset);

    /// <summary>Collects values.</summary>
    public sealed class Builder : PrimitiveArrayBuilder<sbyte, Int8Array>
    {
        private protected override Int8Array Build(ArrowBuffer values, ArrowBuffer validity, int length, int nullCount) =>
            new(values, validity, length, nullCount);
    }
}
