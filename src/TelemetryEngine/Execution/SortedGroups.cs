namespace TelemetryEngine.Execution;

/// <summary>
/// The groups of all workers, sorted by their places: the groups of one place follow each other and are a row. Ranges of places are sorted by threads
/// that share them.
/// </summary>
internal sealed class SortedGroups
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

    public SortedGroups(GroupOrder order, IReadOnlyList<PartialState> parts, int threads)
    {
        Order = order;
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
        _groups = GC.AllocateUninitializedArray<ulong>(total);
        _rangeStarts = new int[ranges + 1];
        _rowStarts = new int[ranges + 1];
        Distribute(ranges, threads);
        Crew.Each(threads, ranges, range => _rowStarts[range + 1] = Sort(range));
        for (int range = 0; range < ranges; range++)
        {
            _rowStarts[range + 1] += _rowStarts[range];
        }
    }

    /// <summary>Windows and keys, and their places.</summary>
    public GroupOrder Order { get; }

    /// <summary>How many rows.</summary>
    public int Rows => _rowStarts[^1];

    /// <summary>How many groups; the entries are numbered from 0.</summary>
    public int Entries => _groups.Length;

    /// <summary>Ranges of places, which may be looked through by a thread each.</summary>
    public int Ranges => _rangeStarts.Length - 1;

    /// <summary>True for the first entry of a row.</summary>
    public bool IsFirstOfRow(int entry) => (_groups[entry] & FirstOfRow) != 0;

    /// <summary>The worker whose group an entry is.</summary>
    public int PartOf(int entry) => PartOf(_groups[entry]);

    /// <summary>The worker's group.</summary>
    public int GroupOf(int entry) => (int)(uint)_groups[entry];

    /// <summary>The place of an entry.</summary>
    public long PlaceOf(int entry) => PlaceOf(_groups[entry]);

    /// <summary>The entries and the first row of a range.</summary>
    public (int FirstEntry, int EndEntry, int FirstRow) RangeAt(int range) => (_rangeStarts[range], _rangeStarts[range + 1], _rowStarts[range]);

    /// <summary>The first entry of a row; the number of entries for the row behind the last.</summary>
    public int EntryOf(int row)
    {
        if (row == Rows)
        {
            return Entries;
        }

        int range = Array.BinarySearch(_rowStarts, row);
        range = range < 0 ? ~range - 1 : range;
        while (_rowStarts[range + 1] == row)
        {
            range++;
        }

        int at = _rangeStarts[range];
        for (int skip = row - _rowStarts[range]; skip >= 0; at++)
        {
            skip -= (int)(_groups[at] >> 63);
        }

        return at - 1;
    }

    private static int PartOf(ulong entry) => (int)((entry & ~FirstOfRow) >> PartShift);

    private long PlaceOf(ulong entry)
    {
        int part = PartOf(entry);
        return Order.PlaceOf(part, _parts[part].Groups.Groups[(int)(uint)entry]);
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

    /// <returns>The range's rows.</returns>
    private int Sort(int range)
    {
        Span<ulong> entries = _groups.AsSpan(_rangeStarts[range].._rangeStarts[range + 1]);
        long[] places = new long[entries.Length];
        long first = (long)range << _rangeShift;
        for (int i = 0; i < places.Length; i++)
        {
            places[i] = PlaceOf(entries[i]) - first;
        }

        return 1L << _rangeShift <= (long)entries.Length * PlacesPerGroup ? SortByTable(places, entries) : SortByComparison(places, entries);
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
