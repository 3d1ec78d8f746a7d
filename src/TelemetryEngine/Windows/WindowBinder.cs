using System.Globalization;
using Apache.Arrow.Types;

namespace TelemetryEngine.Windows;

// What kinds of window share when they are tied to a time column: lengths, offset, weeks, zone and the side on which they are closed.
internal sealed class WindowBinder
{
    // More windows than this for one reading are taken for a mistake.
    public const long MostOverlapping = 1_000_000;

    private const long LongestMonths = 10_000 * 12;
    private const long DaySeconds = 86_400;
    private static readonly string[] Weekdays = ["thursday", "friday", "saturday", "sunday", "monday", "tuesday", "wednesday"];
    private readonly Duration _offset;

    // how far ahead of UTC the clock may be on which windows below a day begin, in units of the time column
    private readonly long[] _clocks;

    // zone: The zone whose calendar counts.
    // throws PlanException: A member is not what it must be.
    public WindowBinder(WindowPlan plan, TimeUnit unit, TimeZoneInfo zone)
    {
        Plan = plan;
        Zone = zone;
        TicksPerSecond = unit.TicksPerSecond();
        _offset = plan.Offset is null ? Duration.Zero : Duration.Parse(plan.Offset);
        if (_offset.IsMonths)
        {
            throw new PlanException($"'{_offset}' has no fixed length; an offset is at most weeks");
        }

        Choose("closed", plan.Closed, "left", "right");
        Choose("label", plan.Label, "start", "end");
        Choose("week start", plan.WeekStart, Weekdays);
        Choose("alignment", plan.Align, "local", "utc");
        _clocks = plan.Align == "utc" || Zones.IsUtc(zone)
            ? [0]
            : [.. ZoneStretches.OffsetsSince1970(zone).Distinct().Select(seconds => seconds * TicksPerSecond)];
    }

    public WindowPlan Plan { get; }

    public TimeZoneInfo Zone { get; }

    // Units of the time column in a second.
    public long TicksPerSecond { get; }

    // 1 where the first border belongs to the window before, else 0.
    public long Shift => Plan.Closed == "right" ? 1 : 0;

    // The offset and the shift, in units of the time column.
    public long OffsetTicks => checked(_offset.ToTicks(TicksPerSecond) + Shift);

    // True for lengths that the calendar measures.
    public bool IsCalendar(Duration length) => length.IsMonths || (length.IsCalendar && !Zones.IsUtc(Zone));

    // Reads a length.
    // throws PlanException: It is none, or not positive, or too long.
    public Duration Length(string text, string what)
    {
        Duration length = Duration.Parse(text);
        if (length.Count <= 0)
        {
            throw new PlanException($"{what} of '{length}' has no length; use a positive duration such as 1h");
        }

        if (length.IsMonths && (length.Count > LongestMonths || length.Months > LongestMonths))
        {
            throw new PlanException(
                $"{what} of '{length}' is longer than 10,000 years; leave the window out to take the whole input as one");
        }

        return length;
    }

    // Refuses a day named in a plan without weeks.
    // throws PlanException: There is one.
    public void CheckWeekStart(params ReadOnlySpan<Duration> lengths)
    {
        bool hasWeeks = false;
        foreach (Duration length in lengths)
        {
            hasWeeks |= length.Unit == DurationUnit.Week;
        }

        if (Plan.WeekStart is not null && !hasWeeks)
        {
            throw new PlanException($"weeks that begin on {Plan.WeekStart} need a window in weeks, such as 1w, and '{lengths[0]}' is none");
        }
    }

    // Refuses hours that make a day where days differ.
    // throws PlanException: They do.
    public void CheckHours(Duration length)
    {
        if (!length.IsCalendar && !Zones.IsFixed(Zone) && length.ToTicks(TicksPerSecond) >= DaySeconds * TicksPerSecond)
        {
            throw new PlanException(
                $"a window of '{length}' is a day or more in hours, and days in {Zone.Id} have more or fewer; write whole days, such as 1d, or leave the time zone out");
        }
    }

    // True for a length whose windows are as long everywhere, on the clock on which they begin: none of its changes moves a border.
    public bool IsUniform(long lengthTicks) => Array.TrueForAll(_clocks, clock => (clock - _clocks[0]) % lengthTicks == 0);

    // Windows shorter than a day, as a rule.
    // lengthTicks: The length in units of the time column.
    // weeks: True when they begin with the day that weeks do.
    public AlignedWindows Clocked(long lengthTicks, bool weeks) =>
        IsUniform(lengthTicks) ? Uniform(lengthTicks, weeks) : Local(lengthTicks, repeats: true);

    // Windows of a length that is the same everywhere.
    // lengthTicks: The length in units of the time column.
    // weeks: True when they begin with the day that weeks do.
    public UniformWindows Uniform(long lengthTicks, bool weeks) => new(lengthTicks, UniformOffset(weeks));

    // Where uniform windows begin, in units of the time column since 1970.
    public long UniformOffset(bool weeks) => checked(OffsetTicks - _clocks[0] + (weeks ? FirstWeekDay() * DaySeconds * TicksPerSecond : 0));

    // Windows on a clock whose changes move borders.
    // lengthTicks: The length in units of the time column.
    // repeats: Whether windows come twice that the clock shows twice.
    public LocalWindows Local(long lengthTicks, bool repeats) =>
        new(lengthTicks, OffsetTicks - Shift, Shift, Zone, TicksPerSecond, repeats);

    // What a reader of the result would want to know of windows that begin every so often: that they do on the local clock, where that is
    // not as in UTC.
    public MessageText? Say(Duration every) =>
        Plan.Align is not null || every.IsCalendar || Array.TrueForAll(_clocks, clock => clock % every.ToTicks(TicksPerSecond) == 0)
        ? null
        : Quoting.Message.Of(
            $"windows of {every} begin on the clock of {Zone.Id}, which is not where they begin in UTC; {Fix.Align.With("utc")} has the latter");

    // Windows of whole days of the zone's calendar.
    public CalendarWindows Days(long days, bool weeks) => new(days, 0, weeks ? FirstWeekDay() : 0, Zone, Clock());

    // Windows of whole months of the zone's calendar.
    public CalendarWindows Months(long months) => new(0, months, 0, Zone, Clock());

    // Windows of one length, one after the other, by calendar or clock as the length says.
    public AlignedWindows Aligned(Duration length)
    {
        bool weeks = length.Unit == DurationUnit.Week;
        return !IsCalendar(length) ? Clocked(length.ToTicks(TicksPerSecond), weeks)
            : length.IsMonths ? Months(length.Months)
            : Days(length.Days, weeks);
    }

    // Refuses to count that many windows for a reading.
    // throws PlanException: They are too many.
    public static void CheckCount(Int128 count, Duration shorter, Duration longer)
    {
        if (count > MostOverlapping)
        {
            throw new PlanException(string.Create(
                CultureInfo.InvariantCulture,
                $"a period of '{longer}' every '{shorter}' counts each reading {count:N0} times, more than {MostOverlapping:N0}; use a shorter period or longer steps"));
        }
    }

    // The first day of the week that 1970-01-01 is in, counted from it.
    private int FirstWeekDay()
    {
        int place = Array.IndexOf(Weekdays, Plan.WeekStart ?? "monday");
        return place == 0 ? 0 : place - 7;
    }

    private CalendarClock Clock()
    {
        long offset = _offset.ToTicks(TicksPerSecond);
        return offset % TicksPerSecond == 0
            ? new CalendarClock(TicksPerSecond, offset / TicksPerSecond, Shift)
            : throw new PlanException($"an offset of '{_offset}' is no whole number of seconds, as calendar windows need");
    }

    private static void Choose(string what, string? word, params string[] words)
    {
        if (word is not null && !words.Contains(word))
        {
            string? nearest = NearestName.Find(word, words);
            throw new PlanException(
                nearest is null
                    ? $"'{word}' is no {what}; it is {string.Join(", ", words)}"
                    : $"'{word}' is no {what}; did you mean '{nearest}'?");
        }
    }
}
