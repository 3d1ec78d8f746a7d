namespace TelemetryEngine.Arrow;

/// <summary>An array of values that all have the same whole number of bytes.</summary>
internal abstract class FixedWidthArray : ArrowArray
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
    /// <param name="type">The type.</param>
    /// <param name="values"><see cref="FixedWidthType.ByteWidth"/> bytes a row.</param>
    /// <param name="validity">One bit a row, 1 = valid; empty when no row is null.</param>
    /// <param name="length">The number of rows.</param>
    /// <param name="nullCount">The number of null rows, or −1 to have them counted. It is trusted.</param>
    /// <param name="offset">Rows of the buffers to pass over.</param>
    /// <exception cref="ArgumentException">A buffer is too short.</exception>
    public static FixedWidthArray Create(FixedWidthType type, ArrowBuffer values, ArrowBuffer validity, int length, int nullCount, int offset = 0) => type switch
    {
        Int8Type => new Int8Array(values, validity, length, nullCount, offset),
        Int16Type => new Int16Array(values, validity, length, nullCount, offset),
        Int32Type => new Int32Array(values, validity, length, nullCount, offset),
        Int64Type => new Int64Array(values, validity, length, nullCount, offset),
        UInt8Type => new UInt8Array(values, validity, length, nullCount, offset),
        UInt16Type => new UInt16Array(values, validity, length, nullCount, offset),
        UInt32Type => new UInt32Array(values, validity, length, nullCount, offset),
        UInt64Type => new UInt64Array(values, validity, length, nullCount, offset),
        HalfFloatType => new HalfFloatArray(values, validity, length, nullCount, offset),
        FloatType => new FloatArray(values, validity, length, nullCount, offset),
        DoubleType => new DoubleArray(values, validity, length, nullCount, offset),
        Decimal32Type of => new Decimal32Array(of, values, validity, length, nullCount, offset),
        Decimal64Type of => new Decimal64Array(of, values, validity, length, nullCount, offset),
        Decimal128Type of => new Decimal128Array(of, values, validity, length, nullCount, offset),
        Decimal256Type of => new Decimal256Array(of, values, validity, length, nullCount, offset),
        Date32Type => new Date32Array(values, validity, length, nullCount, offset),
        Date64Type => new Date64Array(values, validity, length, nullCount, offset),
        Time32Type of => new Time32Array(of, values, validity, length, nullCount, offset),
        Time64Type of => new Time64Array(of, values, validity, length, nullCount, offset),
        TimestampType of => new TimestampArray(of, values, validity, length, nullCount, offset),
        DurationType of => new DurationArray(of, values, validity, length, nullCount, offset),
        IntervalType { Unit: IntervalUnit.YearMonth } => new YearMonthIntervalArray(values, validity, length, nullCount, offset),
        IntervalType { Unit: IntervalUnit.DayTime } => new DayTimeIntervalArray(values, validity, length, nullCount, offset),
        IntervalType => new MonthDayNanosecondIntervalArray(values, validity, length, nullCount, offset),
        FixedSizeBinaryType of => new FixedSizeBinaryArray(of, values, validity, length, nullCount, offset),
        _ => throw new NotSupportedException($"there is no array of {type}"),
    };
}
