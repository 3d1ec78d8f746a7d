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

    /// <summary>The value in steps; false when it is not finite, too large or too fine.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal static bool TryConvert(double value, out Int128 steps)
    {
        // Normal values from 2^-23 up to 2^40 are whole steps: the significand, shifted by 0 to 62.
        long bits = BitConverter.DoubleToInt64Bits(value);
        int shift = (int)(bits >> 52 & 0x7FF) - (1075 - FractionBits);
        if ((uint)shift > IntegerBits - 53 + FractionBits)
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
    private static bool TryConvertSmall(double value, out Int128 steps)
    {
        steps = Int128.Zero;
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

        Int128 magnitude = (Int128)(significand >> excess);
        steps = value < 0 ? -magnitude : magnitude;
        return true;
    }
}
