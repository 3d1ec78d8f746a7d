using System.Runtime.CompilerServices;
using TelemetryEngine.Kernels.Text;

namespace TelemetryEngine.Expressions;

// A number that a clock or its calendar shows.
internal interface ITimePart
{
    static abstract long Of(in ClockTime time);
}

internal readonly struct YearPart : ITimePart
{
    public static long Of(in ClockTime time) => CivilTime.CivilFromDays(time.Day).Year;

    // Days since the year began, from 1 on.
    public static long DayOf(long day, long year) => day - CivilMonths.FirstDayOf((year - 1970) * 12) + 1;
}

internal readonly struct QuarterPart : ITimePart
{
    public static long Of(in ClockTime time) => (MonthPart.Of(time) + 2) / 3;
}

internal readonly struct MonthPart : ITimePart
{
    public static long Of(in ClockTime time) => CivilTime.CivilFromDays(time.Day).Month;
}

internal readonly struct DayPart : ITimePart
{
    public static long Of(in ClockTime time) => CivilTime.CivilFromDays(time.Day).Day;
}

internal readonly struct DayOfYearPart : ITimePart
{
    public static long Of(in ClockTime time) => YearPart.DayOf(time.Day, YearPart.Of(time));
}

// By ISO-8601: 1 is Monday, 7 is Sunday. 1970-01-01 was a Thursday.
internal readonly struct WeekdayPart : ITimePart
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static long Of(in ClockTime time) => FloorDivision.Remainder(time.Day + 3, 7) + 1;
}

// By ISO-8601 a week is of the year that its Thursday is in.
internal readonly struct IsoYearPart : ITimePart
{
    public static long Of(in ClockTime time) => CivilTime.CivilFromDays(Thursday(time)).Year;

    public static long Thursday(in ClockTime time) => time.Day - WeekdayPart.Of(time) + 4;
}

internal readonly struct IsoWeekPart : ITimePart
{
    public static long Of(in ClockTime time) => ((YearPart.DayOf(IsoYearPart.Thursday(time), IsoYearPart.Of(time)) - 1) / 7) + 1;
}

internal readonly struct HourPart : ITimePart
{
    public static long Of(in ClockTime time) => time.Second / 3600;
}

internal readonly struct MinutePart : ITimePart
{
    public static long Of(in ClockTime time) => time.Second / 60 % 60;
}

internal readonly struct SecondPart : ITimePart
{
    public static long Of(in ClockTime time) => time.Second % 60;
}

// A text that a clock or its calendar shows.
internal interface ITimeText
{
    // Times of equal numbers have equal texts.
    static abstract long Number(in ClockTime time, long ticksPerSecond);

    // Writes the text of a number.
    // returns: The bytes of it.
    static abstract ReadOnlySpan<byte> Write(long number, long ticksPerSecond, Span<byte> room);
}

// 2024-03-31.
internal readonly struct DateText : ITimeText
{
    private const long DaySeconds = 86_400;

    public static long Number(in ClockTime time, long ticksPerSecond) => time.Day;

    public static ReadOnlySpan<byte> Write(long number, long ticksPerSecond, Span<byte> room)
    {
        int length = TimestampWriter.Write(number * DaySeconds, 1, 0, null, room);
        return room[..(length - "T00:00:00Z".Length)];
    }
}

// 18:30:00, with the fewest of 0, 3, 6 and 9 digits of a fraction that show all of it.
internal readonly struct TimeOfDayText : ITimeText
{
    public static long Number(in ClockTime time, long ticksPerSecond) => (time.Second * ticksPerSecond) + time.Ticks;

    public static ReadOnlySpan<byte> Write(long number, long ticksPerSecond, Span<byte> room)
    {
        int digits = TimestampWriter.FractionDigitsNeeded([number], ticksPerSecond);
        int length = TimestampWriter.Write(number, ticksPerSecond, digits, null, room);
        return room["1970-01-01T".Length..(length - 1)];
    }
}
