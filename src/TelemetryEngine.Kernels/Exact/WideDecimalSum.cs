using System.Globalization;
using System.Numerics;
using TelemetryEngine.Kernels.Text;

namespace TelemetryEngine.Kernels.Exact;

// An exact sum of decimal values of any size, beside the fast one of DecimalSum. The state is the exact sum, so order and grouping of the
// additions never show. Not safe for use by several threads at once.
internal sealed class WideDecimalSum : IWideSum<WideDecimalSum>
{
    // What the product of four texts of DecimalText needs at most.
    private const int MaxScale = 4 * (DecimalText.MaxDigits - DecimalText.MinExponent);

    // A bound on what a damaged state can make us build; a sum's trailing zeros may lift its exponent above what was added.
    private const int MaxStatePower = 20_000;

    // Scales that have an Int128 of their own, so that most additions make no big integer.
    private const int PendingScales = 40;

    private readonly Int128[] _pending = new Int128[PendingScales];
    private BigInteger _mantissa;
    private int _scale;
    private NotFiniteFlags _notFinite;

    // True when NaN or an infinity has been added.
    public bool HasNotFinite => _notFinite.Any;

    public int Bytes => (PendingScales * 16) + 160;

    // Adds mantissa × 10^−scale.
    // throws ArgumentOutOfRangeException: The scale is beyond ±8000.
    public void Add(BigInteger mantissa, int scale)
    {
        if ((uint)scale < PendingScales && mantissa.GetBitLength() < 120)
        {
            Add((Int128)mantissa, scale);
            return;
        }

        ArgumentOutOfRangeException.ThrowIfGreaterThan((uint)Math.Abs((long)scale), (uint)MaxScale, nameof(scale));
        AddBig(mantissa, scale);
    }

    // Adds mantissa × 10^−scale.
    // throws ArgumentOutOfRangeException: The scale is beyond ±8000.
    public void Add(Int128 mantissa, int scale)
    {
        if ((uint)scale >= PendingScales)
        {
            Add((BigInteger)mantissa, scale);
            return;
        }

        ref Int128 pending = ref _pending[scale];
        if (!DecimalSum.TryAdd(ref pending, mantissa))
        {
            AddBig(pending, scale);
            pending = mantissa;
        }
    }

    // Adds NaN or an infinity.
    // throws ArgumentOutOfRangeException: The value is finite.
    public void AddNotFinite(double value) => _notFinite.Add(value);

    // Adds everything that other holds, which stays as it is. Merging with itself doubles.
    public void Merge(WideDecimalSum other)
    {
        ArgumentNullException.ThrowIfNull(other);
        BigInteger mantissa = other._mantissa;
        int scale = other._scale;
        for (int i = 0; i < PendingScales; i++)
        {
            Add(other._pending[i], i);
        }

        AddBig(mantissa, scale);
        _notFinite.Merge(other._notFinite);
    }

    // The finite part, exactly: mantissa × 10^−scale without trailing zeros; zero is 0 × 10^0.
    public (BigInteger Mantissa, int Scale) ToExact()
    {
        BigInteger mantissa = _mantissa;
        int scale = _scale;
        for (int i = 0; i < PendingScales; i++)
        {
            if (_pending[i] != Int128.Zero)
            {
                (mantissa, scale) = Sum(mantissa, scale, _pending[i], i);
            }
        }

        return Strip(mantissa, scale);
    }

    public ExactNumber ToNumber()
    {
        (BigInteger mantissa, int scale) = ToExact();
        return new ExactNumber(mantissa, -scale, 10, _notFinite.Any ? _notFinite.Value : 0);
    }

    // sum / count rounded once; with a count of 1 the sum. NaN after NaN or both infinities; ±∞ beyond the greatest double.
    // count: The divisor, at least 1.
    public double Round(long count)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(count, 1);
        if (_notFinite.Any)
        {
            return _notFinite.Value;
        }

        (BigInteger mantissa, int scale) = ToExact();
        return scale >= 0
            ? ExactQuotient.Round(mantissa, PowersOfTen.Big(scale) * count)
            : ExactQuotient.Round(mantissa * PowersOfTen.Big(-scale), count);
    }

    // The state as text; equal states have equal texts, whatever way they came about.
    public string ToText()
    {
        (BigInteger mantissa, int scale) = ToExact();
        return string.Create(CultureInfo.InvariantCulture, $"{mantissa}e{-scale}{_notFinite.ToText()}");
    }

    public void MergeText(ReadOnlySpan<char> text) => Merge(Parse(text));

    // Reads what ToText wrote.
    // throws FormatException: It is something else.
    public static WideDecimalSum Parse(ReadOnlySpan<char> text)
    {
        WideDecimalSum sum = new();
        int letter = text.IndexOf('e');
        ReadOnlySpan<char> exponent = letter < 0 ? default : text[(letter + 1)..].TrimEnd("npm");
        if (letter < 0
            || !BigInteger.TryParse(text[..letter], NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out sum._mantissa)
            || !int.TryParse(exponent, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out int power)
            || power is < -MaxStatePower or > MaxStatePower
            || !NotFiniteFlags.TryParse(text[(letter + 1 + exponent.Length)..], out sum._notFinite))
        {
            throw new FormatException("Not the text of a decimal sum.");
        }

        sum._scale = -power;
        return sum;
    }

    private void AddBig(BigInteger mantissa, int scale)
    {
        if (!mantissa.IsZero)
        {
            (_mantissa, _scale) = Sum(_mantissa, _scale, mantissa, scale);
        }
    }

    private static (BigInteger Mantissa, int Scale) Sum(BigInteger left, int leftScale, BigInteger right, int rightScale)
    {
        if (left.IsZero)
        {
            return (right, rightScale);
        }

        int scale = Math.Max(leftScale, rightScale);
        return (left * PowersOfTen.Big(scale - leftScale) + right * PowersOfTen.Big(scale - rightScale), scale);
    }

    private static (BigInteger Mantissa, int Scale) Strip(BigInteger mantissa, int scale)
    {
        if (mantissa.IsZero)
        {
            return (mantissa, 0);
        }

        for (int zeros = 256; zeros > 0; zeros /= 2)
        {
            BigInteger power = PowersOfTen.Big(zeros);
            for (BigInteger shorter = BigInteger.DivRem(mantissa, power, out BigInteger rest);
                rest.IsZero;
                shorter = BigInteger.DivRem(mantissa, power, out rest))
            {
                mantissa = shorter;
                scale -= zeros;
            }
        }

        return (mantissa, scale);
    }
}
