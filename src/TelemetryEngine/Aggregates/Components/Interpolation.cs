using System.Numerics;
using TelemetryEngine.Columns;
using TelemetryEngine.Kernels.Exact;
using TelemetryEngine.Kernels.Text;

namespace TelemetryEngine.Aggregates.Components;

// What lies between two values, in proportion: exact, and rounded once. The values are float64; those of decimal and integer columns that
// have at most 15 digits are taken as the decimals that they were.
internal sealed class Interpolation
{
    // so many digits come back from a float64 as they went in; times 10¹⁵ parts they fit an Int128
    private const double LargestMantissa = 1e15;

    // 10¹⁵ parts of the way and 53 bits leave so many for a difference of exponents
    private const int MostShift = 20;

    private readonly bool _isDecimal;
    private readonly long _power;

    public Interpolation(ColumnType type)
    {
        _isDecimal = type.Kind is ColumnKind.Decimal or ColumnKind.Int32 or ColumnKind.Int64 && type.Scale <= 15;
        _power = _isDecimal ? PowersOfTen.Int64[type.Scale] : 1;
    }

    // The value so many of QuantilePoint.Whole parts from the lower to the upper one, neither of which is NaN. Infinities as IEEE 754 has
    // them.
    public double Of(double lower, double upper, long parts)
    {
        if (lower == upper)
        {
            return lower;
        }

        if (!double.IsFinite(lower) || !double.IsFinite(upper))
        {
            return lower + upper;
        }

        return _isDecimal && TryDecimal(lower, out long low) && TryDecimal(upper, out long high)
            ? ExactQuotient.Round(Weighted(low, high, parts), (UInt128)QuantilePoint.Whole * (UInt128)_power)
            : OfDoubles(lower, upper, parts);
    }

    private static double OfDoubles(double lower, double upper, long parts)
    {
        (long low, int lowExponent) = Parts(lower);
        (long high, int highExponent) = Parts(upper);
        int exponent = Math.Min(lowExponent, highExponent);
        int lowShift = lowExponent - exponent;
        int highShift = highExponent - exponent;
        return Math.Max(lowShift, highShift) <= MostShift
            ? ExactQuotient.Round(Weighted((Int128)low << lowShift, (Int128)high << highShift, parts), (UInt128)QuantilePoint.Whole,
                exponent)
            : ExactQuotient.Round(
                (((BigInteger)low << lowShift) * (QuantilePoint.Whole - parts)) + (((BigInteger)high << highShift) * parts),
                QuantilePoint.Whole, exponent);
    }

    private static Int128 Weighted(Int128 low, Int128 high, long parts) => (low * (QuantilePoint.Whole - parts)) + (high * parts);

    private static (long Significand, int Exponent) Parts(double value)
    {
        long bits = BitConverter.DoubleToInt64Bits(value);
        int exponent = (int)((bits >> 52) & 0x7FF);
        long significand = (bits & 0xF_FFFF_FFFF_FFFF) | (exponent == 0 ? 0 : 1L << 52);
        return (bits < 0 ? -significand : significand, Math.Max(exponent, 1) - 1075);
    }

    // true where the value is the float64 nearest to a decimal of the column's scale
    private bool TryDecimal(double value, out long mantissa)
    {
        double scaled = Math.Round(value * _power);
        mantissa = Math.Abs(scaled) <= LargestMantissa ? (long)scaled : 0;
        return Math.Abs(scaled) <= LargestMantissa && mantissa / (double)_power == value;
    }
}

// The p of a quantile, as the decimal that it is written as, up to 15 places: 0.29 of 101 values is the value at 29, not at 28.999….
internal readonly record struct QuantilePoint
{
    // How many parts the way from a rank to the next one has.
    public const long Whole = 1_000_000_000_000_000;

    private readonly long _parts;

    // throws ArgumentOutOfRangeException: It is not, or is NaN.
    public QuantilePoint(double p)
    {
        if (!IsOne(p))
        {
            throw new ArgumentOutOfRangeException(nameof(p), p, "not from 0 to 1");
        }

        _parts = (long)Math.Round(p * Whole);
    }

    // p in Whole parts.
    public long Parts => _parts;

    public static bool IsOne(double p) => p is >= 0 and <= 1;

    // The place in the order, from 0, of the lower quantile: p × (count − 1) without its fraction.
    // count: The number of values, at least 1.
    public long Rank(long count) => Place(count).Rank;

    // The place p × (count − 1) in the order, from 0: a rank, and how far it is from there to the next one, in Whole parts. Both are exact.
    // count: The number of values, at least 1.
    public (long Rank, long Parts) Place(long count)
    {
        (Int128 rank, Int128 rest) = Int128.DivRem((Int128)_parts * (count - 1), Whole);
        return ((long)rank, (long)rest);
    }
}
