using TelemetryEngine.Columns;
using TelemetryEngine.Execution.Scanning;

namespace TelemetryEngine.Execution.Results;

// Groups that fill few places: they are sorted, in ranges of places that threads share.
internal sealed class SortedGroups : OrderedGroups
{
    // Few enough that a range's tables stay in the cache and among the small objects, whose memory is used again at once.
    private const int GroupsInRange = 1 << 13;
    private const int PlacesPerGroup = 8;
    private const int PartShift = 32;
    private const ulong FirstOfRow = 1UL << 63;

    private readonly IReadOnlyList<PartialState> _parts;
    private readonly int _rangeShift;
    private readonly ulong[] _groups;
    private readonly int[] _rangeStarts;
    private readonly int[] _rowStarts;
    private readonly int[] _rowEntries;

    public SortedGroups(GroupOrder order, IReadOnlyList<PartialState> parts, int threads)
        : base(order)
    {
        _parts = parts;
        int total = 0;
        for (int part = 0; part < parts.Count; part++)
        {
            total = checked(total + parts[part].Groups.Count - 1);
        }

        int most = (total / GroupsInRange) + 1;
        while ((Order.Count - 1) >> _rangeShift >= most)
        {
            _rangeShift++;
        }

        int ranges = (int)((Order.Count - 1) >> _rangeShift) + 1;
        _groups = FreshMemory.New<ulong>(total);
        _rangeStarts = new int[ranges + 1];
        _rowStarts = new int[ranges + 1];
        Distribute(ranges, threads);
        Crew.Each(threads, ranges, range => _rowStarts[range + 1] = Sort(range));
        for (int range = 0; range < ranges; range++)
        {
            _rowStarts[range + 1] += _rowStarts[range];
        }

        _rowEntries = FreshMemory.New<int>(_rowStarts[^1] + 1);
        _rowEntries[^1] = total;
        Crew.Each(threads, ranges, NumberRows);
    }

    public override int Rows => _rowEntries.Length - 1;

    public override void PlacesOf(int firstRow, Span<long> places)
    {
        for (int i = 0; i < places.Length; i++)
        {
            places[i] = PlaceOf(_groups[_rowEntries[firstRow + i]]);
        }
    }

    public override void Read(int firstRow, MergedRows into, ReadOnlySpan<long> starts, ReadOnlySpan<long> ends)
    {
        for (int row = 0; row < into.Count; row++)
        {
            ReadOnlySpan<ulong> entries = EntriesOf(firstRow + row);
            long place = PlaceOf(entries[0]);
            int window = Order.WindowAt(place);
            into.SetRow(row, starts[window], ends[window], Order.KeyPlaceAt(place));
            foreach (ulong entry in entries)
            {
                into.Add(PartOf(entry), (int)(uint)entry, row);
            }
        }
    }

    public override int GroupsOf(int row, int window, int key, Span<PartGroup> groups)
    {
        ReadOnlySpan<ulong> entries = EntriesOf(row);
        for (int i = 0; i < entries.Length; i++)
        {
            groups[i] = new PartGroup(PartOf(entries[i]), (int)(uint)entries[i]);
        }

        return entries.Length;
    }

    public override void AddTo(int firstRow, ReadOnlySpan<int> windows, int key, MergedRows into, int row)
    {
        foreach (ulong entry in _groups.AsSpan(_rowEntries[firstRow].._rowEntries[firstRow + windows.Length]))
        {
            into.Add(PartOf(entry), (int)(uint)entry, row);
        }
    }

    private static int PartOf(ulong entry) => (int)((entry & ~FirstOfRow) >> PartShift);

    private ReadOnlySpan<ulong> EntriesOf(int row) => _groups.AsSpan(_rowEntries[row].._rowEntries[row + 1]);

    private long PlaceOf(ulong entry)
    {
        int part = PartOf(entry);
        return Order.PlaceOf(part, _parts[part].Groups.Groups[(int)(uint)entry]);
    }

    private void NumberRows(int range)
    {
        int row = _rowStarts[range];
        for (int entry = _rangeStarts[range]; entry < _rangeStarts[range + 1]; entry++)
        {
            if ((_groups[entry] & FirstOfRow) != 0)
            {
                _rowEntries[row++] = entry;
            }
        }
    }

    // a counting sort by range, each part by a thread of its own
    private void Distribute(int ranges, int threads)
    {
        int[][] next = new int[_parts.Count][];
        Crew.Each(threads, next.Length, part =>
        {
            int[] counts = new int[ranges];
            foreach ((int, int) group in _parts[part].Groups.Groups[1..])
            {
                counts[Order.PlaceOf(part, group) >> _rangeShift]++;
            }

            next[part] = counts;
        });
        int start = 0;
        for (int range = 0; range < ranges; range++)
        {
            foreach (int[] counts in next)
            {
                int count = counts[range];
                counts[range] = start;
                start += count;
            }

            _rangeStarts[range + 1] = start;
        }

        Crew.Each(threads, next.Length, part =>
        {
            int[] starts = next[part];
            ReadOnlySpan<(int, int)> groups = _parts[part].Groups.Groups;
            for (int group = 1; group < groups.Length; group++)
            {
                _groups[starts[Order.PlaceOf(part, groups[group]) >> _rangeShift]++] = ((ulong)part << PartShift) | (uint)group;
            }
        });
    }

    // returns: The range's rows.
    private int Sort(int range)
    {
        Span<ulong> entries = _groups.AsSpan(_rangeStarts[range].._rangeStarts[range + 1]);
        long[] places = new long[entries.Length];
        long first = (long)range << _rangeShift;
        for (int i = 0; i < places.Length; i++)
        {
            places[i] = PlaceOf(entries[i]) - first;
        }

        return 1L << _rangeShift <= (long)entries.Length * PlacesPerGroup
            ? SortByTable(places, entries)
            : SortByComparison(places, entries);
    }

    private int SortByTable(ReadOnlySpan<long> places, Span<ulong> entries)
    {
        int[] ends = new int[1 << _rangeShift];
        foreach (long place in places)
        {
            ends[place]++;
        }

        int rows = 0;
        int start = 0;
        foreach (ref int end in ends.AsSpan())
        {
            rows += end > 0 ? 1 : 0;
            (start, end) = (start + end, start);
        }

        ulong[] unsorted = entries.ToArray();
        for (int i = 0; i < unsorted.Length; i++)
        {
            entries[ends[places[i]]++] = unsorted[i];
        }

        start = 0;
        foreach (int end in ends)
        {
            if (end > start)
            {
                entries[start] |= FirstOfRow;
            }

            start = end;
        }

        return rows;
    }

    private static int SortByComparison(Span<long> places, Span<ulong> entries)
    {
        places.Sort(entries);
        int rows = 0;
        for (int i = 0; i < places.Length; i++)
        {
            if (i == 0 || places[i] != places[i - 1])
            {
                entries[i] |= FirstOfRow;
                rows++;
            }
        }

        return rows;
    }
}
