using System.Diagnostics.CodeAnalysis;
using System.Runtime.CompilerServices;
using System.Text;

namespace TelemetryEngine.Kernels.Text;

// A layout of times, compiled once from a pattern in .NET's notation: yyyy yy MMMM MMM MM M dd d HH H hh h mm m ss s, f to fffffffff, F to
// FFFFFFFFF (up to that many digits, or none and no point before them), tt (AM, PM, a.m., p.m.), zzz (an offset), K (an offset, Z or
// nothing), Z (UTC), z (behind blanks or none: Z, UTC, GMT, an offset, or an abbreviation of the zone's own), […] (may be left out), * at
// the end (whatever follows is no part of the time), text in quotes or behind a backslash; a blank is any number of blanks, and every other
// character stands for itself. Month names are English, in any case; MMM reads full names too. yy is 1950 to 2049. A part left out is the
// first: month 1, day 1, 00:00:00. Hour 24 is the next midnight.
internal sealed class TimestampFormat
{
    // The names of the months that layouts read, January first.
    public static IReadOnlyList<string> MonthNames { get; } =
    [
        "January", "February", "March", "April", "May", "June", "July", "August", "September", "October", "November", "December",
    ];

    private readonly TimestampToken[] _tokens;
    private readonly ZoneAbbreviation[] _abbreviations;

    private TimestampFormat(string pattern, TimestampToken[] tokens, ZoneAbbreviation[] abbreviations)
    {
        Pattern = pattern;
        _tokens = tokens;
        _abbreviations = abbreviations;
    }

    // The pattern it was compiled from.
    public string Pattern { get; }

    // Compiles a pattern; a bad one gives an error to show to its writer.
    public static bool TryCompile(string pattern, [NotNullWhen(true)] out TimestampFormat? format, [NotNullWhen(false)] out string? error)
    {
        ArgumentNullException.ThrowIfNull(pattern);
        TimestampToken[]? tokens = TimestampPattern.Compile(pattern, out string? problem);
        format = tokens is null ? null : new TimestampFormat(pattern, tokens, []);
        error = tokens is null ? $"'{pattern}' is no time format: {problem}" : null;
        return tokens is not null;
    }

    // The same layout, in which z also reads these.
    public TimestampFormat With(IEnumerable<ZoneAbbreviation> abbreviations) => new(Pattern, _tokens, [.. abbreviations]);

    // Reads a time in this layout, which must fill the text. Unless Ok, the value is 0. Never throws for any text.
    // ticksPerSecond: The unit: 1, 10^3, 10^6 or 10^9.
    // value: With an offset, UTC; without one, the clock's reading as if it were UTC.
    // hasOffset: True when an offset was read.
    public TimestampStatus TryParse(ReadOnlySpan<byte> text, long ticksPerSecond, out long value, out bool hasOffset)
    {
        Reading reading = new();
        value = 0;
        int at = 0;
        bool fits = Take(_tokens, text, ref reading, ref at) && at == text.Length;
        hasOffset = fits && reading.HasOffset;
        return fits ? reading.Compose(ticksPerSecond, out value) : TimestampStatus.Invalid;
    }

    private bool Take(ReadOnlySpan<TimestampToken> tokens, ReadOnlySpan<byte> text, ref Reading reading, ref int at)
    {
        for (int i = 0; i < tokens.Length; i++)
        {
            ref readonly TimestampToken token = ref tokens[i];
            if (token.Field == TimestampField.Optional)
            {
                Reading before = reading;
                int start = at;
                if (!Take(tokens.Slice(i + 1, token.MaxDigits), text, ref reading, ref at))
                {
                    (reading, at) = (before, start);
                }

                i += token.MaxDigits;
            }
            else if (token.Field == TimestampField.Zone
                ? !reading.TakeZone(_abbreviations, text, ref at)
                : !reading.Take(token, text, ref at))
            {
                return false;
            }
        }

        return true;
    }

    // What has been read so far.
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
                case TimestampField.Blanks:
                    return TakeBlanks(text, ref at);
                case TimestampField.Rest:
                    at = text.Length;
                    return true;
                case TimestampField.MonthName:
                    return TakeMonthName(text, token.MaxDigits == 3, ref at);
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
            if (token is { Field: TimestampField.Fraction, Literal: not 0 })
            {
                // the point and its digits are there together or not at all
                if (at >= text.Length || text[at] != token.Literal)
                {
                    return true;
                }

                at++;
            }

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

        internal bool TakeZone(ZoneAbbreviation[] abbreviations, ReadOnlySpan<byte> text, ref int at)
        {
            TakeBlanks(text, ref at);
            ReadOnlySpan<byte> rest = text[at..];
            int letters = rest.IndexOfAnyExceptInRange((byte)'A', (byte)'Z');
            letters = letters < 0 ? rest.Length : letters;
            if (letters == 0)
            {
                return TakeOffset(text, optional: false, ref at);
            }

            HasOffset = true;
            if (rest[..letters] is [(byte)'Z'] or [(byte)'U', (byte)'T', (byte)'C'] or [(byte)'G', (byte)'M', (byte)'T'])
            {
                // UTC+2 says how far ahead of UTC it is, as +02 does
                at += letters;
                return at == text.Length || text[at] is not ((byte)'+' or (byte)'-') || TakeOffset(text, optional: false, ref at);
            }

            foreach (ZoneAbbreviation abbreviation in abbreviations)
            {
                if (Ascii.Equals(rest[..letters], abbreviation.Name))
                {
                    at += letters;
                    int minutes = Math.Abs(abbreviation.OffsetMinutes);
                    (_clock.OffsetHours, _clock.OffsetMinutes, _clock.OffsetNegative) = (minutes / 60, minutes % 60,
                        abbreviation.OffsetMinutes < 0);
                    return true;
                }
            }

            return false;
        }

        private static bool TakeBlanks(ReadOnlySpan<byte> text, ref int at)
        {
            int start = at;
            while (at < text.Length && text[at] == ' ')
            {
                at++;
            }

            return at > start;
        }

        private bool TakeMonthName(ReadOnlySpan<byte> text, bool alsoShort, ref int at)
        {
            for (int month = 1; month <= 12; month++)
            {
                ReadOnlySpan<char> name = MonthNames[month - 1];
                bool isFull = StartsWith(text[at..], name);
                if (isFull || (alsoShort && StartsWith(text[at..], name[..3])))
                {
                    _month = month;
                    at += isFull ? name.Length : 3;
                    return true;
                }
            }

            return false;
        }

        private static bool StartsWith(ReadOnlySpan<byte> text, ReadOnlySpan<char> name) =>
            text.Length >= name.Length && Ascii.EqualsIgnoreCase(text[..name.Length], name);

        private bool TakeHalfDay(ReadOnlySpan<byte> text, ref int at)
        {
            ReadOnlySpan<byte> rest = text[at..];
            bool hasPoints = rest.Length >= 4 && rest[1] == '.' && rest[3] == '.';
            if (rest.Length < 2 || (rest[hasPoints ? 2 : 1] | 0x20) != 'm' || (rest[0] | 0x20) is not ('a' or 'p'))
            {
                return false;
            }

            _afternoon = (rest[0] | 0x20) == 'p';
            at += hasPoints ? 4 : 2;
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
