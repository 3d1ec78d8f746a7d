namespace TelemetryEngine.Windows;

/// <summary>
/// Windows of whole local days or months in a time zone: as long as the clock there says. A window begins at the first instant whose local date is not
/// before its first date, so a day whose midnight is skipped begins later, a day whose midnight comes twice begins at the first, and
/// a date that never was is a window of no length, which no instant is in.
/// </summary>
internal sealed class CalendarWindows : AlignedWindows
{
    private const long DaySeconds = 86_400;
    private const long FirstMonday = -3;
    private static readonly int EpochDay = new DateOnly(1970, 1, 1).DayNumber;

    private readonly TimeZoneInfo _zone;
    private readonly long _days;
    private readonly long _months;
    private readonly bool _weeks;
    private readonly long _ticksPerSecond;
    private readonly Dictionary<long, long> _starts = [];

    /// <param name="every">A length in days, weeks, months, quarters or years.</param>
    /// <param name="zone">The zone whose clock counts.</param>
    /// <param name="ticksPerSecond">Units of the time column in a second.</param>
    public CalendarWindows(Duration every, TimeZoneInfo zone, long ticksPerSecond)
    {
        _zone = zone;
        _days = every.Days;
        _months = every.Months;
        _weeks = every.Unit == DurationUnit.Week;
        _ticksPerSecond = ticksPerSecond;
    }

    public override long OrdinalOf(long instant)
    {
        long seconds = FloorDiv(instant, _ticksPerSecond);
        long ordinal = OrdinalOfDate(LocalDay(seconds));
        // the local date is the answer but for clocks that were set back across midnight
        while (instant < Start(ordinal))
        {
            ordinal--;
        }

        while (instant >= End(ordinal) && End(ordinal) < long.MaxValue)
        {
            ordinal++;
        }

        return ordinal;
    }

    public override long Start(long ordinal)
    {
        if (!_starts.TryGetValue(ordinal, out long start))
        {
            // a border may lie beyond what the unit can say: in ns there is nothing after 2262
            Int128 exact = (Int128)FirstSecondOf(FirstDay(ordinal)) * _ticksPerSecond;
            start = (long)Int128.Clamp(exact, long.MinValue, long.MaxValue);
            _starts.Add(ordinal, start);
        }

        return start;
    }

    private static long FloorDiv(long value, long by) => value % by < 0 ? (value / by) - 1 : value / by;

    private static DateOnly Date(long day) => DateOnly.FromDayNumber((int)Math.Clamp(day + EpochDay, 0, DateOnly.MaxValue.DayNumber));

    private long OrdinalOfDate(long day)
    {
        if (_months == 0)
        {
            return FloorDiv(_weeks ? day - FirstMonday : day, _days);
        }

        DateOnly date = Date(day);
        return FloorDiv(((date.Year - 1970) * 12L) + date.Month - 1, _months);
    }

    private long FirstDay(long ordinal)
    {
        if (_months == 0)
        {
            return (ordinal * _days) + (_weeks ? FirstMonday : 0);
        }

        long month = ordinal * _months;
        long year = 1970 + FloorDiv(month, 12);
        int monthOfYear = (int)(month - (FloorDiv(month, 12) * 12)) + 1;
        return year is < 1 or > 9999
            ? (long)((year - 1970) * 365.2425)
            : new DateOnly((int)year, monthOfYear, 1).DayNumber - EpochDay;
    }

    private long LocalDay(long seconds) => FloorDiv(seconds + OffsetAt(seconds), DaySeconds);

    // the zone's rules end where DateTime does; there the offset of its last instant holds
    private long OffsetAt(long seconds)
    {
        long ticks = Math.Clamp(DateTime.UnixEpoch.Ticks / TimeSpan.TicksPerSecond + seconds, 0, DateTime.MaxValue.Ticks / TimeSpan.TicksPerSecond);
        return (long)_zone.GetUtcOffset(new DateTime(ticks * TimeSpan.TicksPerSecond, DateTimeKind.Utc)).TotalSeconds;
    }

    // the local date rises with the instant, so the first second of a date is found by halving; offsets stay within ±15 h, and a skipped day adds 24 h
    private long FirstSecondOf(long day)
    {
        long low = (day * DaySeconds) - (40 * 3600);
        long high = (day * DaySeconds) + (40 * 3600);
        while (low < high)
        {
            long middle = low + ((high - low) / 2);
            if (LocalDay(middle) >= day)
            {
                high = middle;
            }
            else
            {
                low = middle + 1;
            }
        }

        return low;
    }
}
