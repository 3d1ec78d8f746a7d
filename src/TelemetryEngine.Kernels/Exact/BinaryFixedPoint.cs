using System.Numerics;
using System.Runtime.CompilerServices;

namespace TelemetryEngine.Kernels.Exact;

/// <summary>
/// The common case of an exact sum of doubles: an Int128 that counts steps of 2^−75. It takes every double below 2^40 whose last
/// bit is not below a step: all of at least 2^−23 (10^−7), and smaller ones with fewer bits. 4096 of the largest fit.
/// </summary>
public static class BinaryFixedPoint
{
    /// <summary>A step is 2^−75.</summary>
    public const int FractionBits = 75;

    /// <summary>Values of 2^40 and more go to <see cref="WideBinarySum"/>.</summary>
    public const int IntegerBits = 40;

    /// <summary>Adds a value; false, and nothing changed, when it is not finite, too large or too fine, or the sum would overflow.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static bool TryAdd(ref Int128 sum, double value) => TryConvert(value, out Int128 steps) && DecimalSum.TryAdd(ref sum, steps);

    /// <summary>sum / count rounded once; with a count of 1 the sum.</summary>
    /// <param name="sum">Steps of 2^−75.</param>
    /// <param name="count">The divisor, at least 1.</param>
    public static double Round(Int128 sum, long count)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(count, 1);
        return ExactQuotient.Round(sum, (ulong)count, -FractionBits);
    }

    private static bool TryConvert(double value, out Int128 steps)
    {
        steps = Int128.Zero;
        if (!(Math.Abs(value) < 1L << IntegerBits))
        {
            return false;
        }

        (ulong significand, int exponent) = DoubleBits.Split(value);
        int shift = exponent + FractionBits;
        if (shift < 0)
        {
            if (significand == 0)
            {
                return true;
            }

            if (BitOperations.TrailingZeroCount(significand) < -shift)
            {
                return false;
            }

            steps = (Int128)(significand >> -shift);
        }
        else
        {
            steps = (Int128)significand << shift;
        }

        steps = value < 0 ? -steps : steps;
        return true;
    }
}
