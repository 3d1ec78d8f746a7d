using System.Diagnostics.CodeAnalysis;
using System.Runtime.CompilerServices;
using System.Text;

namespace TelemetryEngine.Kernels.Text;

/// <summary>
/// A layout of times, compiled once from a pattern in .NET's notation: <c>yyyy yy MMMM MMM MM M dd d HH H hh h mm m ss s</c>,
/// <c>f</c> to <c>fffffffff</c>, <c>tt</c> (AM, PM), <c>zzz</c> (an offset), <c>K</c> (an offset, <c>Z</c> or nothing), <c>Z</c> (UTC), text in
/// quotes or behind a backslash; every other character stands for itself. Month names are English, in any case. <c>yy</c> is 1950 to 2049.
/// A part left out is the first: month 1, day 1, 00:00:00.
/// </summary>
public sealed class TimestampFormat
{
    private static readonly string[] MonthNames =
    [
        "January", "February", "March", "April", "May", "June", "July", "August", "September", "October", "November", "December",
    ];

    private readonly TimestampToken[] _tokens;

    private TimestampFormat(string pattern, TimestampToken[] tokens)
    {
        Pattern = pattern;
        _tokens = tokens;
    }

    /// <summary>The pattern it was compiled from.</summary>
    public string Pattern { get; }

    /// <summary>Compiles a pattern; a bad one gives an <paramref name="error"/> to show to its writer.</summary>
    public static bool TryCompile(string pattern, [NotNullWhen(true)] out TimestampFormat? format, [NotNullWhen(false)] out string? error)
    {
        ArgumentNullException.ThrowIfNull(pattern);
        TimestampToken[]? tokens = TimestampPattern.Compile(pattern, out string? problem);
        format = tokens is null ? null : new TimestampFormat(pattern, tokens);
        error = tokens is null ? $"'{pattern}' is no time format: {problem}" : null;
        return tokens is not null;
    }

    /// <summary>Reads a time in this layout, which must fill the text. Unless Ok, the value is 0. Never throws for any text.</summary>
    /// <param name="text">The time, in UTF-8.</param>
    /// <param name="ticksPerSecond">The unit: 1, 10^3, 10^6 or 10^9.</param>
    /// <param name="value">With an offset, UTC; without one, the clock's reading as if it were UTC.</param>
    /// <param name="hasOffset">True when an offset was read.</param>
    public TimestampStatus TryParse(ReadOnlySpan<byte> text, long ticksPerSecond, out long value, out bool hasOffset)
    {
        Reading reading = new();
        value = 0;
        int at = 0;
        foreach (ref readonly TimestampToken token in _tokens.AsSpan())
        {
            if (!reading.Take(token, text, ref at))
            {
                hasOffset = false;
                return TimestampStatus.Invalid;
            }
        }

        hasOffset = at == text.Length && reading.HasOffset;
        return at == text.Length ? reading.Compose(ticksPerSecond, out value) : TimestampStatus.Invalid;
    }

    /// <summary>What has been read so far.</summary>
    private struct Reading()
    {
        private int _year;
        private int _month = 1;
        private int _day = 1;
        private int _hour12 = -1;
        private bool _afternoon;
        private ClockReading _clock;

        internal bool HasOffset { get; private set; }

        internal bool Take(in TimestampToken token, ReadOnlySpan<byte> text, ref int at)
        {
            switch (token.Field)
            {
                case TimestampField.Literal:
                    return at < text.Length && text[at++] == token.Literal;
                case TimestampField.MonthName:
                    return TakeMonthName(text, token.MaxDigits == 4, ref at);
                case TimestampField.HalfDay:
                    return TakeHalfDay(text, ref at);
                case TimestampField.Utc:
                    HasOffset = true;
                    return at < text.Length && (text[at++] | 0x20) == 'z';
                case TimestampField.Offset:
                case TimestampField.OptionalOffset:
                    return TakeOffset(text, token.Field == TimestampField.OptionalOffset, ref at);
                default:
                    return TakeNumber(token, text, ref at);
            }
        }

        internal readonly TimestampStatus Compose(long ticksPerSecond, out long value)
        {
            ClockReading clock = _clock;
            if (_hour12 >= 0)
            {
                // 12 AM is midnight; 0 and 13 are on no such clock face.
                clock.Hour = _hour12 is >= 1 and <= 12 ? _hour12 % 12 + (_afternoon ? 12 : 0) : -1;
            }

            return CivilTime.Compose(_year, _month, _day, clock, ticksPerSecond, out value);
        }

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        private bool TakeNumber(in TimestampToken token, ReadOnlySpan<byte> text, ref int at)
        {
            int start = at, number = 0, end = Math.Min(at + token.MaxDigits, text.Length);
            for (; at < end; at++)
            {
                uint digit = (uint)text[at] - '0';
                if (digit > 9)
                {
                    break;
                }

                number = number * 10 + (int)digit;
            }

            int digits = at - start;
            if (digits < token.MinDigits)
            {
                return false;
            }

            switch (token.Field)
            {
                case TimestampField.Year: _year = token.MaxDigits == 4 ? number : number + (number < 50 ? 2000 : 1900); break;
                case TimestampField.Month: _month = number; break;
                case TimestampField.Day: _day = number; break;
                case TimestampField.Hour24: _clock.Hour = number; break;
                case TimestampField.Hour12: _hour12 = number; break;
                case TimestampField.Minute: _clock.Minute = number; break;
                case TimestampField.Second: _clock.Second = number; break;
                default: _clock.Nanoseconds = number * (int)PowersOfTen.Int64[9 - digits]; break;
            }

            return true;
        }

        private bool TakeMonthName(ReadOnlySpan<byte> text, bool full, ref int at)
        {
            for (int month = 1; month <= 12; month++)
            {
                ReadOnlySpan<char> name = full ? MonthNames[month - 1] : MonthNames[month - 1].AsSpan(0, 3);
                if (text.Length - at >= name.Length && Ascii.EqualsIgnoreCase(text.Slice(at, name.Length), name))
                {
                    _month = month;
                    at += name.Length;
                    return true;
                }
            }

            return false;
        }

        private bool TakeHalfDay(ReadOnlySpan<byte> text, ref int at)
        {
            if (text.Length - at < 2 || (text[at + 1] | 0x20) != 'm' || (text[at] | 0x20) is not ('a' or 'p'))
            {
                return false;
            }

            _afternoon = (text[at] | 0x20) == 'p';
            at += 2;
            return true;
        }

        private bool TakeOffset(ReadOnlySpan<byte> text, bool optional, ref int at)
        {
            ReadOnlySpan<byte> rest = text[at..];
            int length = rest.IsEmpty ? 0 : rest[0] switch
            {
                (byte)'Z' or (byte)'z' => 1,
                (byte)'+' or (byte)'-' => rest.Length >= 6 && rest[3] == ':' ? 6 : CountOffsetDigits(rest) >= 4 ? 5 : 3,
                _ => 0,
            };
            if (length == 0)
            {
                return optional;
            }

            at += length;
            HasOffset = true;
            return length <= rest.Length && TimestampText.TryOffset(rest[..length], ref _clock);
        }

        private static int CountOffsetDigits(ReadOnlySpan<byte> offset)
        {
            int digits = offset[1..].IndexOfAnyExceptInRange((byte)'0', (byte)'9');
            return digits < 0 ? offset.Length - 1 : digits;
        }
    }
}
