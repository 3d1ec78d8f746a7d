namespace TelemetryEngine.Arrow;

/// <summary>An array of values that all have the same whole number of bytes.</summary>
public abstract class FixedWidthArray : ArrowArray
{
    private protected FixedWidthArray(FixedWidthType dataType, ArrowBuffer values, ArrowBuffer validity, int length, int nullCount, int offset)
        : base(dataType, validity, length, nullCount, offset)
    {
        ByteWidth = dataType.ByteWidth;
        CheckBuffer(values, ((long)offset + length) * ByteWidth, nameof(values));
        ValueBuffer = values;
    }

    /// <summary>The bytes of one value.</summary>
    public int ByteWidth { get; }

    /// <summary>The values, from row −<see cref="ArrowArray.Offset"/> on.</summary>
    public ArrowBuffer ValueBuffer { get; }

    /// <summary>The row's bytes as they lie in memory; empty at a null row.</summary>
    /// <exception cref="ArgumentOutOfRangeException">There is no such row.</exception>
    public ReadOnlySpan<byte> GetBytes(int index) => IsNull(index) ? default : ValueBuffer.Span.Slice((Offset + index) * ByteWidth, ByteWidth);

    /// <summary>The rows' values.</summary>
    internal ReadOnlyMemory<byte> ValueMemory => ValueBuffer.Memory.Slice(Offset * ByteWidth, Length * ByteWidth);

    /// <summary>Makes an array of the class that belongs to a type.</summary>
    internal static FixedWidthArray Create(FixedWidthType type, ArrowBuffer values, ArrowBuffer validity, int length, int nullCount) => type switch
    {
        Int8Type => new Int8Array(values, validity, length, nullCount),
        Int16Type => new Int16Array(values, validity, length, nullCount),
        Int32Type => new Int32Array(values, validity, length, nullCount),
        Int64Type => new Int64Array(values, validity, length, nullCount),
        UInt8Type => new UInt8Array(values, validity, length, nullCount),
        UInt16Type => new UInt16Array(values, validity, length, nullCount),
        UInt32Type => new UInt32Array(values, validity, length, nullCount),
        UInt64Type => new UInt64Array(values, validity, length, nullCount),
        HalfFloatType => new HalfFloatArray(values, validity, length, nullCount),
        FloatType => new FloatArray(values, validity, length, nullCount),
        DoubleType => new DoubleArray(values, validity, length, nullCount),
        Decimal32Type of => new Decimal32Array(of, values, validity, length, nullCount),
        Decimal64Type of => new Decimal64Array(of, values, validity, length, nullCount),
        Decimal128Type of => new Decimal128Array(of, values, validity, length, nullCount),
        Decimal256Type of => new Decimal256Array(of, values, validity, length, nullCount),
        Date32Type => new Date32Array(values, validity, length, nullCount),
        Date64Type => new Date64Array(values, validity, length, nullCount),
        Time32Type of => new Time32Array(of, values, validity, length, nullCount),
        Time64Type of => new Time64Array(of, values, validity, length, nullCount),
        TimestampType of => new TimestampArray(of, values, validity, length, nullCount),
        DurationType of => new DurationArray(of, values, validity, length, nullCount),
        IntervalType { Unit: IntervalUnit.YearMonth } => new YearMonthIntervalArray(values, validity, length, nullCount),
        IntervalType { Unit: IntervalUnit.DayTime } => new DayTimeIntervalArray(values, validity, length, nullCount),
        IntervalType => new MonthDayNanosecondIntervalArray(values, validity, length, nullCount),
        FixedSizeBinaryType of => new FixedSizeBinaryArray(of, values, validity, length, nullCount),
        _ => throw new NotSupportedException($"there is no array of {type}"),
    };
}
