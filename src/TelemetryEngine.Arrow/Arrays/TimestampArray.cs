namespace TelemetryEngine.Arrow;

/// <summary>Instants, as counts of the type's unit since 1970-01-01T00:00.</summary>
internal sealed class TimestampArray : PrimitiveArray<long>
{
    /// <summary>Makes an array of buffers.</summary>
    /// <param name="dataType">Unit and zone.</param>
    /// <param name="values">Eight bytes a row.</param>
    /// <param name="validity">One bit a row, 1 = valid; empty when no row is null.</param>
    /// <param name="length">The number of rows.</param>
    /// <param name="nullCount">The number of null rows, or −1 to have them counted. It is trusted.</param>
    /// <param name="offset">Rows of the buffers to pass over.</param>
    /// <exception cref="ArgumentException">A buffer is too short.</exception>
    public TimestampArray(TimestampType dataType, ArrowBuffer values, ArrowBuffer validity, int length, int nullCount, int offset = 0)
        : base(dataType, values, validity, length, nullCount, offset)
    {
    }

    /// <summary>Unit and zone.</summary>
    public TimestampType TimestampType => (TimestampType)DataType;

    /// <inheritdoc/>
    public override TimestampArray Slice(int offset, int length)
    {
        int nulls = SliceNulls(offset, length);
        return new TimestampArray(TimestampType, ValueBuffer, ValidityBuffer, length, nulls, Offset + offset);
    }

    /// <summary>Collects values.</summary>
    /// <param name="dataType">Unit and zone.</param>
    public sealed class Builder(TimestampType dataType) : PrimitiveArrayBuilder<long, TimestampArray>
    {
        private protected override TimestampArray Build(ArrowBuffer values, ArrowBuffer validity, int length, int nullCount) =>
            new(dataType, values, validity, length, nullCount);
    }
}
