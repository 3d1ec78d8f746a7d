using System.Buffers.Binary;
using System.Runtime.CompilerServices;

namespace TelemetryEngine.Kernels.Text;

// ISO-8601 text to a count of ticks since 1970-01-01T00:00Z. Accepted: yyyy-MM-dd, alone or followed by T or a space and HH:mm, HH:mm:ss or
// HH:mm:ss.f with one to nine fraction digits, then optionally Z, ±hh:mm, ±hhmm or ±hh. Years 0001 to 9999, Gregorian throughout. 24:00:00
// is the next midnight.
internal static class TimestampText
{
    private const int DateLength = 10;

    private const int StampLength = 19;

    // Reads a time. Unless Ok, the value is 0. Never throws for any text.
    // ticksPerSecond: The unit: 1, 10^3, 10^6 or 10^9.
    // value: With an offset, UTC; without one, the clock's reading as if it were UTC.
    // hasOffset: True when the text ended in Z or an offset.
    public static TimestampStatus TryParse(ReadOnlySpan<byte> text, long ticksPerSecond, out long value, out bool hasOffset)
    {
        hasOffset = text.Length == StampLength + 1;
        if ((hasOffset ? (text[StampLength] | 0x20) == 'z' : text.Length == StampLength) && TryStamp(text, ticksPerSecond, out value))
        {
            return TimestampStatus.Ok;
        }

        return Careful(text, ticksPerSecond, out value, out hasOffset);
    }

    // Reads yyyy-MM-ddTHH:mm:ss, with T or a space, at the text's start. All its digits are checked and paired in three words; false for
    // anything unusual, which the careful way tells apart.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static bool TryStamp(ReadOnlySpan<byte> text, long ticksPerSecond, out long value)
    {
        const ulong YearMonth = 0x2D30_302D_3030_3030; // 0000-00-
        const ulong YearMonthLimits = 0x7F76_767F_7676_7676;
        const ulong DayHourMinute = 0x3030_3A30_3000_3030; // 00 00:00, the separator apart
        const ulong DayHourMinuteLimits = 0x7676_7F76_767F_7676;
        const uint Second = 0x3030_3A30; // 0:00, the first being the minute's last
        const uint SecondLimits = 0x7676_7F76;
        const ulong HighBits = 0x8080_8080_8080_8080;

        // After the exclusive or a separator is 0 and a digit its value; adding its limit sets the high bit of a byte that is not.
        ReadOnlySpan<byte> stamp = text[..StampLength];
        ulong first = BinaryPrimitives.ReadUInt64LittleEndian(stamp) ^ YearMonth;
        ulong second = BinaryPrimitives.ReadUInt64LittleEndian(stamp[8..]) ^ DayHourMinute;
        uint third = BinaryPrimitives.ReadUInt32LittleEndian(stamp[15..]) ^ Second;
        uint separator = (byte)(second >> 16);
        second &= ~0xFF_0000UL;
        ulong bad = (first + YearMonthLimits | first | second + DayHourMinuteLimits | second) & HighBits
            | ((third + SecondLimits | third) & unchecked((uint)HighBits));

        // Each byte becomes ten times itself and its right neighbour.
        first = first * 10 + (first >> 8);
        second = second * 10 + (second >> 8);
        third = third * 10 + (third >> 8);
        int year = (byte)first * 100 + (byte)(first >> 16), month = (byte)(first >> 40), day = (byte)second;
        uint hour = (byte)(second >> 24), minute = (byte)(second >> 48), sec = (byte)(third >> 16);
        if (bad != 0 || (separator != 'T' && separator != ' ') || !CivilTime.Exists(year, month, day) || hour > 23 || minute > 59
            || sec > 59)
        {
            value = 0;
            return false;
        }

        long seconds = CivilTime.DaysFromCivil(year, month, day) * CivilTime.SecondsPerDay + (hour * 3600 + minute * 60 + sec);
        long overflow = Math.BigMul(seconds, ticksPerSecond, out value);
        return overflow == value >> 63;
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private static TimestampStatus Careful(ReadOnlySpan<byte> text, long ticksPerSecond, out long value, out bool hasOffset)
    {
        value = 0;
        hasOffset = false;
        if (text.Length < DateLength
            || !TryDigits(text, 0, 4, out int year) || text[4] != '-'
            || !TryDigits(text, 5, 2, out int month) || text[7] != '-'
            || !TryDigits(text, 8, 2, out int day))
        {
            return TimestampStatus.Invalid;
        }

        ClockReading clock = default;
        if (text.Length > DateLength)
        {
            if (text[DateLength] is not ((byte)'T' or (byte)' '))
            {
                return TimestampStatus.Invalid;
            }

            TimestampStatus status = ReadClock(text[(DateLength + 1)..], out clock, out hasOffset);
            if (status != TimestampStatus.Ok)
            {
                return status;
            }
        }

        return CivilTime.Compose(year, month, day, clock, ticksPerSecond, out value);
    }

    // Reads exactly count digits; false where there are others or the text ends.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal static bool TryDigits(ReadOnlySpan<byte> text, int start, int count, out int number)
    {
        number = 0;
        if (text.Length - start < count)
        {
            return false;
        }

        foreach (byte character in text.Slice(start, count))
        {
            uint digit = (uint)character - '0';
            if (digit > 9)
            {
                return false;
            }

            number = number * 10 + (int)digit;
        }

        return true;
    }

    // Reads Z, ±hh:mm, ±hhmm or ±hh, which must fill the text.
    internal static bool TryOffset(ReadOnlySpan<byte> text, ref ClockReading clock)
    {
        if (text.Length == 1)
        {
            return text[0] is (byte)'Z' or (byte)'z';
        }

        int minutes = 0;
        if (text.IsEmpty || text[0] is not ((byte)'+' or (byte)'-') || !TryDigits(text, 1, 2, out int hours))
        {
            return false;
        }

        bool ok = text.Length switch
        {
            3 => true,
            5 => TryDigits(text, 3, 2, out minutes),
            6 => text[3] == ':' && TryDigits(text, 4, 2, out minutes),
            _ => false,
        };
        clock.OffsetHours = hours;
        clock.OffsetMinutes = minutes;
        clock.OffsetNegative = text[0] == '-';
        return ok;
    }

    private static TimestampStatus ReadClock(ReadOnlySpan<byte> text, out ClockReading clock, out bool hasOffset)
    {
        clock = default;
        hasOffset = false;
        if (!TryDigits(text, 0, 2, out int hour) || text.Length < 5 || text[2] != ':' || !TryDigits(text, 3, 2, out int minute))
        {
            return TimestampStatus.Invalid;
        }

        int second = 0, nanoseconds = 0, at = 5;
        bool tooPrecise = false;
        if (at < text.Length && text[at] == ':')
        {
            if (!TryDigits(text, at + 1, 2, out second))
            {
                return TimestampStatus.Invalid;
            }

            at += 3;
            if (at < text.Length && text[at] == '.' && !TryFraction(text, ref at, out nanoseconds, out tooPrecise))
            {
                return TimestampStatus.Invalid;
            }
        }

        clock = new ClockReading { Hour = hour, Minute = minute, Second = second, Nanoseconds = nanoseconds };
        hasOffset = at < text.Length;
        if (hasOffset && !TryOffset(text[at..], ref clock))
        {
            hasOffset = false;
            return TimestampStatus.Invalid;
        }

        return tooPrecise ? TimestampStatus.TooPrecise : TimestampStatus.Ok;
    }

    private static bool TryFraction(ReadOnlySpan<byte> text, ref int at, out int nanoseconds, out bool tooPrecise)
    {
        ReadOnlySpan<byte> digits = text[(at + 1)..];
        int count = digits.IndexOfAnyExceptInRange((byte)'0', (byte)'9');
        count = count < 0 ? digits.Length : count;
        at += count + 1;
        tooPrecise = count > 9;
        TryDigits(digits, 0, Math.Min(count, 9), out nanoseconds);
        nanoseconds *= (int)PowersOfTen.Int64[9 - Math.Min(count, 9)];
        return count > 0;
    }
}
