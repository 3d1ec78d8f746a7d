using System.Diagnostics;
using System.Runtime.CompilerServices;

namespace TelemetryEngine.Kernels.Text;

// The proleptic Gregorian calendar in integers, after Howard Hinnant's "chrono-compatible low-level date algorithms": years start in March,
// so that the leap day is a year's last.
internal static class CivilTime
{
    internal const long SecondsPerDay = 86_400;

    private const int NanosPerSecond = 1_000_000_000;

    private const int DaysPerEra = 146_097;

    // Days from 0000-03-01 to 1970-01-01.
    private const int EpochDays = 719_468;

    private static ReadOnlySpan<byte> MonthLengths => [0, 31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31];

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal static bool IsLeapYear(int year) => (year & 3) == 0 && (year % 100 != 0 || year % 400 == 0);

    // True for dates of the years 1 to 9999 that exist.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal static bool Exists(int year, int month, int day) =>
        (uint)(year - 1) < 9999
        && (uint)(month - 1) < 12
        && day >= 1
        && (day <= 28 || day <= MonthLengths[month] || (day == 29 && IsLeapYear(year)));

    // Days since 1970-01-01 of a date that exists.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal static int DaysFromCivil(int year, int month, int day)
    {
        Debug.Assert(Exists(year, month, day), "the formula takes any numbers for a date");
        uint marchYear = (uint)(month <= 2 ? year - 1 : year);
        uint marchMonth = (uint)(month > 2 ? month - 3 : month + 9);
        uint century = marchYear / 100;
        return (int)(marchYear * 1461 / 4 - century + century / 4 + (979 * marchMonth + 15) / 32 + (uint)day) - 1 - EpochDays;
    }

    // The date of a day, any day that an int64 of seconds can count.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal static (long Year, int Month, int Day) CivilFromDays(long days)
    {
        days += EpochDays;
        long era = (days >= 0 ? days : days - (DaysPerEra - 1)) / DaysPerEra;
        uint dayOfEra = (uint)(days - era * DaysPerEra);
        uint yearOfEra = (dayOfEra - dayOfEra / 1460 + dayOfEra / 36_524 - dayOfEra / 146_096) / 365;
        uint dayOfYear = dayOfEra - (365 * yearOfEra + yearOfEra / 4 - yearOfEra / 100);
        uint marchMonth = (5 * dayOfYear + 2) / 153;
        int day = (int)(dayOfYear - (153 * marchMonth + 2) / 5 + 1);
        int month = (int)(marchMonth < 10 ? marchMonth + 3 : marchMonth - 9);
        return (yearOfEra + era * 400 + (month <= 2 ? 1 : 0), month, day);
    }

    // Puts a checked date, time of day and offset together.
    // year: Any number; NoSuchDate unless the date exists.
    // clock: The time of day and the offset.
    // ticksPerSecond: A power of ten from 1 to 10^9.
    internal static TimestampStatus Compose(int year, int month, int day, in ClockReading clock, long ticksPerSecond, out long value)
    {
        value = 0;
        if (!Exists(year, month, day))
        {
            return TimestampStatus.NoSuchDate;
        }

        if (!clock.Exists)
        {
            return TimestampStatus.NoSuchTime;
        }

        (long fraction, long beyond) = Math.DivRem(clock.Nanoseconds, NanosPerSecond / ticksPerSecond);
        if (beyond != 0)
        {
            return TimestampStatus.TooPrecise;
        }

        long seconds = DaysFromCivil(year, month, day) * SecondsPerDay + clock.SecondOfDay - clock.OffsetSeconds;
        if (Math.BigMul(seconds, ticksPerSecond, out long ticks) == ticks >> 63 && ticks <= long.MaxValue - fraction)
        {
            value = ticks + fraction;
            return TimestampStatus.Ok;
        }

        // The first second of int64's range begins before it.
        Int128 exact = (Int128)seconds * ticksPerSecond + fraction;
        bool fits = exact >= long.MinValue && exact <= long.MaxValue;
        value = fits ? (long)exact : 0;
        return fits ? TimestampStatus.Ok : TimestampStatus.OutOfRange;
    }
}

// What a clock showed, not yet checked.
internal struct ClockReading
{
    internal int Hour;
    internal int Minute;
    internal int Second;
    internal int Nanoseconds;
    internal int OffsetHours;
    internal int OffsetMinutes;
    internal bool OffsetNegative;

    internal readonly int SecondOfDay => Hour * 3600 + Minute * 60 + Second;

    internal readonly int OffsetSeconds => (OffsetNegative ? -1 : 1) * (OffsetHours * 3600 + OffsetMinutes * 60);

    // True up to 23:59:59.999999999, and for 24:00:00 exactly, the next midnight.
    internal readonly bool Exists =>
        (uint)Minute < 60
        && (uint)Second < 60
        && ((uint)Hour < 24 || (Hour == 24 && Minute == 0 && Second == 0 && Nanoseconds == 0))
        && (uint)OffsetHours < 24
        && (uint)OffsetMinutes < 60;
}
