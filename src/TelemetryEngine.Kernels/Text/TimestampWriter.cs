using System.Diagnostics;
using System.Runtime.CompilerServices;

namespace TelemetryEngine.Kernels.Text;

// Ticks since 1970-01-01T00:00Z to ISO-8601 text.
internal static class TimestampWriter
{
    // Bytes that any time fits in, with a year of twelve digits and an offset with seconds.
    public const int MaxLength = 48;

    // Writes 2024-01-01T00:00:00Z, or with an offset the local clock and +01:00 (+00:53:28 when it has seconds). Years outside 0 to 9999
    // have a sign and as many digits as they need (+10000, -0001); the year before 1 is 0. Digits beyond fractionDigits are cut off,
    // towards the past.
    // ticksPerSecond: The unit: 1, 10^3, 10^6 or 10^9.
    // fractionDigits: Digits of the second's fraction, 0 to 9.
    // offsetSeconds: What the local clock shows more than UTC; null prints Z.
    // returns: The bytes written.
    // throws ArgumentException: The destination is too short.
    public static int Write(long value, long ticksPerSecond, int fractionDigits, int? offsetSeconds, Span<byte> destination)
    {
        ArgumentOutOfRangeException.ThrowIfGreaterThan((uint)fractionDigits, 9u, nameof(fractionDigits));
        if (destination.Length < MaxLength)
        {
            throw new ArgumentException("A time needs room for 48 bytes.", nameof(destination));
        }

        (long seconds, long ticks) = DivideFloor(value, ticksPerSecond);
        (long days, long secondOfDay) = DivideFloor(seconds, CivilTime.SecondsPerDay);
        if (offsetSeconds is int shift)
        {
            // On the second of the day: the whole count has no room for it at int64's ends.
            (long carry, secondOfDay) = DivideFloor(secondOfDay + shift, CivilTime.SecondsPerDay);
            days += carry;
        }

        (long year, int month, int day) = CivilTime.CivilFromDays(days);
        int at = WriteYear(year, destination);
        destination[at] = (byte)'-';
        TwoDigits(month, destination, at + 1);
        destination[at + 3] = (byte)'-';
        TwoDigits(day, destination, at + 4);
        destination[at + 6] = (byte)'T';
        at += WriteClock((int)secondOfDay, destination, at + 7) + 7;
        if (fractionDigits != 0)
        {
            at += WriteFraction(ticks * (1_000_000_000 / ticksPerSecond), fractionDigits, destination[at..]);
        }

        if (offsetSeconds is int offset)
        {
            return at + WriteOffset(offset, destination[at..]);
        }

        destination[at] = (byte)'Z';
        return at + 1;
    }

    // The fewest of 0, 3, 6 and 9 fraction digits that print every value in full. Of no values, 0.
    public static int FractionDigitsNeeded(ReadOnlySpan<long> values, long ticksPerSecond)
    {
        int digits = 0;
        long step = ticksPerSecond;
        foreach (long value in values)
        {
            while (step > 1 && value % step != 0)
            {
                digits += 3;
                step = Math.Max(step / 1000, 1);
            }
        }

        return digits;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static (long Quotient, long Remainder) DivideFloor(long value, long divisor)
    {
        (long quotient, long rest) = Math.DivRem(value, divisor);
        return rest < 0 ? (quotient - 1, rest + divisor) : (quotient, rest);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static int WriteYear(long year, Span<byte> destination)
    {
        if (year is >= 0 and <= 9999)
        {
            TwoDigits((int)year / 100, destination, 0);
            TwoDigits((int)year % 100, destination, 2);
            return 4;
        }

        bool fits = Math.Abs(year).TryFormat(destination[1..], out int written, "D4", System.Globalization.CultureInfo.InvariantCulture);
        Debug.Assert(fits, "a year has at most twelve digits");
        destination[0] = year < 0 ? (byte)'-' : (byte)'+';
        return written + 1;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static int WriteClock(int seconds, Span<byte> destination, int at)
    {
        TwoDigits(seconds / 3600, destination, at);
        destination[at + 2] = (byte)':';
        TwoDigits(seconds / 60 % 60, destination, at + 3);
        destination[at + 5] = (byte)':';
        TwoDigits(seconds % 60, destination, at + 6);
        return 8;
    }

    private static int WriteFraction(long nanoseconds, int digits, Span<byte> destination)
    {
        destination[0] = (byte)'.';
        long shown = nanoseconds / PowersOfTen.Int64[9 - digits];
        for (int i = digits; i > 0; i--)
        {
            (shown, long digit) = Math.DivRem(shown, 10);
            destination[i] = (byte)('0' + digit);
        }

        return digits + 1;
    }

    private static int WriteOffset(int offset, Span<byte> destination)
    {
        int seconds = Math.Abs(offset);
        Debug.Assert(seconds < CivilTime.SecondsPerDay, "an offset is shorter than a day");
        destination[0] = offset < 0 ? (byte)'-' : (byte)'+';
        WriteClock(seconds, destination, 1);
        return seconds % 60 == 0 ? 6 : 9;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void TwoDigits(int number, Span<byte> destination, int at)
    {
        uint tens = (uint)number / 10;
        destination[at] = (byte)('0' + tens);
        destination[at + 1] = (byte)('0' + ((uint)number - tens * 10));
    }
}
