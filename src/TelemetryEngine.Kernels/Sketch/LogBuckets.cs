using System.Runtime.CompilerServices;

namespace TelemetryEngine.Kernels.Sketch;

// The buckets of a DDSketch (Masson, Rim, Lee: "DDSketch: A Fast and Fully-Mergeable Quantile Sketch with Relative-Error Guarantees", VLDB
// 2019) with a relative accuracy of 1 %. The paper's logarithm differs in its last bits from machine to machine, so the borders are
// integers: an octave [2^e, 2^(e+1)) has 4096 steps, its first border is at step 4096, and each next one at the last step that is at most
// 101/99 times the one before. That makes 35 buckets an octave, as many as the logarithm needs. A value's bucket follows from its sign, its
// exponent and the first 12 bits of its fraction. Buckets are numbered in the order of values: −∞, negative values, 0, positive values, +∞,
// NaN. Zero's bucket also holds subnormal values, those nearer to 0 than 2^−1022: there a relative error has no meaning any more, and the
// absolute one is below 2.3e-308.
internal static class LogBuckets
{
    // The bucket of 0, −0 and subnormal values.
    public const int Zero = 0;

    // The bucket of +∞; that of −∞ is its negative.
    public const int Infinity = (ExponentMask * PerOctave) - (PerOctave - 1);

    // The bucket of every NaN, the last one.
    public const int NaN = Infinity + 1;

    private const int PerOctave = 35;
    private const int StepBits = 12;
    private const int Steps = 1 << StepBits;
    private const int FractionBits = 52;
    private const int ExponentMask = 0x7FF;
    private const long MagnitudeMask = long.MaxValue;
    private const long InfinityBits = (long)ExponentMask << FractionBits;

    // Where each bucket of an octave begins, in steps; one more for the octave's end.
    private static readonly int[] Borders = MakeBorders();

    // The bucket within its octave of each step.
    private static readonly byte[] BucketOfStep = MakeBucketOfStep();

    // Each bucket's value in the octave [1, 2): 2ab/(a+b) is equally far, relatively, from both borders.
    private static readonly double[] Middles = MakeMiddles();

    // Gives each value its bucket, from −Infinity to NaN.
    // throws ArgumentException: buckets is shorter than values.
    public static void Of(ReadOnlySpan<double> values, Span<int> buckets)
    {
        if (buckets.Length < values.Length)
        {
            throw new ArgumentException($"{buckets.Length} buckets for {values.Length} values", nameof(buckets));
        }

        byte[] bucketOfStep = BucketOfStep;
        for (int row = 0; row < values.Length; row++)
        {
            buckets[row] = Of(values[row], bucketOfStep);
        }
    }

    // The value that stands for a bucket: within 1 % of every value in it. ±∞ and NaN stand for themselves.
    // throws ArgumentOutOfRangeException: There is no such bucket.
    public static double ValueOf(int bucket)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(bucket, -Infinity);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(bucket, NaN);
        int magnitude = Math.Abs(bucket);
        if (magnitude is Zero or NaN)
        {
            return magnitude == Zero ? 0 : double.NaN;
        }

        (int exponent, int inOctave) = Math.DivRem(magnitude + PerOctave - 1, PerOctave);
        long fraction = magnitude == Infinity ? 0 : BitConverter.DoubleToInt64Bits(Middles[inOctave]) & ((1L << FractionBits) - 1);
        double value = BitConverter.Int64BitsToDouble(((long)exponent << FractionBits) | fraction);
        return bucket < 0 ? -value : value;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static int Of(double value, byte[] bucketOfStep)
    {
        long bits = BitConverter.DoubleToInt64Bits(value);
        int exponent = (int)(bits >> FractionBits) & ExponentMask;
        int step = (int)(bits >> (FractionBits - StepBits)) & (Steps - 1);

        // an exponent of 0 comes out at 0 or below it; the first normal bucket is 1
        int magnitude = Math.Max((exponent * PerOctave) + bucketOfStep[step] - (PerOctave - 1), Zero);
        int sign = (int)(bits >> 63);
        return (bits & MagnitudeMask) > InfinityBits ? NaN : (magnitude ^ sign) - sign;
    }

    private static int[] MakeBorders()
    {
        int[] borders = new int[PerOctave + 1];
        borders[0] = Steps;
        for (int i = 1; i < borders.Length; i++)
        {
            borders[i] = Math.Min(borders[i - 1] * 101 / 99, 2 * Steps);
        }

        return borders;
    }

    private static byte[] MakeBucketOfStep()
    {
        byte[] buckets = new byte[Steps];
        for (int i = 0; i < PerOctave; i++)
        {
            buckets.AsSpan((Borders[i] - Steps)..(Borders[i + 1] - Steps)).Fill((byte)i);
        }

        return buckets;
    }

    private static double[] MakeMiddles()
    {
        double[] middles = new double[PerOctave];
        for (int i = 0; i < PerOctave; i++)
        {
            // the integers are exact, so is the division by a power of two: one rounding
            middles[i] = 2.0 * Borders[i] * Borders[i + 1] / (Borders[i] + Borders[i + 1]) / Steps;
        }

        return middles;
    }
}
