using System.Numerics;

namespace TelemetryEngine.Kernels.Tests.Oracles;

/// <summary>What a correctly rounded square root is, without taking one: the fraction lies between the squares of the borders half way to both neighbours.</summary>
internal static class NearestRoot
{
    internal static void Assert(BigInteger numerator, BigInteger denominator, double actual) =>
        Xunit.Assert.True(Is(numerator, denominator, actual), $"{actual:R} is not the double nearest to the root of {numerator} / {denominator}");

    internal static bool Is(BigInteger numerator, BigInteger denominator, double actual)
    {
        if (double.IsNaN(actual) || double.IsNegative(actual))
        {
            return false;
        }

        bool even = double.IsInfinity(actual) || (BitConverter.DoubleToInt64Bits(actual) & 1) == 0;
        (BigInteger top, BigInteger bottom) = (BigInteger.Abs(numerator), BigInteger.Abs(denominator));
        if (actual > 0)
        {
            int low = Compare(top, bottom, Steps(double.BitDecrement(actual)) + Steps(actual));
            if (low < 0 || (low == 0 && !even))
            {
                return false;
            }
        }

        int high = double.IsInfinity(actual) ? -1 : Compare(top, bottom, Steps(actual) + Steps(double.BitIncrement(actual)));
        return high < 0 || (high == 0 && even);
    }

    /// <summary>A double in steps of 2^−1074; in infinity's place stands 2^1024.</summary>
    internal static BigInteger Steps(double value) =>
        double.IsInfinity(value) ? BigInteger.One << (1024 + 1074) : NearestDouble.SumTimes2Pow1074([value]);

    // the border is in steps of 2^−1075
    private static int Compare(BigInteger numerator, BigInteger denominator, BigInteger border) =>
        (numerator << (2 * 1075)).CompareTo(border * border * denominator);
}
