namespace TelemetryEngine.Windows;

/// <summary>
/// Windows of whole local days or months in a time zone: as long as the clock there says. A window begins at the first instant whose local date is not
/// before its first date, so a day whose midnight is skipped begins later, a day whose midnight comes twice begins at the first, and
/// a date that never was is a window of no length, which no instant is in. With an offset the same holds for that time of day in midnight's place.
/// </summary>
internal sealed class CalendarWindows : AlignedWindows
{
    private const long DaySeconds = 86_400;
    private static readonly int EpochDay = new DateOnly(1970, 1, 1).DayNumber;

    private readonly TimeZoneInfo _zone;
    private readonly long _days;
    private readonly long _months;
    private readonly int _firstDay;
    private readonly CalendarClock _clock;
    private readonly Dictionary<long, long> _starts = [];

    /// <param name="days">The length in days; 0 where it is in months.</param>
    /// <param name="months">The length in months; 0 where it is in days.</param>
    /// <param name="firstDay">The first day of a window of days, counted from 1970-01-01.</param>
    /// <param name="zone">The zone whose clock counts.</param>
    /// <param name="clock">How instants are counted.</param>
    public CalendarWindows(long days, long months, int firstDay, TimeZoneInfo zone, CalendarClock clock)
    {
        _zone = zone;
        _days = days;
        _months = months;
        _firstDay = firstDay;
        _clock = clock;
    }

    public override long OrdinalOf(long instant)
    {
        long shifted = instant < long.MinValue + _clock.ShiftTicks ? instant : instant - _clock.ShiftTicks;
        long ordinal = OrdinalOfDate(LocalDay(Floor.Quotient(shifted, _clock.TicksPerSecond)));
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
            Int128 exact = ((Int128)FirstSecondOf(FirstDay(ordinal)) * _clock.TicksPerSecond) + _clock.ShiftTicks;
            start = (long)Int128.Clamp(exact, long.MinValue, long.MaxValue);
            _starts.Add(ordinal, start);
        }

        return start;
    }

    private static DateOnly Date(long day) => DateOnly.FromDayNumber((int)Math.Clamp(day + EpochDay, 0, DateOnly.MaxValue.DayNumber));

    private long OrdinalOfDate(long day)
    {
        if (_months == 0)
        {
            return Floor.Quotient(day - _firstDay, _days);
        }

        DateOnly date = Date(day);
        return Floor.Quotient(((date.Year - 1970) * 12L) + date.Month - 1, _months);
    }

    private long FirstDay(long ordinal)
    {
        if (_months == 0)
        {
            return (ordinal * _days) + _firstDay;
        }

        long month = ordinal * _months;
        long year = 1970 + Floor.Quotient(month, 12);
        int monthOfYear = (int)(month - (Floor.Quotient(month, 12) * 12)) + 1;
        return year is < 1 or > 9999
            ? (long)((year - 1970) * 365.2425)
            : new DateOnly((int)year, monthOfYear, 1).DayNumber - EpochDay;
    }

    private long LocalDay(long seconds) => Floor.Quotient(LocalSecond(seconds), DaySeconds);

    /// <summary>What the clock shows, less the offset.</summary>
    private long LocalSecond(long seconds) => seconds + OffsetAt(seconds) - _clock.OffsetSeconds;

    // the zone's rules end where DateTime does; there the offset of its last instant holds
    private long OffsetAt(long seconds)
    {
        long ticks = Math.Clamp(DateTime.UnixEpoch.Ticks / TimeSpan.TicksPerSecond + seconds, 0, DateTime.MaxValue.Ticks / TimeSpan.TicksPerSecond);
        return (long)_zone.GetUtcOffset(new DateTime(ticks * TimeSpan.TicksPerSecond, DateTimeKind.Utc)).TotalSeconds;
    }

    // but for clocks that are set back the local time rises with the instant, so the first second of a date is found by halving; offsets stay within ±15 h,
    // and a skipped day adds 24 h
    private long FirstSecondOf(long day)
    {
        long local = day * DaySeconds;
        long low = local + _clock.OffsetSeconds - (40 * 3600);
        long high = low + (80 * 3600);
        while (low < high)
        {
            long middle = low + ((high - low) / 2);
            if (LocalSecond(middle) >= local)
            {
                high = middle;
            }
            else
            {
                low = middle + 1;
            }
        }

        // where the clock shows it twice it may be the second that was found: the first is by the clock of the day before
        long earlier = local + _clock.OffsetSeconds - OffsetAt(low - (25 * 3600));
        return earlier < low && LocalSecond(earlier) >= local ? earlier : low;
    }
}

/// <summary>How calendar windows count instants.</summary>
/// <param name="TicksPerSecond">Units of the time column in a second.</param>
/// <param name="OffsetSeconds">How far a window's start on the local clock lies behind its date's midnight.</param>
/// <param name="ShiftTicks">How many units behind its border a window's first instant lies.</param>
internal readonly record struct CalendarClock(long TicksPerSecond, long OffsetSeconds, long ShiftTicks);
