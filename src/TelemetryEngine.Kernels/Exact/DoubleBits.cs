using System.Diagnostics;

namespace TelemetryEngine.Kernels.Exact;

// Doubles taken apart and put together.
internal static class DoubleBits
{
    // The exponent of the smallest subnormal's one bit.
    internal const int MinExponent = -1074;

    // A finite value is ±significand × 2^exponent, with a significand below 2^53.
    internal static (ulong Significand, int Exponent) Split(double value)
    {
        ulong bits = BitConverter.DoubleToUInt64Bits(value);
        int biased = (int)(bits >> 52) & 0x7FF;
        Debug.Assert(biased != 0x7FF, "NaN and infinities have no significand");
        ulong fraction = bits & ((1UL << 52) - 1);
        return biased == 0 ? (fraction, MinExponent) : (fraction | (1UL << 52), biased - 1075);
    }

    // The double nearest to ±(significand + something below one when more) × 2^exponent, ties to even. Beyond the greatest double ±∞. A
    // result of zero is +0. With more the significand needs 55 bits, or one rounding bit at least.
    internal static double Round(bool negative, UInt128 significand, bool more, long exponent)
    {
        if (significand == UInt128.Zero)
        {
            Debug.Assert(!more, "something below one was not shifted up");
            return 0;
        }

        int width = 128 - (int)UInt128.LeadingZeroCount(significand);
        long last = Math.Max(width - 53 + exponent, MinExponent);
        if (last > 1024)
        {
            return negative ? double.NegativeInfinity : double.PositiveInfinity;
        }

        long shift = last - exponent;
        ulong rounded;
        if (shift <= 0)
        {
            Debug.Assert(!more, "no bit is left to round by");
            rounded = (ulong)(significand << (int)-shift);
        }
        else if (shift > 128)
        {
            return 0;
        }
        else
        {
            UInt128 half = UInt128.One << (int)(shift - 1);
            UInt128 below = significand & ((half - 1) | half);
            rounded = shift == 128 ? 0 : (ulong)(significand >> (int)shift);
            rounded += below > half || (below == half && (more || (rounded & 1) != 0)) ? 1u : 0u;
        }

        // The significand's leading bit adds one to the exponent field, also when rounding has carried into the next power of two.
        ulong bits = ((ulong)(last - MinExponent) << 52) + rounded;
        double magnitude = bits >= 0x7FFUL << 52 ? double.PositiveInfinity : BitConverter.UInt64BitsToDouble(bits);
        return negative && magnitude != 0 ? -magnitude : magnitude;
    }
}
