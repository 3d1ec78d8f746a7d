using System.Numerics;

namespace TelemetryEngine.Kernels.Tests.Oracles;

/// <summary>What "correctly rounded" means, in fractions of big integers: no double is nearer, and of two equally near ones it is the even one.</summary>
internal static class NearestDouble
{
    internal static void Assert(BigInteger numerator, BigInteger denominator, double actual)
    {
        Xunit.Assert.True(Is(numerator, denominator, actual), $"{actual:R} is not the double nearest to {numerator} / {denominator}");
    }

    internal static bool Is(BigInteger numerator, BigInteger denominator, double actual)
    {
        if (double.IsNaN(actual) || (actual == 0 && double.IsNegative(actual)))
        {
            return false;
        }

        if (denominator.Sign < 0)
        {
            (numerator, denominator) = (-numerator, -denominator);
        }

        if (numerator.Sign < 0)
        {
            (numerator, actual) = (-numerator, -actual);
        }

        // The borders of what rounds to this double: half way to its neighbours; beyond the greatest stands 2^1024 in infinity's place.
        (BigInteger center, int exponent) = double.IsInfinity(actual) ? (BigInteger.One << 1024, 0) : Exact(actual);
        bool even = double.IsInfinity(actual) || (BitConverter.DoubleToInt64Bits(actual) & 1) == 0;
        if (double.IsPositiveInfinity(actual))
        {
            return Compare(numerator, denominator, Between(double.MaxValue, BigInteger.One << 1024)) >= 0;
        }

        if (actual > 0)
        {
            int low = Compare(numerator, denominator, Between(double.BitDecrement(actual), center, exponent));
            if (low < 0 || (low == 0 && !even))
            {
                return false;
            }
        }
        else if (actual < 0)
        {
            return false;
        }

        double above = double.BitIncrement(actual);
        (BigInteger next, int nextExponent) = double.IsInfinity(above) ? (BigInteger.One << 1024, 0) : Exact(above);
        int high = Compare(numerator, denominator, Between(actual == 0 ? 0.0 : actual, next, nextExponent));
        return high < 0 || (high == 0 && even);
    }

    /// <summary>A double as significand × 2^exponent, read from its bits.</summary>
    internal static (BigInteger Significand, int Exponent) Exact(double value)
    {
        long bits = BitConverter.DoubleToInt64Bits(value);
        long fraction = bits & 0xFFFFFFFFFFFFF;
        int biased = (int)(bits >> 52 & 0x7FF);
        BigInteger significand = biased == 0 ? fraction : fraction + 0x10000000000000;
        return (bits < 0 ? -significand : significand, Math.Max(biased, 1) - 1075);
    }

    /// <summary>The sum of doubles as a fraction with the denominator 2^1074.</summary>
    internal static BigInteger SumTimes2Pow1074(IEnumerable<double> values)
    {
        BigInteger sum = BigInteger.Zero;
        foreach (double value in values)
        {
            (BigInteger significand, int exponent) = Exact(value);
            sum += significand << (exponent + 1074);
        }

        return sum;
    }

    private static (BigInteger Numerator, BigInteger Denominator) Between(double left, BigInteger right, int rightExponent = 0)
    {
        (BigInteger significand, int exponent) = Exact(left);
        BigInteger sum = (significand << (exponent + 1074)) + (right << (rightExponent + 1074));
        return (sum, BigInteger.One << 1075);
    }

    private static int Compare(BigInteger numerator, BigInteger denominator, (BigInteger Numerator, BigInteger Denominator) other) =>
        (numerator * other.Denominator).CompareTo(other.Numerator * denominator);
}
