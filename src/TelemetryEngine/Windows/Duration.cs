using System.Globalization;

namespace TelemetryEngine.Windows;

// The units a Duration is written in.
internal enum DurationUnit
{
    // 10⁻⁹ s.
    Nanosecond,

    // 10⁻⁶ s.
    Microsecond,

    // 10⁻³ s.
    Millisecond,

    // A second.
    Second,

    // 60 s.
    Minute,

    // 3,600 s.
    Hour,

    // A day: 24 h in UTC, a calendar day elsewhere.
    Day,

    // A week from Monday.
    Week,

    // A calendar month.
    Month,

    // Three calendar months from January.
    Quarter,

    // A calendar year.
    Year,
}

// A length of time as users write it: 250ms 10s 15m 1h 1d 1w 1mo 1q 1y (also us and ns). From a day on it is a calendar length, which only
// UTC makes uniform; months and more never are.
// Count: How many units; may be negative or zero for an offset.
internal readonly record struct Duration(long Count, DurationUnit Unit)
{
    // in the order of the units
    private static readonly UnitRow[] Units =
    [
        new("ns", DurationUnit.Nanosecond, 1),
        new("us", DurationUnit.Microsecond, 1_000),
        new("ms", DurationUnit.Millisecond, 1_000_000),
        new("s", DurationUnit.Second, 1_000_000_000),
        new("m", DurationUnit.Minute, 60_000_000_000),
        new("h", DurationUnit.Hour, 3_600_000_000_000),
        new("d", DurationUnit.Day, 86_400_000_000_000),
        new("w", DurationUnit.Week, 604_800_000_000_000),
        new("mo", DurationUnit.Month, 0),
        new("q", DurationUnit.Quarter, 0),
        new("y", DurationUnit.Year, 0),
    ];

    // No time at all.
    public static Duration Zero => new(0, DurationUnit.Second);

    // True for months, quarters and years, which have no fixed length.
    public bool IsMonths => Unit >= DurationUnit.Month;

    // True from a day on: a calendar length in any zone but UTC.
    public bool IsCalendar => Unit >= DurationUnit.Day;

    // The number of months of a length in months, quarters or years; else 0.
    public long Months => Unit switch
    {
        DurationUnit.Month => Count,
        DurationUnit.Quarter => checked(Count * 3),
        DurationUnit.Year => checked(Count * 12),
        _ => 0,
    };

    // The number of days of a length in days or weeks; else 0.
    public long Days => Unit switch
    {
        DurationUnit.Day => Count,
        DurationUnit.Week => checked(Count * 7),
        _ => 0,
    };

    // Makes a duration of a TimeSpan, which counts in 100 ns.
    public static Duration From(TimeSpan span)
    {
        long nanoseconds = checked(span.Ticks * 100);
        for (int i = (int)DurationUnit.Hour; i > 0; i--)
        {
            if (nanoseconds % Units[i].Nanoseconds == 0)
            {
                return new Duration(nanoseconds / Units[i].Nanoseconds, Units[i].Unit);
            }
        }

        return new Duration(nanoseconds, DurationUnit.Nanosecond);
    }

    // As From, but whole days are days of the calendar.
    internal static Duration InDays(TimeSpan span) =>
        span.Ticks % TimeSpan.TicksPerDay == 0 ? new Duration(span.Ticks / TimeSpan.TicksPerDay, DurationUnit.Day) : From(span);

    // Reads the text form.
    public static bool TryParse(string? text, out Duration duration)
    {
        duration = default;
        string trimmed = (text ?? "").Trim();
        int digits = trimmed.StartsWith('-') ? 1 : 0;
        while (digits < trimmed.Length && char.IsAsciiDigit(trimmed[digits]))
        {
            digits++;
        }

        string suffix = trimmed[digits..];
        int unit = Array.FindIndex(Units, u => u.Suffix == suffix);
        if (unit < 0
            || !long.TryParse(trimmed.AsSpan(0, digits), NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out long count))
        {
            return false;
        }

        duration = new Duration(count, Units[unit].Unit);
        return duration.TryNanoseconds(out _);
    }

    // Reads the text form.
    // throws PlanException: It is not a duration.
    public static Duration Parse(string text) => TryParse(text, out Duration duration)
        ? duration
        : throw new PlanException($"'{text}' is not a duration; write a whole number and a unit, such as 250ms 10s 15m 1h 1d 1w 1mo 1q 1y");

    // The length in units of ticksPerSecond, for lengths that are fixed.
    // throws PlanException: The length is not a whole number of units, or beyond 292 years.
    public long ToTicks(long ticksPerSecond)
    {
        if (!TryNanoseconds(out long nanoseconds))
        {
            throw new PlanException($"'{this}' is longer than 292 years; use a shorter duration");
        }

        long nanosecondsPerTick = 1_000_000_000 / ticksPerSecond;
        return nanoseconds % nanosecondsPerTick == 0
            ? nanoseconds / nanosecondsPerTick
            : throw new PlanException($"'{this}' is finer than the time column's unit; use a longer duration");
    }

    // The text form.
    public override string ToString() => Count.ToString(CultureInfo.InvariantCulture) + Units[(int)Unit].Suffix;

    // False beyond 292 years; 0 for lengths in months, which have no fixed one.
    private bool TryNanoseconds(out long nanoseconds) =>
        Math.BigMul(Count, Units[(int)Unit].Nanoseconds, out nanoseconds) == nanoseconds >> 63;

    private sealed record UnitRow(string Suffix, DurationUnit Unit, long Nanoseconds);
}
