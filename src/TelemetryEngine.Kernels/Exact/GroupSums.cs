using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace TelemetryEngine.Kernels.Exact;

// Adds values to the summaries of their groups, each of which is a vector of 32 bytes and perhaps a word: one load and one store for a row.
internal static class GroupSums
{
    // Words of a summary of integers: the sum, the number, the complement of the smallest and the largest, both as unsigned numbers from
    // the smallest integer on.
    public const int IntegerWords = 4;

    // Words of a summary of integers that has no extremes: the sum and the number.
    public const int SumWords = 2;

    // Words of a summary of doubles: the sums of the high and the low parts, the number, the smallest and the largest.
    public const int DoubleWords = 5;

    private const ulong Sign = 1UL << 63;

    // A high part counts 2^51 steps of 2^−75.
    public const int HighShift = 51;

    // High parts that make 1.
    public const double HighUnits = 1 << 24;

    // Low parts that make 1.
    public const double LowUnits = HighUnits * (1L << HighShift);

    // 1.5·2^52: beside it, numbers up to 2^51 lose their fraction, and the low bits of the sum are the integer.
    public const double Rounder = 6755399441055744;

    // The bits of Rounder.
    public const long RounderBits = 0x4338000000000000;

    // True when this machine has the instructions.
    public static bool IsSupported => Avx512F.VL.IsSupported && Avx512DQ.IsSupported && Vector512.IsHardwareAccelerated;

    // Adds integers; the sums must have room for them.
    // groups: For each value the number of its summary.
    // throws IndexOutOfRangeException: There is no such group.
    public static void AddIntegers(Span<ulong> states, ReadOnlySpan<int> groups, ReadOnlySpan<long> values)
    {
        values = values[..groups.Length];
        ref ulong start = ref MemoryMarshal.GetReference(states);
        uint count = (uint)states.Length / IntegerWords;
        Vector256<ulong> first = Vector256.Create(ulong.MaxValue, 0, 0, 0);
        Vector256<ulong> one = Vector256.Create(0UL, 1, 0, 0);
        Vector256<ulong> flip = Vector256.Create(0UL, 0, ~Sign, Sign);
        for (int row = 0; row < groups.Length; row++)
        {
            // SAFETY: the group is one of the states.
            ref ulong state = ref Unsafe.Add(ref start, (nint)Checked(groups[row], count) * IntegerWords);
            Vector256<ulong> value = Vector256.Create((ulong)values[row]);
            Vector256<ulong> before = Vector256.LoadUnsafe(ref state);
            Vector256<ulong> sums = before + ((value & first) | one);
            Vector256<ulong> extremes = Avx512F.VL.Max(before, value ^ flip);
            Avx2.Blend(sums.AsUInt32(), extremes.AsUInt32(), 0xF0).AsUInt64().StoreUnsafe(ref state);
        }
    }

    // Adds integers to summaries without extremes; the sums must have room for them.
    // groups: For each value the number of its summary.
    // throws IndexOutOfRangeException: There is no such group.
    public static void AddSums(Span<ulong> states, ReadOnlySpan<int> groups, ReadOnlySpan<long> values)
    {
        values = values[..groups.Length];
        ref ulong start = ref MemoryMarshal.GetReference(states);
        uint count = (uint)states.Length / SumWords;
        Vector128<ulong> one = Vector128.Create(0UL, 1);
        for (int row = 0; row < groups.Length; row++)
        {
            // SAFETY: the group is one of the states.
            ref ulong state = ref Unsafe.Add(ref start, (nint)Checked(groups[row], count) * SumWords);
            (Vector128.LoadUnsafe(ref state) + (Vector128.CreateScalar((ulong)values[row]) | one)).StoreUnsafe(ref state);
        }
    }

    // All bits that are set in the magnitude of one of the values; in place of a negative number that of its complement.
    public static ulong MagnitudeBits(ReadOnlySpan<long> values)
    {
        Vector512<long> all = default;
        int row = 0;
        for (; row <= values.Length - Vector512<long>.Count; row += Vector512<long>.Count)
        {
            Vector512<long> some = Vector512.LoadUnsafe(ref MemoryMarshal.GetReference(values), (nuint)row);
            all |= some ^ (some >> 63);
        }

        Vector128<long> half =
            (all.GetLower().GetLower() | all.GetLower().GetUpper()) | (all.GetUpper().GetLower() | all.GetUpper().GetUpper());
        long bits = half[0] | half[1];
        for (; row < values.Length; row++)
        {
            bits |= values[row] ^ (values[row] >> 63);
        }

        return (ulong)bits;
    }

    // Cuts doubles in two, as FixedPointBlock does: at 2^−24, high·2^−24 + low·2^−75. False when a value can't be, and then the parts mean
    // nothing.
    // limit: Values of this and more can't be.
    // parts: Receives for each value its high and its low part.
    // largest: No value is further from zero.
    // throws ArgumentOutOfRangeException: There is no room for all parts.
    public static bool TrySplit(ReadOnlySpan<double> values, double limit, Span<long> parts, out double largest)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(parts.Length, 2 * values.Length, nameof(parts));
        ref double value = ref MemoryMarshal.GetReference(values);
        ref long part = ref MemoryMarshal.GetReference(parts);
        Vector512<double> bad = default;
        Vector512<double> most = default;
        int row = 0;
        for (; row <= values.Length - Vector512<double>.Count; row += Vector512<double>.Count)
        {
            // SAFETY: eight values lie behind row, and there is room for their parts.
            ReadAhead.From(ref Unsafe.Add(ref value, row));
            Vector512<double> some = Vector512.LoadUnsafe(ref value, (nuint)row);
            bad |= Split(some, limit, out Vector512<long> high, out Vector512<long> low);
            most = Vector512.MaxNative(most, Vector512.Abs(some));
            Avx512F.PermuteVar8x64x2(high, Vector512.Create(0L, 8, 1, 9, 2, 10, 3, 11), low).StoreUnsafe(ref part, (nuint)row * 2);
            Avx512F.PermuteVar8x64x2(high, Vector512.Create(4L, 12, 5, 13, 6, 14, 7, 15), low).StoreUnsafe(ref part, ((nuint)row * 2) + 8);
        }

        bool isGood = bad.AsInt64() == default;
        largest = 0;
        for (int i = 0; i < Vector512<double>.Count; i++)
        {
            largest = double.MaxNative(largest, most[i]);
        }

        for (; row < values.Length; row++)
        {
            Vector512<double> one = Vector512.Create(values[row]);
            isGood &= Split(one, limit, out Vector512<long> high, out Vector512<long> low).AsInt64() == default;
            parts[2 * row] = high[0];
            parts[(2 * row) + 1] = low[0];
            largest = double.MaxNative(largest, Math.Abs(values[row]));
        }

        return isGood;
    }

    // The sums of the parts of doubles, and the extremes; false when a value can't be cut in two, and then nothing is said about them.
    // values: The values, so few that their parts add up in an int64.
    // limit: Values of this and more can't be cut.
    // highs: The sum of the high parts.
    // lows: The sum of the low parts.
    // least: The smallest value, of equal zeros either; +∞ of none.
    // most: The largest value, of equal zeros either; −∞ of none.
    public static bool TrySum(ReadOnlySpan<double> values, double limit, out long highs, out long lows, out double least, out double most)
    {
        Vector512<long> highSums = default;
        Vector512<long> lowSums = default;
        Vector512<double> bad = default;
        Vector512<double> firsts = Vector512.Create(double.PositiveInfinity);
        Vector512<double> lasts = Vector512.Create(double.NegativeInfinity);
        int row = 0;
        for (; row <= values.Length - Vector512<double>.Count; row += Vector512<double>.Count)
        {
            // SAFETY: eight values lie behind row.
            ReadAhead.From(ref Unsafe.Add(ref MemoryMarshal.GetReference(values), row));
            Vector512<double> some = Vector512.LoadUnsafe(ref MemoryMarshal.GetReference(values), (nuint)row);
            bad |= Split(some, limit, out Vector512<long> high, out Vector512<long> low);
            highSums += high;
            lowSums += low;
            firsts = Vector512.MinNative(firsts, some);
            lasts = Vector512.MaxNative(lasts, some);
        }

        (highs, lows) = (Vector512.Sum(highSums), Vector512.Sum(lowSums));
        (least, most) = (double.PositiveInfinity, double.NegativeInfinity);
        for (int i = 0; i < Vector512<double>.Count; i++)
        {
            least = double.MinNative(least, firsts[i]);
            most = double.MaxNative(most, lasts[i]);
        }

        for (; row < values.Length; row++)
        {
            Vector512<double> one = Vector512.Create(values[row]);
            bad |= Split(one, limit, out Vector512<long> high, out Vector512<long> low);
            highs += high[0];
            lows += low[0];
            least = double.MinNative(least, values[row]);
            most = double.MaxNative(most, values[row]);
        }

        return bad.AsInt64() == default;
    }

    // Adds doubles that are cut in two, up to one that makes the number of its group a multiple of folded.
    // groups: For each value the number of its summary.
    // values: The values, none of them NaN; as many.
    // parts: Their parts, as TrySplit gives them.
    // from: The value to begin with.
    // returns: The value behind the last that was added.
    // throws IndexOutOfRangeException: There is no such group.
    public static int AddDoubles(
        Span<long> states, ReadOnlySpan<int> groups, ReadOnlySpan<double> values, ReadOnlySpan<long> parts, int from, int folded)
    {
        values = values[..groups.Length];
        parts = parts[..(2 * groups.Length)];
        ref long start = ref MemoryMarshal.GetReference(states);
        ref long part = ref MemoryMarshal.GetReference(parts);
        uint count = (uint)states.Length / DoubleWords;
        Vector256<long> one = Vector256.Create(0L, 0, 1, 0);
        for (int row = from; row < groups.Length; row++)
        {
            // SAFETY: the group is one of the states; each row has two parts.
            ref long state = ref Unsafe.Add(ref start, (nint)Checked(groups[row], count) * DoubleWords);
            Vector256<double> value = Vector256.Create(values[row]);
            Vector256<long> before = Vector256.LoadUnsafe(ref state);
            Vector256<long> sums = before + one.WithLower(Vector128.LoadUnsafe(ref part, (nuint)row * 2));
            Vector256<double> least = Avx.Min(before.AsDouble(), value);
            Avx2.Blend(sums.AsUInt32(), least.AsUInt32(), 0xC0).AsInt64().StoreUnsafe(ref state);
            ref double most = ref Unsafe.As<long, double>(ref Unsafe.Add(ref state, 4));
            most = double.MaxNative(most, value.ToScalar());
            if (((int)sums.GetElement(2) & (folded - 1)) == 0)
            {
                return row + 1;
            }
        }

        return groups.Length;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal static Vector512<double> Split(Vector512<double> value, double limit, out Vector512<long> high, out Vector512<long> low)
    {
        Vector512<double> rounder = Vector512.Create(Rounder);
        Vector512<long> rounderBits = Vector512.Create(RounderBits);
        Vector512<double> wide = (value * HighUnits) + rounder;
        Vector512<double> rest = (value - ((wide - rounder) * (1 / HighUnits))) * LowUnits;
        Vector512<double> fine = rest + rounder;
        high = wide.AsInt64() - rounderBits;
        low = fine.AsInt64() - rounderBits;
        return ~(Vector512.Equals(fine - rounder, rest) & Vector512.LessThan(Vector512.Abs(value), Vector512.Create(limit)));
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static int Checked(int group, uint count) => (uint)group < count ? group : throw new IndexOutOfRangeException();
}
