using System.Numerics;
using TelemetryEngine.Columns;
using TelemetryEngine.Kernels.Text;
using ColumnVector = TelemetryEngine.Columns.ColumnVector;

namespace TelemetryEngine.Expressions;

// A decimal of any size: mantissa × 10^−scale, or NaN or ±∞. It is how single rows are computed where an int64 mantissa does not do.
// Scale: Fraction digits; negative where zeros before the point are not written out.
// NotFinite: 0 for a finite value, else NaN, +∞ or −∞.
internal readonly record struct ExactDecimal(BigInteger Mantissa, int Scale, double NotFinite = 0)
{
    // A decimal is below 10 to this power.
    private const int MostWholeDigits = DecimalText.MaxDigits;

    // A decimal's last digit is not behind this one.
    private const int MostScale = -DecimalText.MinExponent;

    // True unless it is NaN or an infinity.
    public bool IsFinite => NotFinite == 0;

    // False for a value that is larger or finer than decimals may be.
    public bool Fits
    {
        get
        {
            const double DigitsPerBit = 0.302;
            if (!IsFinite || (Scale <= MostScale && (Mantissa.GetBitLength() * DigitsPerBit) - Scale < MostWholeDigits))
            {
                return true;
            }

            BigInteger whole = BigInteger.Pow(10, Math.Max(MostWholeDigits + Scale, 0));
            return BigInteger.Abs(Mantissa) < whole && (Scale <= MostScale || (Mantissa % BigInteger.Pow(10, Scale - MostScale)).IsZero);
        }
    }

    private double Sign => IsFinite ? Mantissa.Sign : NotFinite;

    // Exact; of values that are not finite as IEEE 754 has it.
    public static ExactDecimal operator +(ExactDecimal left, ExactDecimal right)
    {
        if (!left.IsFinite || !right.IsFinite)
        {
            return new ExactDecimal(0, 0, left.Sign + right.Sign);
        }

        int scale = Math.Max(left.Scale, right.Scale);
        return new ExactDecimal(left.At(scale) + right.At(scale), scale);
    }

    // As addition.
    public static ExactDecimal operator -(ExactDecimal left, ExactDecimal right) => left + -right;

    // The same with its sign turned.
    public static ExactDecimal operator -(ExactDecimal value) => new(-value.Mantissa, value.Scale, value.IsFinite ? 0 : -value.NotFinite);

    // As addition.
    public static ExactDecimal operator *(ExactDecimal left, ExactDecimal right) => left.IsFinite && right.IsFinite
        ? new ExactDecimal(left.Mantissa * right.Mantissa, left.Scale + right.Scale)
        : new ExactDecimal(0, 0, left.Sign * right.Sign);

    // The decimal that a finite double is written as, with the fewest digits.
    public static ExactDecimal Of(double value)
    {
        (BigInteger mantissa, int scale) = DecimalDigits.Of(value);
        return new ExactDecimal(mantissa, scale);
    }

    // A number as it is written in an expression.
    public static ExactDecimal Of(string text)
    {
        (BigInteger mantissa, int scale) = DecimalDigits.Of(text);
        return new ExactDecimal(mantissa, scale);
    }

    // −1, 0 or 1; 2 beside a NaN.
    public static int Compare(ExactDecimal left, ExactDecimal right)
    {
        if (left.IsFinite && right.IsFinite)
        {
            int scale = Math.Max(left.Scale, right.Scale);
            return left.At(scale).CompareTo(right.At(scale));
        }

        (double a, double b) = (left.IsFinite ? 0 : left.NotFinite, right.IsFinite ? 0 : right.NotFinite);
        return a < b ? -1 : a > b ? 1 : a == b ? 0 : 2;
    }

    // Without zeros at the end, so that equal values are equal.
    public ExactDecimal Stripped()
    {
        if (!IsFinite || Mantissa.IsZero)
        {
            return IsFinite ? default : this;
        }

        (BigInteger mantissa, int scale) = (Mantissa, Scale);
        while (BigInteger.DivRem(mantissa, 10, out BigInteger rest) is var shorter && rest.IsZero)
        {
            (mantissa, scale) = (shorter, scale - 1);
        }

        return new ExactDecimal(mantissa, scale);
    }

    // The mantissa at a scale, when it is whole there and an int64 that decimals may have.
    public bool TryNarrow(int scale, out long mantissa)
    {
        mantissa = 0;
        if (!IsFinite || (Scale < scale && scale - Scale > 2 * DecimalText.MaxScale && !Mantissa.IsZero))
        {
            return false;
        }

        if (Mantissa.IsZero)
        {
            return true;
        }

        BigInteger rest = BigInteger.Zero;
        BigInteger digits =
            Scale <= scale
                ? Mantissa * BigInteger.Pow(10, scale - Scale)
                : BigInteger.DivRem(Mantissa, BigInteger.Pow(10, Scale - scale), out rest);
        bool fits = rest.IsZero && digits > -DecimalText.MantissaLimit && digits < DecimalText.MantissaLimit;
        mantissa = fits ? (long)digits : 0;
        return fits;
    }

    // Rounded to fraction digits.
    // mode: How: to −∞, to +∞, or to the nearest with halves away from zero.
    public ExactDecimal Rounded(int digits, MidpointRounding mode)
    {
        if (!IsFinite || Scale <= digits)
        {
            return this;
        }

        BigInteger divisor = BigInteger.Pow(10, Scale - digits);
        BigInteger quotient = BigInteger.DivRem(Mantissa, divisor, out BigInteger rest);
        int step = mode switch
        {
            MidpointRounding.ToNegativeInfinity => rest.Sign < 0 ? -1 : 0,
            MidpointRounding.ToPositiveInfinity => rest.Sign > 0 ? 1 : 0,
            _ => BigInteger.Abs(rest) * 2 >= divisor ? Mantissa.Sign : 0,
        };
        return new ExactDecimal(quotient + step, digits);
    }

    private BigInteger At(int scale) => scale == Scale ? Mantissa : Mantissa * BigInteger.Pow(10, scale - Scale);
}

// Reads a vector of decimals or integers row by row, in order.
internal ref struct DecimalRows(ColumnVector vector)
{
    private readonly ReadOnlySpan<long> _mantissas = vector.Int64s;
    private readonly List<WideValue> _wide = vector.Wide;
    private readonly int _scale = vector.Layout == VectorLayout.Scaled ? vector.Type.Scale : 0;
    private int _next;

    // The row's value where it has an int64 mantissa.
    public readonly long Narrow(int row) => _mantissas[row];

    // True when the row's value is one of those beside the mantissas. Rows are asked for in rising order.
    public bool IsWide(int row)
    {
        while (_next < _wide.Count && _wide[_next].Row < row)
        {
            _next++;
        }

        return _next < _wide.Count && _wide[_next].Row == row;
    }

    // The row's value.
    public ExactDecimal At(int row) => IsWide(row)
        ? new ExactDecimal(_wide[_next].Mantissa, _wide[_next].Scale, _wide[_next].NotFinite)
        : new ExactDecimal(_mantissas[row], _scale);
}
