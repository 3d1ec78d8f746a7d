using System.Runtime.CompilerServices;
using TelemetryEngine.Columns;
using TelemetryEngine.Kernels;
using TelemetryEngine.Kernels.Lookup;
using TelemetryEngine.Kernels.Sketch;

namespace TelemetryEngine.Aggregates.Components;

// A DDSketch of float64 values for each group: how many values fell into each of the LogBuckets, from which every quantile follows within 1
// %. Counts are exact and no bucket is ever collapsed, so the order of rows, batches and merges does not matter.
internal sealed class DdSketchColumn : Component
{
    private const int ChunkRows = 512;

    private static readonly ColumnType[] Types = [new(ColumnKind.Bytes)];
    private readonly BucketCounts _counts = new();

    public override long Bytes => _counts.Bytes;

    public override IReadOnlyList<ColumnType> StateTypes => Types;

    // The value that stands for the bucket at the point's rank, NaN sorted last; null of no values.
    public double? Quantile(int group, QuantilePoint point)
    {
        long count = _counts.CountOf(group);
        return count == 0 ? null : LogBuckets.ValueOf(_counts.BucketAt(group, point.Rank(count)));
    }

    public override void Reserve(int groups)
    {
        // a group's state comes with its first value
    }

    public override void Add(in RowInput rows)
    {
        ReadOnlySpan<int> groups = rows.Groups;
        ReadOnlySpan<double> values = rows.Doubles[..groups.Length];
        Span<int> buckets = stackalloc int[ChunkRows];
        for (int row = 0; row < groups.Length; row += ChunkRows)
        {
            int end = Math.Min(row + ChunkRows, groups.Length);
            LogBuckets.Of(values[row..end], buckets);
            _counts.Add(groups[row..end], buckets);
        }
    }

    public override void Merge(Component right, ReadOnlySpan<int> groups, ReadOnlySpan<int> into)
    {
        BucketCounts other = ((DdSketchColumn)right)._counts;
        List<(int Bucket, long Count)> entries = [];
        for (int i = 0; i < groups.Length; i++)
        {
            other.CopyTo(groups[i], entries);
            foreach ((int bucket, long count) in entries)
            {
                _counts.Add(into[i], bucket, count);
            }
        }
    }

    // A state is an int32 and an int64 for each bucket that is not empty, in their order: the bucket and its count.
    public override void Save(ReadOnlySpan<int> groups, IReadOnlyList<ColumnVector> columns)
    {
        List<(int Bucket, long Count)> entries = [];
        for (int row = 0; row < groups.Length; row++)
        {
            _counts.CopyTo(groups[row], entries);
            StateWriter writer = new(columns[0].AddBytes(row, entries.Count * (sizeof(int) + (long)sizeof(long))));
            foreach ((int bucket, long count) in entries)
            {
                writer.Add(bucket);
                writer.Add(count);
            }
        }
    }

    // throws FormatException: A state is not of the form that Save writes.
    public override void Load(IReadOnlyList<ColumnVector> columns, ReadOnlySpan<int> groups)
    {
        for (int row = 0; row < groups.Length; row++)
        {
            StateReader reader = new(columns[0].BytesOf(row));
            while (!reader.IsAtEnd)
            {
                int bucket = reader.ReadInt();
                long count = reader.ReadLong();
                if (bucket is < -LogBuckets.Infinity or > LogBuckets.NaN || count <= 0)
                {
                    throw new FormatException($"{count} values in bucket {bucket} are none that a sketch has");
                }

                _counts.Add(groups[row], bucket, count);
            }
        }
    }
}

// How many values each (group, bucket) has had, exactly. Sixteen neighbouring buckets of a group share a page of one cache line, and a hash
// table finds the page; so a group takes about 100 bytes for every 16 % of range that it has values in, however far apart they lie, and at
// most so much for each value.
internal sealed class BucketCounts
{
    private const int PageBits = 4;
    private const int PageSize = 1 << PageBits;

    // Makes buckets whole pages above 0.
    private const int Bias = (LogBuckets.Infinity + PageSize - 1) & -PageSize;

    // Bits that hold a page's number within its group: all buckets have 8,952 pages.
    private const int NumberBits = 14;

    private const int FirstSlots = 64;
    private const int RowsAtOnce = 32;

    private readonly HashKey _hashKey = HashKey.Draw();
    private readonly Dictionary<int, long> _carries = [];
    private Slot[] _slots = new Slot[FirstSlots];
    private int _shift = ShiftFor(FirstSlots);
    private uint[] _counts = [];
    private int _pages;
    private Order? _ordered;

    // Bytes held.
    public long Bytes =>
        (_slots.Length * 16L) + (_counts.Length * (long)sizeof(uint)) + (_carries.Count * 32L) + (_ordered?.Bytes ?? 0);

    // Counts one value for each row.
    public void Add(ReadOnlySpan<int> groups, ReadOnlySpan<int> buckets)
    {
        _ordered = null;
        buckets = buckets[..groups.Length];
        for (int row = 0; row < groups.Length; row += RowsAtOnce)
        {
            int end = Math.Min(row + RowsAtOnce, groups.Length);
            AddSome(groups[row..end], buckets[row..end]);
        }
    }

    // Counts many values of one bucket.
    public void Add(int group, int bucket, long count)
    {
        _ordered = null;
        int place = bucket + Bias;
        Add(Find(KeyOf(group, place >> PageBits)) | (place & (PageSize - 1)), count);
    }

    // The group's buckets that are not empty, and their counts, in the order of buckets. Several threads may ask while nothing is added.
    public void CopyTo(int group, List<(int Bucket, long Count)> entries)
    {
        entries.Clear();
        foreach (Slot page in PagesOf(group))
        {
            for (int i = 0; i < PageSize; i++)
            {
                if (CountAt(page.Start + i) is var count and not 0)
                {
                    entries.Add((BucketAt(page, i), count));
                }
            }
        }
    }

    // How many values a group has. Several threads may ask while nothing is added.
    public long CountOf(int group)
    {
        long sum = 0;
        foreach (Slot page in PagesOf(group))
        {
            for (int i = 0; i < PageSize; i++)
            {
                sum += CountAt(page.Start + i);
            }
        }

        return sum;
    }

    // The bucket of the value at a rank, counted from 0, below CountOf. Several threads may ask while nothing is added.
    public int BucketAt(int group, long rank)
    {
        foreach (Slot page in PagesOf(group))
        {
            for (int i = 0; i < PageSize; i++)
            {
                rank -= CountAt(page.Start + i);
                if (rank < 0)
                {
                    return BucketAt(page, i);
                }
            }
        }

        throw new ArgumentOutOfRangeException(nameof(rank));
    }

    // Three loops instead of one: each looks into one table for all rows, so that what is not in the cache comes for all of them at the
    // same time.
    private void AddSome(ReadOnlySpan<int> groups, ReadOnlySpan<int> buckets)
    {
        Span<ulong> keys = stackalloc ulong[RowsAtOnce];
        Span<int> counters = stackalloc int[RowsAtOnce];
        keys = keys[..groups.Length];
        counters = counters[..groups.Length];
        for (int row = 0; row < keys.Length; row++)
        {
            int place = buckets[row] + Bias;
            keys[row] = KeyOf(groups[row], place >> PageBits);
            counters[row] = place & (PageSize - 1);
            ReadAhead.Line(ref _slots[Hash(keys[row], _shift)]);
        }

        for (int row = 0; row < keys.Length; row++)
        {
            counters[row] |= Find(keys[row]);
            ReadAhead.Line(ref _counts[counters[row]]);
        }

        uint[] counts = _counts;
        foreach (int counter in counters)
        {
            if (++counts[counter] == 0)
            {
                Carry(counter, 1);
            }
        }
    }

    // never 0, which is a slot without a page
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static ulong KeyOf(int group, int number) => (((ulong)(uint)group + 1) << NumberBits) | (uint)number;

    private static int GroupOf(ulong key) => (int)((key >> NumberBits) - 1);

    private static int NumberOf(ulong key) => (int)key & ((1 << NumberBits) - 1);

    private static int BucketAt(Slot page, int place) => (NumberOf(page.Key) << PageBits) - Bias + place;

    private static int ShiftFor(int slots) => 64 - System.Numerics.BitOperations.Log2((uint)slots);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private int Hash(ulong key, int shift) => HostileHash.CollideAll ? 0 : (int)(_hashKey.Product(key) >> shift);

    // Where the counters of a page begin; a new page is empty.
    private int Find(ulong key)
    {
        Slot[] slots = _slots;
        int slot = Hash(key, _shift);
        while (slots[slot].Key != key)
        {
            if (slots[slot].Key == 0)
            {
                slot = AddPage(key);
                return _slots[slot].Start;
            }

            slot = (slot + 1) & (slots.Length - 1);
        }

        return slots[slot].Start;
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private int AddPage(ulong key)
    {
        if (_pages * 2 >= _slots.Length)
        {
            GrowSlots();
        }

        int start = _pages * PageSize;
        if (start == _counts.Length)
        {
            GrowCounts();
        }

        _pages++;
        return Place(new Slot { Key = key, Start = start });
    }

    private int Place(Slot page)
    {
        int slot = Hash(page.Key, _shift);
        while (_slots[slot].Key != 0)
        {
            slot = (slot + 1) & (_slots.Length - 1);
        }

        _slots[slot] = page;
        return slot;
    }

    private void GrowSlots()
    {
        Slot[] before = _slots;
        _slots = [];
        FreshMemory.Resize(ref _slots, before.Length * 2);
        _shift = ShiftFor(_slots.Length);
        foreach (Slot slot in before)
        {
            if (slot.Key != 0)
            {
                Place(slot);
            }
        }
    }

    private void GrowCounts()
    {
        const int Most = int.MaxValue / PageSize / 2 * PageSize;
        if (_counts.Length >= Most)
        {
            throw new RunException(
                $"the quantiles' groups take more than 4 GiB in one worker; use a longer window or fewer keys, or filter with {Fix.Where}");
        }

        int length = Math.Min(_counts.Length + Math.Max(_counts.Length / 2, 4 * PageSize), Most);
        FreshMemory.Resize(ref _counts, (length + PageSize - 1) & -PageSize);
    }

    private long CountAt(int counter) =>
        _counts[counter] + (_carries.Count > 0 && _carries.TryGetValue(counter, out long carry) ? carry << 32 : 0);

    private void Add(int counter, long count)
    {
        ulong sum = _counts[counter] + (ulong)count;
        _counts[counter] = (uint)sum;
        Carry(counter, (long)(sum >> 32));
    }

    // counters have 32 bits; what leaves them is kept beside them
    private void Carry(int counter, long carry)
    {
        if (carry != 0)
        {
            _carries[counter] = _carries.GetValueOrDefault(counter) + carry;
        }
    }

    // A group's pages in the order of buckets.
    private ReadOnlySpan<Slot> PagesOf(int group)
    {
        Order ordered = InOrder();
        return group + 1 < ordered.Starts.Length ? ordered.Pages.AsSpan(ordered.Starts[group]..ordered.Starts[group + 1]) : default;
    }

    private Order InOrder()
    {
        if (Volatile.Read(ref _ordered) is { } known)
        {
            return known;
        }

        lock (_carries)
        {
            if (_ordered is null)
            {
                Volatile.Write(ref _ordered, Sorted());
            }

            return _ordered;
        }
    }

    // a counting sort by group, and a sort of the few pages of each
    private Order Sorted()
    {
        int groups = 0;
        foreach (Slot slot in _slots)
        {
            groups = slot.Key == 0 ? groups : Math.Max(groups, GroupOf(slot.Key) + 1);
        }

        int[] ends = new int[groups + 1];
        foreach (Slot slot in _slots)
        {
            if (slot.Key != 0)
            {
                ends[GroupOf(slot.Key)]++;
            }
        }

        int start = 0;
        foreach (ref int end in ends.AsSpan())
        {
            (start, end) = (start + end, start);
        }

        Slot[] pages = new Slot[_pages];
        foreach (Slot slot in _slots)
        {
            if (slot.Key != 0)
            {
                pages[ends[GroupOf(slot.Key)]++] = slot;
            }
        }

        // each entry is now where the next group starts
        ends.AsSpan(0, groups).CopyTo(ends.AsSpan(1));
        ends[0] = 0;
        for (int group = 0; group < groups; group++)
        {
            if (ends[group + 1] - ends[group] > 1)
            {
                pages.AsSpan(ends[group]..ends[group + 1]).Sort();
            }
        }

        return new Order(pages, ends);
    }

    // All pages in the order of groups and buckets.
    // Starts: Where each group's pages start; and where the last one's end.
    private sealed record Order(Slot[] Pages, int[] Starts)
    {
        public long Bytes => (Pages.Length * 16L) + (Starts.Length * (long)sizeof(int));
    }

    private struct Slot : IComparable<Slot>
    {
        public ulong Key;
        public int Start;

        public readonly int CompareTo(Slot other) => Key.CompareTo(other.Key);
    }
}
