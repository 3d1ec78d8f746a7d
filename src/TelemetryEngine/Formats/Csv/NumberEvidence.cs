using System.Numerics;
using System.Text;
using TelemetryEngine.Kernels.Text;

namespace TelemetryEngine.Formats.Csv;

// What the sample showed of a column as numbers, in every notation at once: which one is meant is known when all columns were seen.
// stripUnits: True when any text behind a number is its unit, not only those that NumberUnits knows.
internal sealed class NumberEvidence(bool stripUnits)
{
    private readonly int[] _numbers = new int[NumberNotation.All.Length];
    private readonly int[] _grouped = new int[NumberNotation.All.Length];
    private readonly Dictionary<string, int> _units = new(StringComparer.Ordinal);
    private readonly Extent _withPoint = new();
    private readonly Extent _withComma = new();

    // Plain integers that an int64 holds.
    public int Integers { get; private set; }

    // Integers as an int64 is printed: without a plus, and without a zero before other digits.
    public int Canonical { get; private set; }

    // Values that are digits and nothing else, however many.
    public int DigitTexts { get; private set; }

    // Values of digits alone with a zero before another digit.
    public int LeadingZeros { get; private set; }

    // Values of digits alone that no int64 holds.
    public int BeyondInt64 { get; private set; }

    // The fewest digits of a value of digits alone.
    public int LeastDigits { get; private set; } = int.MaxValue;

    // The most digits of a value of digits alone.
    public int MostDigits { get; private set; }

    // Values of digits alone that count milliseconds, microseconds or nanoseconds since 1970, if they are times of 2001 to 2033.
    public int EpochLike { get; private set; }

    // Integers without groups of at most three digits.
    public int ShortIntegers { get; private set; }

    // Values that are a number with a decimal point in some notation, and in none with a comma.
    public int PointProofs { get; private set; }

    // Values that are a number with a decimal comma in some notation, and in none with a point.
    public int CommaProofs { get; private set; }

    // A value that is a number with a point and another one with a comma, such as 1,234; null where none was seen.
    public string? Doubtful { get; private set; }

    // The first of the values that prove a point.
    public string? PointProof { get; private set; }

    // The first of the values that prove a comma.
    public string? CommaProof { get; private set; }

    // True when all fractions have three digits and all integers three or fewer, so that points may part thousands as well.
    public bool MayPointGroup => Doubtful is not null && PointProofs == 0 && CommaProofs == 0 && ShortIntegers == Integers;

    // The number of different units.
    public int Units => _units.Count;

    // The most frequent unit, the first by bytes of equals, and how often it was seen.
    public (string Unit, int Count) CommonUnit =>
        _units.OrderByDescending(static u => u.Value).ThenBy(static u => u.Key, StringComparer.Ordinal).Select(static u => (u.Key, u.Value))
            .First();

    // How many values have a unit.
    public int WithUnits => _units.Values.Sum();

    // The first value with a unit; null where none has.
    public string? WithUnit { get; private set; }

    // The first value with another unit than WithUnit has; null where none has.
    public string? OtherUnit { get; private set; }

    // Values that are numbers in a notation.
    public int In(int notation) => Integers + _numbers[notation];

    // Values with groups of thousands that are a number in this notation and no other number in any.
    public int GroupProofs(int notation) => _grouped[notation];

    // Fraction digits such that the numbers seen stay below 2^62 as integers.
    public int Scale(byte separator) => (separator == (byte)',' ? _withComma : _withPoint).Scale;

    // Adds a plain integer that an int64 holds.
    public void AddInteger(ReadOnlySpan<byte> text, long value)
    {
        Integers++;
        bool isDigits = text[0] is not ((byte)'-' or (byte)'+');
        ReadOnlySpan<byte> digits = isDigits ? text : text[1..];
        bool hasZero = digits.Length > 1 && digits[0] == '0';
        Canonical += text[0] == '+' || hasZero || (value == 0 && !isDigits) ? 0 : 1;
        ShortIntegers += digits.Length <= 3 ? 1 : 0;
        EpochLike += value is (>= 1_000_000_000_000 and < 2_000_000_000_000) or (>= 1_000_000_000_000_000 and < 2_000_000_000_000_000)
            or (>= 1_000_000_000_000_000_000 and < 2_000_000_000_000_000_000) ? 1 : 0;
        if (isDigits)
        {
            AddDigits(digits);
        }

        double size = Math.Abs((double)value);
        _withPoint.Add(size, 0);
        _withComma.Add(size, 0);
    }

    // Adds any other value, without quotes and blanks. False for what is no number.
    public bool Add(ReadOnlySpan<byte> text)
    {
        if (!MayBeNumber(text))
        {
            return false;
        }

        if (AddPlain(text, (byte)'.', _withPoint, NumberNotation.PointMask, 5)
            || AddPlain(text, (byte)',', _withComma, NumberNotation.CommaMask, 1))
        {
            return true;
        }

        if (WrittenNumber.TryParse(text, out WrittenNumber number) && NumberNotation.MaskOf(number.Digits) is not 0 and int mask)
        {
            return AddWritten(text, number, mask);
        }

        int longMask = LongMask(text);
        AddMask(longMask, text);
        return longMask != 0;
    }

    // Adds a number with a fraction, no group and no unit, which most are. It may have another value where its separator parts groups.
    private bool AddPlain(ReadOnlySpan<byte> text, byte separator, Extent extent, int mask, int asGroups)
    {
        int point = text.IndexOf(separator);
        int fraction = text.Length - point - 1;
        if (point < 0 || fraction > DecimalText.MaxScale
            || DecimalText.TryParse(text, separator, fraction, out long mantissa) != NumberStatus.Ok)
        {
            return false;
        }

        ReadOnlySpan<byte> whole = text[0] is (byte)'-' or (byte)'+' ? text[1..point] : text[..point];
        bool mayGroup = fraction == 3 && whole.Length is >= 1 and <= 3 && whole[0] != '0';
        double size = Math.Abs(ScaledDecimal.ToDouble(mantissa, fraction));
        extent.Add(size, fraction);
        if (mayGroup)
        {
            (extent == _withPoint ? _withComma : _withPoint).Add(size * 1000, 0);
        }

        AddMask(mask | (mayGroup ? 1 << asGroups : 0), text);
        return true;
    }

    private void AddDigits(ReadOnlySpan<byte> digits)
    {
        DigitTexts++;
        LeadingZeros += digits.Length > 1 && digits[0] == '0' ? 1 : 0;
        LeastDigits = Math.Min(LeastDigits, digits.Length);
        MostDigits = Math.Max(MostDigits, digits.Length);
    }

    private bool AddWritten(ReadOnlySpan<byte> text, in WrittenNumber number, int mask)
    {
        if (!number.Unit.IsEmpty)
        {
            string unit = Encoding.UTF8.GetString(number.Unit);
            if (!stripUnits && !NumberUnits.IsKnown(unit))
            {
                return false;
            }

            _units[unit] = _units.GetValueOrDefault(unit) + 1;
            OtherUnit ??= _units.Count == 2 ? FieldText.Cut(text) : null;
            WithUnit ??= FieldText.Cut(text);
        }

        if (!text.ContainsAnyExceptInRange((byte)'0', (byte)'9'))
        {
            AddDigits(text);
            BeyondInt64++;
        }

        AddMask(mask, text);
        Span<byte> plain = stackalloc byte[WrittenNumber.MaxLength];
        for (int i = 0; i < NumberNotation.All.Length; i++)
        {
            if ((mask & (1 << i)) != 0)
            {
                NumberNotation.All[i].TryWrite(number.Digits, plain, out int length);
                (i < NumberNotation.PerSeparator ? _withPoint : _withComma).Add(plain[..length], NumberNotation.All[i].Separator);
            }
        }

        return true;
    }

    private void AddMask(int mask, ReadOnlySpan<byte> text)
    {
        bool withPoint = (mask & NumberNotation.PointMask) != 0;
        bool withComma = (mask & NumberNotation.CommaMask) != 0;
        if (withPoint != withComma)
        {
            PointProofs += withPoint ? 1 : 0;
            CommaProofs += withComma ? 1 : 0;
            if (withPoint ? PointProof is null : CommaProof is null)
            {
                string proof = FieldText.Cut(text);
                (PointProof, CommaProof) = withPoint ? (proof, CommaProof) : (PointProof, proof);
            }
        }

        if (withPoint && withComma && Doubtful is null && text.ContainsAny((byte)'.', (byte)','))
        {
            Doubtful = FieldText.Cut(text);
        }

        for (int i = 0; i < _numbers.Length; i++)
        {
            _numbers[i] += (mask >> i) & 1;
        }

        // one notation, or the two that differ only in the separator that the text does not have
        if ((mask & (mask - 1)) == 0 || mask is 0b0100_0100 or 0b1000_1000)
        {
            for (int i = 0; i < _grouped.Length; i++)
            {
                _grouped[i] += NumberNotation.All[i].Thousands != 0 ? (mask >> i) & 1 : 0;
            }
        }
    }

    // a letter begins a number only as its currency, or as one of the words for infinity
    private static bool MayBeNumber(ReadOnlySpan<byte> text) => text[0] < 'a' || text[0] >= 0x80 || text[0] is (byte)'i' or (byte)'k';

    // Numbers of more digits than people write, and infinity.
    private static int LongMask(ReadOnlySpan<byte> text) =>
        (DecimalText.ParseWide(text, (byte)'.', out _, out _, out _) != NumberStatus.Invalid ? NumberNotation.PointMask : 0)
        | (DecimalText.ParseWide(text, (byte)',', out _, out _, out _) != NumberStatus.Invalid ? NumberNotation.CommaMask : 0);

    // How large the numbers of one notation are, and how fine. Numbers beyond all range and those that need many digits have no say in the
    // scale.
    private sealed class Extent
    {
        private double _largest;
        private int _fractionDigits;

        public int Scale
        {
            get
            {
                int scale = Math.Min(_fractionDigits, DecimalText.MaxScale);
                while (scale > 0 && _largest * Math.Pow(10, scale) >= DecimalText.MantissaLimit)
                {
                    scale--;
                }

                return scale;
            }
        }

        public void Add(double size, int fractionDigits)
        {
            _largest = Math.Max(_largest, size);
            _fractionDigits = Math.Max(_fractionDigits, fractionDigits);
        }

        public void Add(ReadOnlySpan<byte> plain, byte separator)
        {
            int point = plain.IndexOf(separator);
            int end = plain.IndexOfAny((byte)'e', (byte)'E');
            int digits = point < 0 ? 0 : (end < 0 ? plain.Length : end) - point - 1;
            NumberStatus status = DecimalText.TryParse(plain, separator, Math.Clamp(digits, 0, DecimalText.MaxScale), out long mantissa);
            if (status == NumberStatus.Ok && digits is >= 0 and <= DecimalText.MaxScale)
            {
                Add(Math.Abs(ScaledDecimal.ToDouble(mantissa, digits)), digits);
            }
            else if (status == NumberStatus.Wide
                && DecimalText.ParseWide(plain, separator, out BigInteger wide, out int scale, out _) == NumberStatus.Wide
                && scale is >= 0 and <= DecimalText.MaxScale && BigInteger.Abs(wide) < DecimalText.MantissaLimit)
            {
                Add((double)BigInteger.Abs(wide) / Math.Pow(10, scale), scale);
            }
        }
    }
}
