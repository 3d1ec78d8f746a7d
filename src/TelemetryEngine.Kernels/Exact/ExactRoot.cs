using System.Numerics;

namespace TelemetryEngine.Kernels.Exact;

// Square roots of quotients of integers as the nearest double: rounded once, ties to even.
internal static class ExactRoot
{
    // A square of this many bits has a root of 55: all of a double's 53, a rounding bit, and one to spare.
    private const int SquareBits = 110;

    // The double nearest to √(numerator / denominator × 2^exponent). Beyond the greatest double +∞.
    // throws DivideByZeroException: The denominator is 0.
    // throws ArgumentOutOfRangeException: The quotient is negative.
    public static double Round(BigInteger numerator, BigInteger denominator, int exponent)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(numerator.Sign * denominator.Sign, nameof(numerator));
        if (denominator.IsZero)
        {
            throw new DivideByZeroException();
        }

        BigInteger dividend = BigInteger.Abs(numerator);
        BigInteger divisor = BigInteger.Abs(denominator);
        long shift = SquareBits - (dividend.GetBitLength() - divisor.GetBitLength());
        shift += (exponent - shift) & 1;
        if (shift > 0)
        {
            dividend <<= (int)shift;
        }
        else
        {
            divisor <<= (int)-shift;
        }

        UInt128 square = (UInt128)BigInteger.DivRem(dividend, divisor, out BigInteger rest);
        UInt128 root = Floor(square);
        return DoubleBits.Round(negative: false, root, !rest.IsZero || root * root != square, (exponent - shift) / 2);
    }

    // The root without its fraction, of a square below 2^112.
    private static UInt128 Floor(UInt128 square)
    {
        if (square == UInt128.Zero)
        {
            return square;
        }

        // the estimate is right to 52 bits, so one of Newton's steps brings it to the integer or beside it
        UInt128 root = (UInt128)Math.Sqrt((double)square);
        root = (root + square / root) >> 1;
        while (root * root > square)
        {
            root--;
        }

        while ((root + 1) * (root + 1) <= square)
        {
            root++;
        }

        return root;
    }
}
