using System.Text;
using TelemetryEngine.Kernels.Text;

namespace TelemetryEngine.Formats.Times;

// Finds out how a text is written that may be a time: which dates of the table fit it, and which clock and zone follow.
internal ref struct TimeScan
{
    private const int LongestTime = 64;

    private readonly ReadOnlySpan<byte> _text;
    private int _at;
    private TimeShape _shape;

    private TimeScan(ReadOnlySpan<byte> text)
    {
        _text = text;
        _shape = new TimeShape();
    }

    private readonly bool IsAtEnd => _at == _text.Length;

    private readonly byte Next => _at < _text.Length ? _text[_at] : (byte)0;

    // The shape of a text; false where nothing in the tables fits it.
    public static bool TryRead(ReadOnlySpan<byte> text, out TimeShape shape)
    {
        shape = default;
        if (text.Length is < 4 or > LongestTime || !(char.IsAsciiDigit((char)text[0]) || char.IsAsciiLetter((char)text[0])))
        {
            return false;
        }

        TimeScan scan = new(text);
        if (scan.TakeDate() && scan.TakeBehindDate())
        {
            shape = scan._shape;
            return true;
        }

        return TryReadFromClock(text, out shape);
    }

    // The shape of a text that begins with a time of day.
    public static bool TryReadFromClock(ReadOnlySpan<byte> text, out TimeShape shape)
    {
        TimeScan scan = new(text);
        bool fits = scan.TakeClock(isAlone: true) && scan.TakeBehindClock();
        shape = fits ? scan._shape : default;
        return fits;
    }

    private bool TakeBehindDate()
    {
        if (IsAtEnd || TakeInterval())
        {
            return true;
        }

        int start = _at;
        TimeShape before = _shape;
        if (TakeJoint() && TakeClock(isAlone: false))
        {
            TakeZone();
            if (IsAtEnd || TakeInterval())
            {
                return true;
            }
        }

        (_at, _shape) = (start, before);
        return false;
    }

    private bool TakeBehindClock()
    {
        if (IsAtEnd)
        {
            return true;
        }

        _shape.ClockIsFirst = true;
        return TakeJoint() && _shape.Joint is ' ' or ',' && TakeDate() && IsAtEnd;
    }

    private bool TakeJoint()
    {
        byte next = Next;
        if (next == ',' && _at + 1 < _text.Length && _text[_at + 1] == ' ')
        {
            _at++;
            TakeBlanks();
            _shape.Joint = ',';
            return true;
        }

        if (next == ' ')
        {
            TakeBlanks();
            _shape.Joint = ' ';
            return true;
        }

        bool isJoint =
            next is (byte)'T' or (byte)'_' or (byte)'-' || (next == ':' && _shape.Family >= 0 && DateFamily.All[_shape.Family].IsNamed);
        _shape.Joint = (char)next;
        _at += isJoint ? 1 : 0;
        return isJoint;
    }

    private bool TakeDate()
    {
        ReadOnlySpan<byte> first = TakePart();
        if (first.Length == 8 && char.IsAsciiDigit((char)first[0]))
        {
            TakeEight(first);
            return Found(DateFamily.Compact);
        }

        ReadOnlySpan<byte> firstSign = TakeSign();
        ReadOnlySpan<byte> second = TakePart();
        ReadOnlySpan<byte> secondSign = TakeSign();
        ReadOnlySpan<byte> third = TakePart();
        if (third.IsEmpty)
        {
            return false;
        }

        for (int i = 0; i < DateFamily.All.Count; i++)
        {
            if (Fits(DateFamily.All[i], first, firstSign, second, secondSign, third))
            {
                return Found(i);
            }
        }

        return false;
    }

    private bool Found(int family)
    {
        _shape.Family = family;
        return DateOrders(_shape) != 0;
    }

    // One bit for each order of the family in which the numbers can be a date.
    public static int DateOrders(in TimeShape shape)
    {
        int orders = 0;
        DateFamily family = DateFamily.All[shape.Family];
        for (int i = 0; i < family.Orders.Length; i++)
        {
            (int year, int month, int day) = Parts(shape, family.Orders[i]);
            orders |= year > 0 && month is >= 1 and <= 12 && day is >= 1 and <= 31 ? 1 << i : 0;
        }

        return orders;
    }

    // The parts of the date in an order.
    public static (int Year, int Month, int Day) Parts(in TimeShape shape, DateOrder order)
    {
        (int year, int month, int day) = order switch
        {
            DateOrder.YearMonthDay => (shape.First, shape.Second, shape.Third),
            DateOrder.DayMonthYear => (shape.Third, shape.Second, shape.First),
            _ => (shape.Third, shape.First, shape.Second),
        };
        return (DateFamily.All[shape.Family].YearDigits == 4 ? year : year + (year < 50 ? 2000 : 1900), month, day);
    }

    private bool Fits(
        DateFamily family, ReadOnlySpan<byte> first, ReadOnlySpan<byte> firstSign, ReadOnlySpan<byte> second,
        ReadOnlySpan<byte> secondSign, ReadOnlySpan<byte> third)
    {
        _shape.Shapes = 0;
        return IsSign(firstSign, family.First) && IsSign(secondSign, family.Second)
            && (family.NameIsFirst
                ? IsMonth(first, out _shape.First)
                : IsNumber(first, family.YearIsFirst, family.YearDigits, TimeShapes.ShortFirst, out _shape.First))
            && (family.IsNamed && !family.NameIsFirst
                ? IsMonth(second, out _shape.Second)
                : IsNumber(second, false, 0, TimeShapes.ShortSecond, out _shape.Second))
            && IsNumber(third, !family.YearIsFirst, family.YearDigits, TimeShapes.ShortThird, out _shape.Third);
    }

    private bool IsNumber(ReadOnlySpan<byte> part, bool isYear, int yearDigits, TimeShapes ifShort, out int number)
    {
        bool isNumber = Digits(part, out number) && (isYear ? part.Length == yearDigits : part.Length is 1 or 2);
        _shape.Shapes |= isNumber && part.Length == 1 ? ifShort : 0;
        return isNumber;
    }

    private static bool IsMonth(ReadOnlySpan<byte> part, out int month)
    {
        month = 0;
        for (int i = 0; i < 12 && month == 0; i++)
        {
            string name = TimestampFormat.MonthNames[i];
            month = Ascii.EqualsIgnoreCase(part, name.AsSpan(0, 3)) || Ascii.EqualsIgnoreCase(part, name) ? i + 1 : 0;
        }

        return month != 0;
    }

    // several blanks are one
    private static bool IsSign(ReadOnlySpan<byte> found, string sign) =>
        sign.Length > 0 && !found.IsEmpty && found[0] == sign[0] && found[1..].IndexOfAnyExcept((byte)' ') < 0
            && (sign.Length == 1 ? sign == " " || found.Length == 1 : found.Length > 1);

    private void TakeEight(ReadOnlySpan<byte> digits)
    {
        Digits(digits[..4], out _shape.First);
        Digits(digits[4..6], out _shape.Second);
        Digits(digits[6..], out _shape.Third);
    }

    // A run of digits, or one of letters.
    private ReadOnlySpan<byte> TakePart()
    {
        int start = _at;
        bool digits = char.IsAsciiDigit((char)Next);
        while (_at < _text.Length && (digits ? char.IsAsciiDigit((char)_text[_at]) : char.IsAsciiLetter((char)_text[_at])))
        {
            _at++;
        }

        return _text[start.._at];
    }

    private ReadOnlySpan<byte> TakeSign()
    {
        int start = _at;
        _at += Next is (byte)'-' or (byte)'/' or (byte)'.' or (byte)',' ? 1 : 0;
        TakeBlanks();
        return _text[start.._at];
    }

    private bool TakeBlanks()
    {
        int start = _at;
        while (Next == ' ')
        {
            _at++;
        }

        return _at > start;
    }

    private bool TakeClock(bool isAlone)
    {
        int start = _at;
        ReadOnlySpan<byte> first = TakePart();
        if (!Digits(first, out int hour))
        {
            return false;
        }

        byte sign = Next;
        bool isDigits = first.Length is 4 or 6 && !isAlone;
        int minute = 0, second = 0;
        if (isDigits)
        {
            _shape.Clock = ClockKind.Digits;
            Digits(first[..2], out hour);
            Digits(first[2..4], out minute);
            Digits(first.Length == 6 ? first[4..] : "0"u8, out second);
            _shape.Shapes |= first.Length == 6 ? TimeShapes.Seconds : 0;
        }
        else if (first.Length > 2)
        {
            return false;
        }
        else if (sign is (byte)':' or (byte)'.' || (sign == ' ' && _shape.Family == DateFamily.Blanks && _at + 1 < _text.Length))
        {
            _shape.Clock = sign == ':' ? ClockKind.Colons : sign == '.' ? ClockKind.Dots : ClockKind.Blanks;
            if (!TakeSexagesimal(sign, out minute) || (Next == sign && (!TakeSexagesimal(sign, out second) || !With(TimeShapes.Seconds))))
            {
                return false;
            }
        }
        else
        {
            _shape.Clock = ClockKind.Hour;
        }

        _shape.Shapes |= first.Length == 1 ? TimeShapes.ShortHour : 0;
        TakeFraction();
        TakeHalfDay();
        if (isAlone && (_shape.Clock is ClockKind.Hour or ClockKind.Digits || _text[start.._at].Length < 4))
        {
            return false;
        }

        return hour <= 24 && minute < 60 && second <= 60;
    }

    private bool With(TimeShapes shape)
    {
        _shape.Shapes |= shape;
        return true;
    }

    private bool TakeSexagesimal(byte sign, out int number)
    {
        _at++;
        ReadOnlySpan<byte> part = TakePart();
        _shape.Shapes |= sign == ' ' && part.Length == 1 ? TimeShapes.ShortMinute : 0;
        return Digits(part, out number) && (part.Length == 2 || (sign == ' ' && part.Length == 1));
    }

    private void TakeFraction()
    {
        bool mayHave = (_shape.Shapes & TimeShapes.Seconds) != 0 && _shape.Clock is ClockKind.Colons or ClockKind.Digits;
        if (!mayHave || Next is not ((byte)'.' or (byte)',') || _at + 1 == _text.Length || !char.IsAsciiDigit((char)_text[_at + 1]))
        {
            return;
        }

        _shape.Shapes |= TimeShapes.Fraction | (Next == ',' ? TimeShapes.FractionComma : 0);
        _at++;
        ReadOnlySpan<byte> digits = TakePart();
        _shape.Shapes |= digits.Length > 6 && digits[6..].ContainsAnyExcept((byte)'0') ? TimeShapes.Nanoseconds : 0;
    }

    private void TakeHalfDay()
    {
        int start = _at;
        bool blank = TakeBlanks();
        ReadOnlySpan<byte> rest = _text[_at..];
        bool hasPoints = rest.Length >= 4 && rest[1] == '.' && rest[3] == '.';
        int length = hasPoints ? 4 : 2;
        if (rest.Length < length || (rest[0] | 0x20) is not ('a' or 'p') || (rest[hasPoints ? 2 : 1] | 0x20) != 'm'
            || (rest.Length > length && char.IsAsciiLetterOrDigit((char)rest[length])))
        {
            _at = start;
            return;
        }

        _at += length;
        _shape.HalfDay = blank ? 2 : 1;
    }

    private void TakeZone()
    {
        int start = _at;
        TakeBlanks();
        int letters = 0;
        while (_at < _text.Length && char.IsAsciiLetterUpper((char)_text[_at]))
        {
            letters++;
            _at++;
        }

        ReadOnlySpan<byte> word = _text[(_at - letters).._at];
        bool isUtc = letters > 0 && (word.SequenceEqual("Z"u8) || word.SequenceEqual("UTC"u8) || word.SequenceEqual("GMT"u8));
        bool isOffset = (letters == 0 || isUtc) && TakeOffset();
        bool isAbbreviation = letters is >= 2 and <= 5 && !isUtc;
        if (isAbbreviation)
        {
            _shape.Abbreviation = Encoding.ASCII.GetString(word);
        }

        _shape.Shapes |= isUtc || isOffset || isAbbreviation ? TimeShapes.Zone : 0;
        _at = isUtc || isOffset || isAbbreviation ? _at : start;
    }

    private bool TakeOffset()
    {
        int start = _at;
        if (Next is not ((byte)'+' or (byte)'-'))
        {
            return false;
        }

        _at++;
        ReadOnlySpan<byte> hours = TakePart();
        bool isOffset = Digits(hours, out _) && hours.Length is 2 or 4;
        if (isOffset && hours.Length == 2 && Next == ':')
        {
            _at++;
            isOffset = TakePart() is { Length: 2 } minutes && Digits(minutes, out _);
        }

        _at = isOffset ? _at : start;
        return isOffset;
    }

    // The end of an interval, which is to be a time as well, or the interval's length.
    private bool TakeInterval()
    {
        ReadOnlySpan<byte> rest = _text[_at..];
        (char sign, int length) = rest switch
        {
            [(byte)'/', ..] => ('/', 1),
            _ when rest.StartsWith(" to "u8) => ('t', 4),
            _ when rest.StartsWith(" - "u8) => ('-', 3),
            _ => ('\0', 0),
        };
        ReadOnlySpan<byte> end = rest[length..].TrimStart((byte)' ');
        bool isInterval = length > 0
            && (end is [(byte)'P', ..]
                || TimestampText.TryParse(end, 1_000_000_000, out _, out _) != TimestampStatus.Invalid
                || (TryRead(end, out TimeShape other) && other.Interval == 0));
        if (isInterval)
        {
            _shape.Interval = sign;
            _at = _text.Length;
        }

        return isInterval;
    }

    private static bool Digits(ReadOnlySpan<byte> text, out int number)
    {
        number = 0;
        foreach (byte digit in text)
        {
            if (!char.IsAsciiDigit((char)digit) || number > 99_999_999)
            {
                return false;
            }

            number = number * 10 + (digit - '0');
        }

        return !text.IsEmpty;
    }
}
