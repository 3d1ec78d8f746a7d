namespace TelemetryEngine.Arrow;

/// <summary>Unsigned 8-bit integers.</summary>
internal sealed class UInt8Array : PrimitiveArray<byte>
{
    /// <inheritdoc cref="Int32Array(ArrowBuffer, ArrowBuffer, int, int, int)"/>
    public UInt8Array(ArrowBuffer values, ArrowBuffer validity, int length, int nullCount, int offset = 0)
        : base(UInt8Type.Default, values, validity, length, nullCount, offset)
    {
    }

    /// <inheritdoc/>
    public override UInt8Array Slice(int offset, int length) =>
        new(ValueBuffer, ValidityBuffer, length, SliceNulls(offset, length), Offset + offset);

    /// <summary>Collects values.</summary>
    public sealed class Builder : PrimitiveArrayBuilder<byte, UInt8Array>
    {
        private protected override UInt8Array Build(ArrowBuffer values, ArrowBuffer validity, int length, int nullCount) =>
            new(values, validity, length, nullCount);
    }
}
