namespace TelemetryEngine.Arrow;

/// <summary>Unsigned 32-bit integers.</summary>
internal sealed class UInt32Array : PrimitiveArray<uint>
{
    /// <inheritdoc cref="Int32Array(ArrowBuffer, ArrowBuffer, int, int, int)"/>
    public UInt32Array(ArrowBuffer values, ArrowBuffer validity, int length, int nullCount, int offset = 0)
        : base(UInt32Type.Default, values, validity, length, nullCount, offset)
    {
    }

    /// <inheritdoc/>
    public override UInt32Array Slice(int offset, int length) =>
        new(ValueBuffer, ValidityBuffer, length, SliceNulls(offset, length), Offset + offset);

    /// <summary>Collects values.</summary>
    public sealed class Builder : PrimitiveArrayBuilder<uint, UInt32Array>
    {
        private protected override UInt32Array Build(ArrowBuffer values, ArrowBuffer validity, int length, int nullCount) =>
            new(values, validity, length, nullCount);
    }
}
