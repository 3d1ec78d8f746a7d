using TelemetryEngine.Kernels.Text;

namespace TelemetryEngine.Windows;

// Windows of whole local days or months in a time zone: as long as the clock there says. A window begins at the first instant whose local
// date is not before its first date, so a day whose midnight is skipped begins later, a day whose midnight comes twice begins at the first,
// and a date that never was is a window of no length, which no instant is in. With an offset the same holds for that time of day in
// midnight's place. In UTC all of it is arithmetic over the whole axis; the rules of other zones reach over the years 1 to 9999.
internal sealed class CalendarWindows : AlignedWindows
{
    private const long DaySeconds = 86_400;

    // Starts that are remembered. So many that no input in order needs them again, so few that they are no matter of memory.
    private const int MostStarts = 1 << 14;

    private readonly TimeZoneInfo _zone;
    private readonly bool _isUtc;
    private readonly long _days;
    private readonly long _months;
    private readonly int _firstDay;
    private readonly CalendarClock _clock;
    private readonly Dictionary<long, long> _starts = [];

    // days: The length in days; 0 where it is in months.
    // months: The length in months; 0 where it is in days.
    // firstDay: The first day of a window of days, counted from 1970-01-01.
    // zone: The zone whose clock counts.
    public CalendarWindows(long days, long months, int firstDay, TimeZoneInfo zone, CalendarClock clock)
    {
        _zone = zone;
        _isUtc = Zones.IsUtc(zone);
        _days = days;
        _months = months;
        _firstDay = firstDay;
        _clock = clock;
    }

    public override (long First, long Last) Range => _isUtc
        ? base.Range
        : (Clamped((Int128)ZoneStretches.FirstSecond * _clock.TicksPerSecond),
            Clamped(((ZoneStretches.LastSecond + (Int128)1) * _clock.TicksPerSecond) - 1));

    public override long OrdinalOf(long instant)
    {
        long ordinal = OrdinalOfDate(LocalDay(instant));
        if (!_isUtc)
        {
            // the local date is the answer but for clocks that were set back across midnight: then it is one of the next few
            while (instant < Start(ordinal))
            {
                ordinal--;
            }

            while (instant >= End(ordinal) && End(ordinal) < long.MaxValue)
            {
                ordinal++;
            }
        }

        return ordinal;
    }

    public override long Start(long ordinal)
    {
        if (_isUtc)
        {
            return Clamped(Instant(FirstSecondInUtc(ordinal)));
        }

        if (!_starts.TryGetValue(ordinal, out long start))
        {
            start = Clamped(Instant(FirstSecondOf(FirstDay(ordinal))));
            if (_starts.Count == MostStarts)
            {
                _starts.Clear();
            }

            _starts.Add(ordinal, start);
        }

        return start;
    }

    public override Int128? ExactStart(Int128 ordinal)
    {
        if (_isUtc)
        {
            return Instant(FirstSecondInUtc((long)ordinal));
        }

        Int128 second = FirstSecondOf(FirstDay((long)ordinal));
        return HasRules(second) ? Instant(second) : null;
    }

    // True for a second that the zone has rules for, and a day around: the clock does not change so close to a new year.
    private static bool HasRules(Int128 second) =>
        second >= ZoneStretches.FirstSecond - DaySeconds && second <= ZoneStretches.LastSecond + DaySeconds;

    private Int128 Instant(Int128 second) => (second * _clock.TicksPerSecond) + _clock.ShiftTicks;

    private long OrdinalOfDate(long day) =>
        _months == 0 ? FloorDivision.Quotient(day - _firstDay, _days) : FloorDivision.Quotient(CivilMonths.MonthOf(day), _months);

    // a border may lie beyond what the unit can say: in ns there is nothing after 2262
    private Int128 FirstSecondInUtc(long ordinal) => (FirstDay(ordinal) * (Int128)DaySeconds) + _clock.OffsetSeconds;

    private long FirstDay(long ordinal) => _months == 0 ? (ordinal * _days) + _firstDay : CivilMonths.FirstDayOf(ordinal * _months);

    // The date that the clock shows at an instant, less the offset. Days and what is left of them are taken apart first: at the ends of the
    // axis a sum of seconds has no room.
    private long LocalDay(long instant)
    {
        long second = FloorDivision.Quotient(instant, _clock.TicksPerSecond);
        bool isBorder = instant - (second * _clock.TicksPerSecond) < _clock.ShiftTicks;
        long day = FloorDivision.Quotient(second, DaySeconds);
        long rest = second - (day * DaySeconds) - _clock.OffsetSeconds - (isBorder ? 1 : 0) + (_isUtc ? 0 : OffsetAt(second));
        return day + FloorDivision.Quotient(rest, DaySeconds);
    }

    // What the clock shows, less the offset.
    private long LocalSecond(long seconds) => seconds + OffsetAt(seconds) - _clock.OffsetSeconds;

    private long OffsetAt(long seconds) => ZoneStretches.OffsetAt(_zone, seconds);

    // but for clocks that are set back the local time rises with the instant, so the first second of a date is found by halving; offsets
    // stay within ±15 h, and a skipped day adds 24 h
    private Int128 FirstSecondOf(long day)
    {
        // far from all rules no clock changes, and the axis may have no room for a search
        if (Math.Abs(day) > 2 * ZoneStretches.LastSecond / DaySeconds)
        {
            return (day * (Int128)DaySeconds) + _clock.OffsetSeconds
                - OffsetAt(day < 0 ? ZoneStretches.FirstSecond : ZoneStretches.LastSecond);
        }

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

// How calendar windows count instants.
// TicksPerSecond: Units of the time column in a second.
// OffsetSeconds: How far a window's start on the local clock lies behind its date's midnight.
// ShiftTicks: How many units behind its border a window's first instant lies.
internal readonly record struct CalendarClock(long TicksPerSecond, long OffsetSeconds, long ShiftTicks);
