namespace TelemetryEngine.Arrow;

/// <summary>Unsigned 64-bit integers.</summary>
internal sealed class UInt64Array : PrimitiveArray<ulong>
{
    /// <inheritdoc cref="Int32Array(ArrowBuffer, ArrowBuffer, int, int, int)"/>
    public UInt64Array(ArrowBuffer values, ArrowBuffer validity, int length, int nullCount, int offset = 0)
        : base(UInt64Type.Default, values, validity, length, nullCount, offset)
    {
    }

    /// <inheritdoc/>
    public override UInt64Array Slice(int offset, int length) =>
        new(ValueBuffer, ValidityBuffer, length, SliceNulls(offset, length), Offset + offset);

    /// <summary>Collects values.</summary>
    public sealed class Builder : PrimitiveArrayBuilder<ulong, UInt64Array>
    {
        private protected override UInt64Array Build(ArrowBuffer values, ArrowBuffer validity, int length, int nullCount) =>
            new(values, validity, length, nullCount);
    }
}
