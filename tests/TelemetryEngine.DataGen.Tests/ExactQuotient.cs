using System.Numerics;

namespace TelemetryEngine.DataGen.Tests;

/// <summary>The double nearest to a quotient of integers, ties to even, found without dividing doubles.</summary>
internal static class ExactQuotient
{
    public static double Of(BigInteger numerator, BigInteger denominator)
    {
        if (numerator.IsZero)
        {
            return 0;
        }

        BigInteger size = BigInteger.Abs(numerator);
        int shift = 0;
        BigInteger two53 = BigInteger.One << 53;
        while (size / denominator < two53 >> 1)
        {
            size <<= 1;
            shift--;
        }

        while (size / denominator >= two53)
        {
            denominator <<= 1;
            shift++;
        }

        BigInteger mantissa = BigInteger.DivRem(size, denominator, out BigInteger rest);
        int half = (rest * 2).CompareTo(denominator);
        if (half > 0 || (half == 0 && !mantissa.IsEven))
        {
            mantissa++;
        }

        return Math.ScaleB((double)mantissa, shift) * numerator.Sign;
    }
}
