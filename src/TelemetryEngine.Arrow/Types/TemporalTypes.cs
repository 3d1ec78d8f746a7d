namespace TelemetryEngine.Arrow;

/// <summary>Days since 1970-01-01, on 32 bits.</summary>
internal sealed record Date32Type : FixedWidthType
{
    /// <summary>The only value.</summary>
    public static readonly Date32Type Default = new();

    private Date32Type()
    {
    }

    /// <inheritdoc/>
    public override int ByteWidth => sizeof(int);

    /// <inheritdoc/>
    public override ArrowTypeId TypeId => ArrowTypeId.Date32;

    /// <inheritdoc/>
    public override string Name => "date32";
}

/// <summary>Milliseconds since 1970-01-01T00:00, on 64 bits: a whole number of days by the format, which nothing here checks.</summary>
internal sealed record Date64Type : FixedWidthType
{
    /// <summary>The only value.</summary>
    public static readonly Date64Type Default = new();

    private Date64Type()
    {
    }

    /// <inheritdoc/>
    public override int ByteWidth => sizeof(long);

    /// <inheritdoc/>
    public override ArrowTypeId TypeId => ArrowTypeId.Date64;

    /// <inheritdoc/>
    public override string Name => "date64";
}

/// <summary>A time of day: seconds or milliseconds since midnight, on 32 bits.</summary>
internal sealed record Time32Type : FixedWidthType
{
    /// <summary>Makes the type.</summary>
    /// <exception cref="ArgumentException">Neither seconds or milliseconds.</exception>
    public Time32Type(TimeUnit unit) => Unit = unit is TimeUnit.Second or TimeUnit.Millisecond
        ? unit
        : throw new ArgumentException($"a time on 32 bits counts seconds or milliseconds, not {unit}", nameof(unit));

    /// <summary>The length of one step.</summary>
    public TimeUnit Unit { get; }

    /// <inheritdoc/>
    public override int ByteWidth => 4;

    /// <inheritdoc/>
    public override ArrowTypeId TypeId => ArrowTypeId.Time32;

    /// <inheritdoc/>
    public override string Name => $"time32[{Unit.Symbol()}]";
}

/// <summary>A time of day: microseconds or nanoseconds since midnight, on 64 bits.</summary>
internal sealed record Time64Type : FixedWidthType
{
    /// <summary>Makes the type.</summary>
    /// <exception cref="ArgumentException">Neither microseconds or nanoseconds.</exception>
    public Time64Type(TimeUnit unit) => Unit = unit is TimeUnit.Microsecond or TimeUnit.Nanosecond
        ? unit
        : throw new ArgumentException($"a time on 64 bits counts microseconds or nanoseconds, not {unit}", nameof(unit));

    /// <summary>The length of one step.</summary>
    public TimeUnit Unit { get; }

    /// <inheritdoc/>
    public override int ByteWidth => 8;

    /// <inheritdoc/>
    public override ArrowTypeId TypeId => ArrowTypeId.Time64;

    /// <inheritdoc/>
    public override string Name => $"time64[{Unit.Symbol()}]";
}

/// <summary>A length of time: a signed 64-bit count of a unit.</summary>
/// <param name="Unit">The length of one step.</param>
internal sealed record DurationType(TimeUnit Unit) : FixedWidthType
{
    /// <inheritdoc/>
    public override int ByteWidth => sizeof(long);

    /// <inheritdoc/>
    public override ArrowTypeId TypeId => ArrowTypeId.Duration;

    /// <inheritdoc/>
    public override string Name => $"duration[{Unit.Symbol()}]";
}

/// <summary>What an interval counts. The numbers are those of the Arrow format.</summary>
internal enum IntervalUnit
{
    /// <summary>Months, on 32 bits.</summary>
    YearMonth = 0,

    /// <summary>Days and milliseconds, on 32 bits each.</summary>
    DayTime = 1,

    /// <summary>Months and days on 32 bits each, and nanoseconds on 64.</summary>
    MonthDayNanosecond = 2,
}

/// <summary>A length of calendar time, which depends on where it starts.</summary>
/// <param name="Unit">What is counted.</param>
internal sealed record IntervalType(IntervalUnit Unit) : FixedWidthType
{
    /// <inheritdoc/>
    public override int ByteWidth => Unit switch
    {
        IntervalUnit.YearMonth => 4,
        IntervalUnit.DayTime => 8,
        _ => 16,
    };

    /// <inheritdoc/>
    public override ArrowTypeId TypeId => ArrowTypeId.Interval;

    /// <inheritdoc/>
    public override string Name => Unit switch
    {
        IntervalUnit.YearMonth => "interval[year_month]",
        IntervalUnit.DayTime => "interval[day_time]",
        _ => "interval[month_day_nano]",
    };
}
