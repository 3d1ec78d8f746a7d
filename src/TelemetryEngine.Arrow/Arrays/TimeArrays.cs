namespace TelemetryEngine.Arrow;

/// <summary>Seconds or milliseconds since midnight.</summary>
internal sealed class Time32Array : PrimitiveArray<int>
{
    /// <inheritdoc cref="TimestampArray(TimestampType, ArrowBuffer, ArrowBuffer, int, int, int)"/>
    public Time32Array(Time32Type dataType, ArrowBuffer values, ArrowBuffer validity, int length, int nullCount, int offset = 0)
        : base(dataType, values, validity, length, nullCount, offset)
    {
    }

    /// <inheritdoc/>
    public override Time32Array Slice(int offset, int length) =>
        new((Time32Type)DataType, ValueBuffer, ValidityBuffer, length, SliceNulls(offset, length), Offset + offset);

    /// <summary>Collects values.</summary>
    /// <param name="dataType">The type.</param>
    public sealed class Builder(Time32Type dataType) : PrimitiveArrayBuilder<int, Time32Array>
    {
        private protected override Time32Array Build(ArrowBuffer values, ArrowBuffer validity, int length, int nullCount) =>
            new(dataType, values, validity, length, nullCount);
    }
}

/// <summary>Microseconds or nanoseconds since midnight.</summary>
internal sealed class Time64Array : PrimitiveArray<long>
{
    /// <inheritdoc cref="TimestampArray(TimestampType, ArrowBuffer, ArrowBuffer, int, int, int)"/>
    public Time64Array(Time64Type dataType, ArrowBuffer values, ArrowBuffer validity, int length, int nullCount, int offset = 0)
        : base(dataType, values, validity, length, nullCount, offset)
    {
    }

    /// <inheritdoc/>
    public override Time64Array Slice(int offset, int length) =>
        new((Time64Type)DataType, ValueBuffer, ValidityBuffer, length, SliceNulls(offset, length), Offset + offset);

    /// <summary>Collects values.</summary>
    /// <param name="dataType">The type.</param>
    public sealed class Builder(Time64Type dataType) : PrimitiveArrayBuilder<long, Time64Array>
    {
        private protected override Time64Array Build(ArrowBuffer values, ArrowBuffer validity, int length, int nullCount) =>
            new(dataType, values, validity, length, nullCount);
    }
}

/// <summary>Lengths of time, as counts of the type's unit.</summary>
internal sealed class DurationArray : PrimitiveArray<long>
{
    /// <inheritdoc cref="TimestampArray(TimestampType, ArrowBuffer, ArrowBuffer, int, int, int)"/>
    public DurationArray(DurationType dataType, ArrowBuffer values, ArrowBuffer validity, int length, int nullCount, int offset = 0)
        : base(dataType, values, validity, length, nullCount, offset)
    {
    }

    /// <inheritdoc/>
    public override DurationArray Slice(int offset, int length) =>
        new((DurationType)DataType, ValueBuffer, ValidityBuffer, length, SliceNulls(offset, length), Offset + offset);

    /// <summary>Collects values.</summary>
    /// <param name="dataType">The type.</param>
    public sealed class Builder(DurationType dataType) : PrimitiveArrayBuilder<long, DurationArray>
    {
        private protected override DurationArray Build(ArrowBuffer values, ArrowBuffer validity, int length, int nullCount) =>
            new(dataType, values, validity, length, nullCount);
    }
}
