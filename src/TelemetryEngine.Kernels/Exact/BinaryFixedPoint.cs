using System.Numerics;
using System.Runtime.CompilerServices;

namespace TelemetryEngine.Kernels.Exact;

// The common case of an exact sum of doubles: an Int128 that counts steps of 2^−75. It takes every double below 2^40 whose last bit is not
// below a step: all of at least 2^−23 (10^−7), and smaller ones with fewer bits. 4096 of the largest fit.
internal static class BinaryFixedPoint
{
    // A step is 2^−75.
    public const int FractionBits = 75;

    // Values of 2^40 and more go to WideBinarySum.
    public const int IntegerBits = 40;

    // How far the greatest values' significands are shifted.
    public const int MaxShift = IntegerBits - 53 + FractionBits;

    private const double ExactLimit = 1L << 53;
    private const double CoarseUnit = 1.0 / (1 << 24);
    private const double Step = CoarseUnit / (1L << FixedPointBlock.HighShift);
    private const double Doubt = 4.0 / (1L << 52);

    // 2^−20: half of the last place of what is no smaller is a whole number of steps.
    private const double LeastHalved = 1.0 / (1 << 20);

    private const double MostHalved = 1.0 / (1 << 23);
    private const int MostMarks = 32;

    // Adds a value; false, and nothing changed, when it is not finite, too large or too fine, or the sum would overflow.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static bool TryAdd(ref Int128 sum, double value) => TryConvert(value, out Int128 steps) && DecimalSum.TryAdd(ref sum, steps);

    // sum / count rounded once; with a count of 1 the sum.
    // count: The divisor, at least 1.
    public static double Round(Int128 sum, long count)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(count, 1);
        return ExactQuotient.Round(sum, (ulong)count, -FractionBits);
    }

    // (high × 2^51 + low) steps / count, rounded once: what Round gives, mostly without integers of 128 bits.
    // high: Counts 2^51 steps of 2^−75.
    // count: The divisor, at least 1.
    public static double Round(long high, long low, long count)
    {
        long carry = low >> FixedPointBlock.HighShift;
        long whole = high + carry;
        if (Math.Abs((double)whole) >= ExactLimit || count >= ExactLimit || count < 1)
        {
            return RoundCarefully(high, low, count);
        }

        // sum + rest is the sum of all: each is exact
        double coarse = whole * CoarseUnit;
        double fine = (low - (carry << FixedPointBlock.HighShift)) * Step;
        double sum = coarse + fine;
        double rest = fine - (sum - coarse);

        // quotient + correction is the result, but for a few units in the 2^−51st part of the correction
        double quotient = sum / count;
        double correction = (Math.FusedMultiplyAdd(-quotient, count, sum) + rest) / count;
        double result = quotient + correction;
        double left = correction - (result - quotient);
        double doubt = Math.Abs(correction) * Doubt;
        bool isSure = result + (left + doubt) == result && result + (left - doubt) == result;
        return isSure || TryRoundHalf(sum, rest, count, left > 0, ref result) ? result : RoundCarefully(high, low, count);
    }

    // Rounds quotients as Round does, eight at a time where the machine can.
    // highs: Count 2^51 steps of 2^−75.
    // lows: Count steps of 2^−75; as many.
    // counts: The divisors, at least 1.
    // throws ArgumentOutOfRangeException: The spans do not fit each other.
    public static void Round(ReadOnlySpan<long> highs, ReadOnlySpan<long> lows, ReadOnlySpan<long> counts, Span<double> results)
    {
        Span<byte> sure = stackalloc byte[MostMarks];
        int vectors = FixedPointBlock.IsWide ? results.Length / Quotients.Lanes : 0;
        for (int vector = 0; vector < vectors; vector += MostMarks)
        {
            int marks = Math.Min(MostMarks, vectors - vector);
            System.Range rows = (vector * Quotients.Lanes)..((vector + marks) * Quotients.Lanes);
            Quotients.Round(highs[rows], lows[rows], counts[rows], results[rows], CoarseUnit, Step, Doubt, sure);
            for (int mark = 0; mark < marks; mark++)
            {
                for (uint unsure = sure[mark] ^ 0xFFU; unsure != 0; unsure &= unsure - 1)
                {
                    int row = ((vector + mark) * Quotients.Lanes) + BitOperations.TrailingZeroCount(unsure);
                    results[row] = Round(highs[row], lows[row], counts[row]);
                }
            }
        }

        for (int row = vectors * Quotients.Lanes; row < results.Length; row++)
        {
            results[row] = Round(highs[row], lows[row], counts[row]);
        }
    }

    // Decides between two neighbours by the side of their middle on which the quotient of sum + rest lies, of which sums of like numbers
    // often hit the middle itself. All that is added is whole in steps of 2^−75 and below 2^−22, so exact. False where it is not.
    private static bool TryRoundHalf(double sum, double rest, double count, bool isAbove, ref double result)
    {
        double other = isAbove ? Math.BitIncrement(result) : Math.BitDecrement(result);
        double product = result * count;
        double error = Math.FusedMultiplyAdd(result, count, -product);
        double half = (other - result) / 2 * count;
        double more = sum - product;
        bool isExact =
            Math.Abs(result) >= LeastHalved && Math.Abs(more) < MostHalved && Math.Abs(half) < MostHalved && Math.Abs(rest) < MostHalved
                && Math.Abs(error) < MostHalved;
        if (!isExact)
        {
            return false;
        }

        double beyond = (more - half) + (rest - error);
        bool isOther = beyond == 0 ? (BitConverter.DoubleToInt64Bits(result) & 1) != 0 : beyond > 0 == isAbove;
        result = isOther ? other : result;
        return true;
    }

    // The magnitude as significand × 2^shift steps, a shift from 0 to MaxShift; false when the value is not finite, too large or too fine,
    // and then nothing is said about them.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static bool TrySplit(double value, out ulong significand, out int shift)
    {
        long bits = BitConverter.DoubleToInt64Bits(value);
        shift = (int)(bits >> 52 & 0x7FF) - (1075 - FractionBits);
        significand = (ulong)bits & ((1UL << 52) - 1) | 1UL << 52;
        if ((uint)shift <= MaxShift)
        {
            return true;
        }

        shift = 0;
        significand = 0;
        return value == 0 || TrySplitSmall(value, out significand);
    }

    // The value in steps; false when it is not finite, too large or too fine.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal static bool TryConvert(double value, out Int128 steps)
    {
        // Normal values from 2^-23 up to 2^40 are whole steps: the significand, shifted by 0 to 62.
        long bits = BitConverter.DoubleToInt64Bits(value);
        int shift = (int)(bits >> 52 & 0x7FF) - (1075 - FractionBits);
        if ((uint)shift > MaxShift)
        {
            return TryConvertSmall(value, out steps);
        }

        long sign = bits >> 63;
        ulong significand = (ulong)bits & ((1UL << 52) - 1) | 1UL << 52;
        ulong low = significand << shift;
        ulong high = significand >> 1 >> (63 - shift);

        // Two's complement: all bits turned over, plus one.
        ulong lower = (low ^ (ulong)sign) - (ulong)sign;
        ulong carry = sign != 0 && lower == 0 ? 1UL : 0UL;
        steps = new Int128((high ^ (ulong)sign) + carry, lower);
        return true;
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private static double RoundCarefully(long high, long low, long count) => Round(FixedPointBlock.Join(high, low), count);

    [MethodImpl(MethodImplOptions.NoInlining)]
    private static bool TryConvertSmall(double value, out Int128 steps)
    {
        bool isGood = TrySplitSmall(value, out ulong significand);
        steps = value < 0 ? -(Int128)significand : significand;
        return isGood;
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private static bool TrySplitSmall(double value, out ulong steps)
    {
        steps = 0;
        if (!(Math.Abs(value) < 1))
        {
            return false;
        }

        (ulong significand, int exponent) = DoubleBits.Split(value);
        if (significand == 0)
        {
            return true;
        }

        int excess = -(exponent + FractionBits);
        if (BitOperations.TrailingZeroCount(significand) < excess)
        {
            return false;
        }

        steps = significand >> excess;
        return true;
    }
}
