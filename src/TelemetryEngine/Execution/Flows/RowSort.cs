using System.Numerics;
using TelemetryEngine.Columns;
using TelemetryEngine.Execution.Scanning;
using TelemetryEngine.Kernels.Sorting;

namespace TelemetryEngine.Execution.Flows;

// Sorts rows by unsigned numbers on several threads: first by the highest digit that differs, then those of each digit by themselves, which
// fit a cache and often are in order already. Rows that are equal keep their order.
internal static class RowSort
{
    // Fewer rows are not worth several threads.
    private const int LeastRows = 1 << 15;

    // The places of all rows in their order.
    // ranks: The numbers of the rows, the first ones first. Rows of several are compared by the next where they are equal in one.
    public static int[] Places(IReadOnlyList<ulong[]> ranks, int count, int threads)
    {
        int[] places = FreshMemory.New<int>(count);
        for (int place = 0; place < count; place++)
        {
            places[place] = place;
        }

        bool isFirst = true;
        foreach (ulong[] word in Words(ranks, count, threads).Reverse())
        {
            ulong[] keys = word;
            if (!isFirst)
            {
                keys = FreshMemory.New<ulong>(count);
                ulong[] into = keys;
                int[] of = places;
                EachPart(count, threads, (from, to) =>
                {
                    for (int i = from; i < to; i++)
                    {
                        into[i] = word[of[i]];
                    }
                });
            }

            isFirst = false;
            places = Sort(keys, places, threads);
        }

        return places;
    }

    // Does something with parts of the rows, on several threads.
    public static void EachPart(int count, int threads, Action<int, int> work)
    {
        const int PartRows = 1 << 16;
        Crew.Each(threads, (int)(((long)count + PartRows - 1) / PartRows), part =>
            work(part * PartRows, (int)Math.Min(count, ((long)part + 1) * PartRows)));
    }

    // The numbers of a row as few: as many columns together as fit 64 bits.
    private static IEnumerable<ulong[]> Words(IReadOnlyList<ulong[]> ranks, int count, int threads)
    {
        Range[] ranges = [.. ranks.Select(rank => RangeOf(rank, count, threads))];
        for (int first = 0; first < ranks.Count;)
        {
            int bits = ranges[first].Bits;
            int last = first;
            while (last + 1 < ranks.Count && bits + ranges[last + 1].Bits <= 64)
            {
                bits += ranges[++last].Bits;
            }

            if (bits > 0)
            {
                yield return Word(ranks, ranges, first, last, count, threads);
            }

            first = last + 1;
        }
    }

    private static ulong[] Word(IReadOnlyList<ulong[]> ranks, Range[] ranges, int first, int last, int count, int threads)
    {
        ulong[] word = FreshMemory.New<ulong>(count);
        EachPart(count, threads, (from, to) =>
        {
            Span<ulong> part = word.AsSpan(from, to - from);
            part.Clear();
            for (int i = first; i <= last; i++)
            {
                ReadOnlySpan<ulong> rank = ranks[i].AsSpan(from, to - from);
                (ulong least, int bits) = (ranges[i].Least, ranges[i].Bits);
                for (int row = 0; row < part.Length; row++)
                {
                    // a shift by 64 is none
                    part[row] = (bits == 64 ? 0 : part[row] << bits) | (rank[row] - least);
                }
            }
        });

        return word;
    }

    private static Range RangeOf(ulong[] rank, int count, int threads)
    {
        Lock all = new();
        ulong least = ulong.MaxValue;
        ulong most = 0;
        EachPart(count, threads, (from, to) =>
        {
            ulong low = ulong.MaxValue;
            ulong high = 0;
            foreach (ulong value in rank.AsSpan(from, to - from))
            {
                low = Math.Min(low, value);
                high = Math.Max(high, value);
            }

            lock (all)
            {
                least = Math.Min(least, low);
                most = Math.Max(most, high);
            }
        });

        return new Range(least, count == 0 ? 0 : 64 - BitOperations.LeadingZeroCount(most - least));
    }

    // The items in the order of their keys.
    private static int[] Sort(ulong[] keys, int[] items, int threads)
    {
        if (keys.Length < LeastRows)
        {
            RadixSort.Sort(keys, items, new ulong[keys.Length], new int[items.Length]);
            return items;
        }

        ulong differing = RadixSort.Differing(keys, out bool isSorted);
        if (isSorted)
        {
            return items;
        }

        int shift = Math.Max(0, 64 - BitOperations.LeadingZeroCount(differing) - RadixSort.DigitBits);
        ulong[] sortedKeys = FreshMemory.New<ulong>(keys.Length);
        int[] sorted = FreshMemory.New<int>(items.Length);
        int[] starts = Split(keys, items, sortedKeys, sorted, shift, threads);
        if (shift > 0)
        {
            Crew.Each(threads, RadixSort.Digits, digit =>
            {
                System.Range rows = starts[digit]..starts[digit + 1];
                RadixSort.Sort(sortedKeys.AsSpan(rows), sorted.AsSpan(rows), keys.AsSpan(rows), items.AsSpan(rows));
            });
        }

        return sorted;
    }

    // Sorts by one digit. Returns where the rows of each begin; behind them, where the last ones end.
    private static int[] Split(ulong[] keys, int[] items, ulong[] toKeys, int[] toItems, int shift, int threads)
    {
        int slice = (keys.Length + threads - 1) / threads;
        int[][] places = [.. Enumerable.Range(0, threads).Select(static _ => new int[RadixSort.Digits])];
        Crew.Each(threads, threads, part => RadixSort.Count(Slice<ulong>(keys, part, slice), shift, places[part]));

        int[] starts = new int[RadixSort.Digits + 1];
        int start = 0;
        for (int digit = 0; digit < RadixSort.Digits; digit++)
        {
            starts[digit] = start;
            foreach (int[] of in places)
            {
                (of[digit], start) = (start, start + of[digit]);
            }
        }

        starts[^1] = start;
        Crew.Each(threads, threads, part => RadixSort.Scatter(
            Slice<ulong>(keys, part, slice), Slice<int>(items, part, slice), toKeys, toItems, shift, places[part]));
        return starts;
    }

    private static ReadOnlySpan<T> Slice<T>(T[] values, int part, int length)
    {
        int from = (int)Math.Min((long)part * length, values.Length);
        return values.AsSpan(from, Math.Min(length, values.Length - from));
    }

    // The least of some numbers, and how many bits what they have above it takes.
    private readonly record struct Range(ulong Least, int Bits);
}
