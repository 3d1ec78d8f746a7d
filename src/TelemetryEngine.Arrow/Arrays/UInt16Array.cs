namespace TelemetryEngine.Arrow;

/// <summary>Unsigned 16-bit integers.</summary>
internal sealed class UInt16Array : PrimitiveArray<ushort>
{
    /// <inheritdoc cref="Int32Array(ArrowBuffer, ArrowBuffer, int, int, int)"/>
    public UInt16Array(ArrowBuffer values, ArrowBuffer validity, int length, int nullCount, int offset = 0)
        : base(UInt16Type.Default, values, validity, length, nullCount, offset)
    {
    }

    /// <inheritdoc/>
    public override UInt16Array Slice(int offset, int length) =>
        new(ValueBuffer, ValidityBuffer, length, SliceNulls(offset, length), Offset + offset);

    /// <summary>Collects values.</summary>
    public sealed class Builder : PrimitiveArrayBuilder<ushort, UInt16Array>
    {
        private protected override UInt16Array Build(ArrowBuffer values, ArrowBuffer validity, int length, int nullCount) =>
            new(values, validity, length, nullCount);
    }
}
