namespace TelemetryEngine.Arrow;

/// <summary>Days since 1970-01-01.</summary>
internal sealed class Date32Array : PrimitiveArray<int>
{
    /// <inheritdoc cref="Int32Array(ArrowBuffer, ArrowBuffer, int, int, int)"/>
    public Date32Array(ArrowBuffer values, ArrowBuffer validity, int length, int nullCount, int offset = 0)
        : base(Date32Type.Default, values, validity, length, nullCount, offset)
    {
    }

    /// <inheritdoc/>
    public override Date32Array Slice(int offset, int length) =>
        new(ValueBuffer, ValidityBuffer, length, SliceNulls(offset, length), Offset + offset);

    /// <summary>Collects values.</summary>
    public sealed class Builder : PrimitiveArrayBuilder<int, Date32Array>
    {
        private protected override Date32Array Build(ArrowBuffer values, ArrowBuffer validity, int length, int nullCount) =>
            new(values, validity, length, nullCount);
    }
}

/// <summary>Milliseconds since 1970-01-01T00:00.</summary>
internal sealed class Date64Array : PrimitiveArray<long>
{
    /// <inheritdoc cref="Int32Array(ArrowBuffer, ArrowBuffer, int, int, int)"/>
    public Date64Array(ArrowBuffer values, ArrowBuffer validity, int length, int nullCount, int offset = 0)
        : base(Date64Type.Default, values, validity, length, nullCount, offset)
    {
    }

    /// <inheritdoc/>
    public override Date64Array Slice(int offset, int length) =>
        new(ValueBuffer, ValidityBuffer, length, SliceNulls(offset, length), Offset + offset);

    /// <summary>Collects values.</summary>
    public sealed class Builder : PrimitiveArrayBuilder<long, Date64Array>
    {
        private protected override Date64Array Build(ArrowBuffer values, ArrowBuffer validity, int length, int nullCount) =>
            new(values, validity, length, nullCount);
    }
}
