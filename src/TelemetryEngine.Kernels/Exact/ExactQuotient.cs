using System.Numerics;

namespace TelemetryEngine.Kernels.Exact;

// Quotients of integers as the nearest double: rounded once, ties to even, subnormals included. Beyond the greatest double ±∞. A result of
// zero is always +0, also when a tiny negative quotient rounds to it.
internal static class ExactQuotient
{
    // A quotient of this many bits has all of a double's 53, a rounding bit, and one to spare.
    private const int QuotientBits = 55;

    private const ulong ExactLimit = 1UL << 53;

    // The double nearest to numerator / denominator.
    // throws DivideByZeroException: The denominator is 0.
    public static double Round(BigInteger numerator, BigInteger denominator) => Round(numerator, denominator, 0);

    // The double nearest to numerator / denominator × 2^exponent.
    // throws DivideByZeroException: The denominator is 0.
    public static double Round(BigInteger numerator, BigInteger denominator, int exponent)
    {
        bool negative = numerator.Sign * denominator.Sign < 0;
        BigInteger dividend = BigInteger.Abs(numerator);
        BigInteger divisor = BigInteger.Abs(denominator);
        long shift = QuotientBits - (dividend.GetBitLength() - divisor.GetBitLength());
        if (shift > 0)
        {
            dividend <<= (int)shift;
        }
        else
        {
            divisor <<= (int)-shift;
        }

        BigInteger quotient = BigInteger.DivRem(dividend, divisor, out BigInteger rest);
        return DoubleBits.Round(negative, (UInt128)quotient, !rest.IsZero, exponent - shift);
    }

    // The double nearest to numerator / denominator, without memory where the denominator is below 2^73.
    // throws DivideByZeroException: The denominator is 0.
    public static double Round(Int128 numerator, UInt128 denominator)
    {
        UInt128 magnitude = Magnitude(numerator);
        if (magnitude <= ExactLimit && denominator <= ExactLimit && denominator != UInt128.Zero && magnitude != UInt128.Zero)
        {
            // Both are exact doubles, so the division's own rounding is the only one.
            return (Int128.IsNegative(numerator) ? -(double)(ulong)magnitude : (double)(ulong)magnitude) / (double)(ulong)denominator;
        }

        return Round(numerator, denominator, 0);
    }

    // The double nearest to numerator / denominator × 2^exponent, without memory where the denominator is below 2^73.
    // throws DivideByZeroException: The denominator is 0.
    public static double Round(Int128 numerator, UInt128 denominator, int exponent) =>
        Round(Int128.IsNegative(numerator), Magnitude(numerator), false, denominator, exponent);

    // ±(numerator + something below one when more) / denominator × 2^exponent. With more the caller sees to it that the numerator has 56
    // bits more than the denominator.
    internal static double Round(bool negative, UInt128 numerator, bool more, UInt128 denominator, int exponent)
    {
        if (denominator == UInt128.Zero)
        {
            throw new DivideByZeroException();
        }

        int numeratorBits = Width(numerator), denominatorBits = Width(denominator);
        int shift = Math.Max(QuotientBits - (numeratorBits - denominatorBits), 0);
        if (numerator == UInt128.Zero)
        {
            return 0;
        }

        if (numeratorBits + shift > 128)
        {
            System.Diagnostics.Debug.Assert(!more, "the caller checks the widths");
            return Round(negative ? -(BigInteger)numerator : numerator, denominator, exponent);
        }

        (UInt128 quotient, UInt128 rest) = UInt128.DivRem(numerator << shift, denominator);
        return DoubleBits.Round(negative, quotient, more || rest != UInt128.Zero, exponent - shift);
    }

    internal static int Width(UInt128 value) => 128 - (int)UInt128.LeadingZeroCount(value);

    private static UInt128 Magnitude(Int128 value) => Int128.IsNegative(value) ? (UInt128)(-value) : (UInt128)value;
}
