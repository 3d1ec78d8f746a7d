using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;

namespace TelemetryEngine.Kernels.Exact;

// BinaryFixedPoint for many values at once. A value is cut in two at 2^−24, high·2^−24 + low·2^−75, by adding and taking away a number so
// large that nothing below one fits beside it; both parts are integers of at most 51 bits, found without a branch.
internal static class FixedPointBlock
{
    // The most values at once: so many parts still add up in an int64.
    public const int MaxRows = 1024;

    // Values of 2^26 and more have no place here.
    public const double Limit = 1 << 26;

    // A high part counts 2^51 steps of 2^−75.
    public const int HighShift = GroupSums.HighShift;

    private const double HighUnits = GroupSums.HighUnits;
    private const double HighUnit = 1 / HighUnits;
    private const double LowUnits = GroupSums.LowUnits;

    private const double Rounder = GroupSums.Rounder;
    private const long RounderBits = GroupSums.RounderBits;

    // True when the way that is used is that of the widest vectors.
    internal static readonly bool IsWide = DoubleGroups.Selected == GroupSums.AddDoubles;

    // The exact sum and the extremes; false when a value is not finite, too large or too fine, and then nothing is said about them.
    // least: The smallest value, of equal zeros either; +∞ of none.
    // most: The largest value, of equal zeros either; −∞ of none.
    // throws ArgumentOutOfRangeException: There are too many values.
    public static bool TrySum(ReadOnlySpan<double> values, out Int128 sum, out double least, out double most)
    {
        ArgumentOutOfRangeException.ThrowIfGreaterThan(values.Length, MaxRows, nameof(values));
        bool isGood = IsWide
            ? GroupSums.TrySum(values, Limit, out long highs, out long lows, out least, out most)
            : TrySumNarrow(values, out highs, out lows, out least, out most);
        sum = Join(highs, lows);
        return isGood;
    }

    // The sums of the parts, and the extremes, on every machine.
    internal static bool TrySumNarrow(ReadOnlySpan<double> values, out long highSum, out long lowSum, out double least, out double most)
    {
        ReadOnlySpan<Vector256<double>> vectors = MemoryMarshal.Cast<double, Vector256<double>>(values);
        Vector256<long> highs = default;
        Vector256<long> lows = default;
        Vector256<double> bad = default;
        Vector256<double> firsts = Vector256.Create(double.PositiveInfinity);
        Vector256<double> lasts = Vector256.Create(double.NegativeInfinity);
        foreach (Vector256<double> value in vectors)
        {
            bad |= Split(value, out Vector256<long> high, out Vector256<long> low);
            highs += high;
            lows += low;
            firsts = Vector256.MinNative(firsts, value);
            lasts = Vector256.MaxNative(lasts, value);
        }

        (highSum, lowSum) = (Vector256.Sum(highs), Vector256.Sum(lows));
        least = double.MinNative(double.MinNative(firsts[0], firsts[1]), double.MinNative(firsts[2], firsts[3]));
        most = double.MaxNative(double.MaxNative(lasts[0], lasts[1]), double.MaxNative(lasts[2], lasts[3]));
        bool isGood = bad.AsInt64() == default;
        foreach (double value in values[(vectors.Length * Vector256<double>.Count)..])
        {
            isGood &= TrySplit(value, out long high, out long low);
            highSum += high;
            lowSum += low;
            least = double.MinNative(least, value);
            most = double.MaxNative(most, value);
        }

        return isGood;
    }

    // Cuts each value in two; false when a value is not finite, too large or too fine, and then the parts mean nothing.
    // parts: Receives two parts for each value: one that counts 2^51 steps, then one that counts steps of 2^−75.
    // largest: No value is further from zero.
    // throws ArgumentOutOfRangeException: There is no room for all parts.
    public static bool TrySplit(ReadOnlySpan<double> values, Span<long> parts, out double largest) =>
        IsWide ? GroupSums.TrySplit(values, Limit, parts, out largest) : TrySplitNarrow(values, parts, out largest);

    // What TrySplit does on every machine.
    internal static bool TrySplitNarrow(ReadOnlySpan<double> values, Span<long> parts, out double largest)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(parts.Length, 2 * values.Length, nameof(parts));
        ReadOnlySpan<Vector256<double>> vectors = MemoryMarshal.Cast<double, Vector256<double>>(values);
        Vector256<double> bad = default;
        Vector256<double> most = default;
        for (int i = 0; i < vectors.Length; i++)
        {
            bad |= Split(vectors[i], out Vector256<long> high, out Vector256<long> low);
            most = Vector256.MaxNative(most, Vector256.Abs(vectors[i]));
            Span<long> eight = parts.Slice(8 * i, 8);
            for (int lane = 0; lane < Vector256<long>.Count; lane++)
            {
                eight[2 * lane] = high[lane];
                eight[(2 * lane) + 1] = low[lane];
            }
        }

        largest = double.MaxNative(double.MaxNative(most[0], most[1]), double.MaxNative(most[2], most[3]));
        bool isGood = bad.AsInt64() == default;
        for (int row = vectors.Length * Vector256<double>.Count; row < values.Length; row++)
        {
            isGood &= TrySplit(values[row], out parts[2 * row], out parts[(2 * row) + 1]);
            largest = double.MaxNative(largest, Math.Abs(values[row]));
        }

        return isGood;
    }

    // The steps of 2^−75 that two parts, or two sums of parts, stand for.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Int128 Join(long high, long low)
    {
        ulong lower = (ulong)high << HighShift;
        ulong sum = lower + (ulong)low;
        long upper = (high >> (64 - HighShift)) + (low >> 63) + (sum < lower ? 1 : 0);
        return new Int128((ulong)upper, sum);
    }

    // Cuts values in two, and sets the bits of those that can't be.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector256<double> Split(Vector256<double> value, out Vector256<long> high, out Vector256<long> low)
    {
        Vector256<double> rounder = Vector256.Create(Rounder);
        Vector256<long> rounderBits = Vector256.Create(RounderBits);
        Vector256<double> wide = (value * HighUnits) + rounder;
        Vector256<double> rest = (value - ((wide - rounder) * HighUnit)) * LowUnits;
        Vector256<double> fine = rest + rounder;
        high = wide.AsInt64() - rounderBits;
        low = fine.AsInt64() - rounderBits;
        return ~(Vector256.Equals(fine - rounder, rest) & Vector256.LessThan(Vector256.Abs(value), Vector256.Create(Limit)));
    }

    // The same for one value.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static bool TrySplit(double value, out long high, out long low)
    {
        double wide = (value * HighUnits) + Rounder;
        double rest = (value - ((wide - Rounder) * HighUnit)) * LowUnits;
        double fine = rest + Rounder;
        high = BitConverter.DoubleToInt64Bits(wide) - RounderBits;
        low = BitConverter.DoubleToInt64Bits(fine) - RounderBits;
        return fine - Rounder == rest && Math.Abs(value) < Limit;
    }
}
