using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;

namespace TelemetryEngine.Kernels.Exact;

// Adds values to summaries that stand field by field: all sums, then all numbers and so on, a lane for each group. Where eight rows have
// eight groups that follow each other, as devices that report in turn do, a field of all eight is one addition. The fields are those of
// GroupSums.
internal static class LaneSums
{
    // The most rows that summaries of doubles may get before they are emptied: so many parts still add up in an int64.
    public const int MaxRows = 1 << 12;

    private const int Step = 8;
    private const ulong Sign = 1UL << 63;

    // True when this machine has the instructions.
    public static bool IsSupported => GroupSums.IsSupported;

    // Adds integers; the sums must have room for them.
    // lanes: The summaries: GroupSums.IntegerWords fields of equally many lanes, a multiple of eight. Zeros are summaries of nothing.
    // first: The group of the first lane.
    // groups: For each value its group; values whose group has no lane count for nothing.
    // throws ArgumentOutOfRangeException: The number of lanes is not a multiple of eight, or there are fewer values.
    public static void AddIntegers(Span<ulong> lanes, int first, ReadOnlySpan<int> groups, ReadOnlySpan<long> values)
    {
        values = values[..groups.Length];
        int count = LanesOf(lanes.Length, GroupSums.IntegerWords);
        ref ulong start = ref MemoryMarshal.GetReference(lanes);
        for (int row = 0; row < groups.Length;)
        {
            uint lane = (uint)(groups[row] - first);
            if (lane >= (uint)count)
            {
                row++;
                continue;
            }

            // SAFETY: each field has this lane.
            ref ulong sum = ref Unsafe.Add(ref start, lane);
            if (AreSteps(groups, row, lane))
            {
                // SAFETY: eight values lie behind row, and each field has eight lanes from this one on.
                ref long value = ref Unsafe.Add(ref MemoryMarshal.GetReference(values), row);
                ReadAhead.From(ref value);
                Vector512<ulong> some = Vector512.LoadUnsafe(ref value).AsUInt64();
                Vector512<ulong> key = some ^ Vector512.Create(Sign);
                (Vector512.LoadUnsafe(ref sum) + some).StoreUnsafe(ref sum);
                sum = ref Unsafe.Add(ref sum, count);
                (Vector512.LoadUnsafe(ref sum) + Vector512<ulong>.One).StoreUnsafe(ref sum);
                sum = ref Unsafe.Add(ref sum, count);
                Vector512.Max(Vector512.LoadUnsafe(ref sum), ~key).StoreUnsafe(ref sum);
                sum = ref Unsafe.Add(ref sum, count);
                Vector512.Max(Vector512.LoadUnsafe(ref sum), key).StoreUnsafe(ref sum);
                row += Step;
            }
            else
            {
                ulong key = (ulong)values[row] ^ Sign;
                sum += (ulong)values[row];
                Unsafe.Add(ref sum, count)++;
                sum = ref Unsafe.Add(ref sum, 2 * count);
                sum = Math.Max(sum, ~key);
                sum = ref Unsafe.Add(ref sum, count);
                sum = Math.Max(sum, key);
                row++;
            }
        }
    }

    // Adds integers to summaries without extremes; the sums must have room for them.
    // lanes: The summaries: GroupSums.SumWords fields of equally many lanes, a multiple of eight. Zeros are summaries of nothing.
    // first: The group of the first lane.
    // groups: For each value its group; values whose group has no lane count for nothing.
    // throws ArgumentOutOfRangeException: The number of lanes is not a multiple of eight, or there are fewer values.
    public static void AddSums(Span<ulong> lanes, int first, ReadOnlySpan<int> groups, ReadOnlySpan<long> values)
    {
        values = values[..groups.Length];
        int count = LanesOf(lanes.Length, GroupSums.SumWords);
        ref ulong start = ref MemoryMarshal.GetReference(lanes);
        for (int row = 0; row < groups.Length;)
        {
            uint lane = (uint)(groups[row] - first);
            if (lane >= (uint)count)
            {
                row++;
                continue;
            }

            // SAFETY: each field has this lane.
            ref ulong sum = ref Unsafe.Add(ref start, lane);
            ref ulong number = ref Unsafe.Add(ref sum, count);
            if (AreSteps(groups, row, lane))
            {
                // SAFETY: eight values lie behind row, and each field has eight lanes from this one on.
                ref long value = ref Unsafe.Add(ref MemoryMarshal.GetReference(values), row);
                ReadAhead.From(ref value);
                (Vector512.LoadUnsafe(ref sum) + Vector512.LoadUnsafe(ref value).AsUInt64()).StoreUnsafe(ref sum);
                (Vector512.LoadUnsafe(ref number) + Vector512<ulong>.One).StoreUnsafe(ref number);
                row += Step;
            }
            else
            {
                sum += (ulong)values[row];
                number++;
                row++;
            }
        }
    }

    // Adds doubles, cut in two, up to the first near which there is one that can't be.
    // lanes: The summaries: GroupSums.DoubleWords fields of equally many lanes, a multiple of eight.
    // first: The group of the first lane.
    // groups: For each value its group; values whose group has no lane count for nothing.
    // limit: Values of this and more can't be cut.
    // largest: Becomes the distance from zero of the value furthest from it, if that is more.
    // throws ArgumentOutOfRangeException: The number of lanes is not a multiple of eight, or there are fewer values.
    // returns: The first value that was not added; their number when all were.
    public static int AddDoubles(
        Span<long> lanes, int first, ReadOnlySpan<int> groups, ReadOnlySpan<double> values, double limit, ref double largest)
    {
        values = values[..groups.Length];
        int count = LanesOf(lanes.Length, GroupSums.DoubleWords);
        ref long start = ref MemoryMarshal.GetReference(lanes);
        Vector512<double> most = Vector512.Create(largest);
        int row = 0;
        while (row < groups.Length)
        {
            uint lane = (uint)(groups[row] - first);
            if (lane >= (uint)count)
            {
                row++;
                continue;
            }

            // SAFETY: each field has this lane.
            ref long word = ref Unsafe.Add(ref start, lane);
            if (AreSteps(groups, row, lane))
            {
                // SAFETY: eight values lie behind row, and each field has eight lanes from this one on.
                ref double value = ref Unsafe.Add(ref MemoryMarshal.GetReference(values), row);
                ReadAhead.From(ref value);
                Vector512<double> some = Vector512.LoadUnsafe(ref value);
                if (GroupSums.Split(some, limit, out Vector512<long> high, out Vector512<long> low).AsInt64() != default)
                {
                    break;
                }

                most = Vector512.MaxNative(most, Vector512.Abs(some));
                (Vector512.LoadUnsafe(ref word) + high).StoreUnsafe(ref word);
                word = ref Unsafe.Add(ref word, count);
                (Vector512.LoadUnsafe(ref word) + low).StoreUnsafe(ref word);
                word = ref Unsafe.Add(ref word, count);
                (Vector512.LoadUnsafe(ref word) + Vector512<long>.One).StoreUnsafe(ref word);
                word = ref Unsafe.Add(ref word, count);
                Vector512.MinNative(Vector512.LoadUnsafe(ref word).AsDouble(), some).AsInt64().StoreUnsafe(ref word);
                word = ref Unsafe.Add(ref word, count);
                Vector512.MaxNative(Vector512.LoadUnsafe(ref word).AsDouble(), some).AsInt64().StoreUnsafe(ref word);
                row += Step;
            }
            else
            {
                double single = values[row];
                Vector512<double> one = Vector512.Create(single);
                if (GroupSums.Split(one, limit, out Vector512<long> high, out Vector512<long> low).AsInt64() != default)
                {
                    break;
                }

                most = Vector512.MaxNative(most, Vector512.Abs(one));
                word += high.ToScalar();
                word = ref Unsafe.Add(ref word, count);
                word += low.ToScalar();
                word = ref Unsafe.Add(ref word, count);
                word++;
                ref double least = ref Unsafe.As<long, double>(ref Unsafe.Add(ref word, count));
                least = double.MinNative(least, single);
                least = ref Unsafe.Add(ref least, count);
                least = double.MaxNative(least, single);
                row++;
            }
        }

        for (int i = 0; i < Vector512<double>.Count; i++)
        {
            largest = double.MaxNative(largest, most[i]);
        }

        return row;
    }

    private static int LanesOf(int words, int fields) =>
        words % (fields * Step) == 0
            ? words / fields
            : throw new ArgumentOutOfRangeException("lanes", words, "a field does not have a multiple of eight lanes");

    // True when eight rows have eight lanes that follow each other, the first of them a multiple of eight, so that no load goes over the
    // border of a cache line.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static bool AreSteps(ReadOnlySpan<int> groups, int row, uint lane)
    {
        // SAFETY: eight groups lie behind row. As the lanes are a multiple of eight, the other seven have lanes too.
        return lane % Step == 0
            && row <= groups.Length - Step
            && Vector256.LoadUnsafe(ref MemoryMarshal.GetReference(groups), (nuint)row) - Vector256<int>.Indices
                == Vector256.Create(groups[row]);
    }
}
