using TelemetryEngine.Aggregates.Components;
using TelemetryEngine.Grouping;
using TelemetryEngine.Windows;

namespace TelemetryEngine.Execution;

/// <summary>
/// The groups of all workers in the result's order, a row for each window and keys that any of them met: the rows of windows that do not overlap.
/// Only the groups are brought together, in ranges of places that threads share; the states behind them are merged where a batch of the result is made.
/// </summary>
internal sealed class MergedGroups : ResultRows
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
    private readonly long[] _starts;
    private readonly long[] _ends;

    public MergedGroups(BoundPlan plan, IReadOnlyList<PartialState> parts, int threads)
    {
        _parts = parts;
        Tables = TablesOf(parts);
        Order = new GroupOrder(parts);
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

        (_starts, _ends) = Borders(plan.Windows?.Invoke());
    }

    /// <summary>Windows and keys.</summary>
    public GroupOrder Order { get; }

    public override int Count => _rowStarts[^1];

    public override IReadOnlyList<Component[]> Tables { get; }

    public override KeyTable Keys => Order.Keys;

    public override int KeyAt(int place) => Order.KeyAt(place);

    public override ReadOnlySpan<long> StartsOf(int rows) => _starts.AsSpan(0, WindowsOf(rows));

    public override ReadOnlySpan<long> EndsOf(int rows) => _ends.AsSpan(0, WindowsOf(rows));

    public override void Read(int firstRow, MergedRows into)
    {
        int row = -1;
        for (int at = EntryOf(firstRow); at < _groups.Length; at++)
        {
            ulong entry = _groups[at];
            int part = PartOf(entry);
            if ((entry & FirstOfRow) != 0)
            {
                if (++row == into.Count)
                {
                    break;
                }

                long place = Order.PlaceOf(part, _parts[part].Groups.Groups[(int)(uint)entry]);
                int window = Order.WindowAt(place);
                into.SetRow(row, _starts[window], _ends[window], Order.KeyPlaceAt(place));
            }

            into.Add(part, (int)(uint)entry, row);
        }
    }

    // rows are sorted by window, so the first rows have the first windows
    private int WindowsOf(int rows)
    {
        if (rows == 0)
        {
            return 0;
        }

        ulong last = _groups[EntryOf(rows - 1)];
        int part = PartOf(last);
        return Order.WindowAt(Order.PlaceOf(part, _parts[part].Groups.Groups[(int)(uint)last])) + 1;
    }

    // calendars remember what they have looked up, so one thread asks them
    private (long[] Starts, long[] Ends) Borders(AlignedWindows? windows)
    {
        ReadOnlySpan<long> ordinals = Order.Windows;
        long[] starts = new long[ordinals.Length];
        long[] ends = new long[ordinals.Length];
        for (int window = 0; windows is not null && window < ordinals.Length; window++)
        {
            starts[window] = windows.Start(ordinals[window]);
            ends[window] = windows.End(ordinals[window]);
        }

        return (starts, ends);
    }

    /// <summary>Where the first source of a row is.</summary>
    private int EntryOf(int row)
    {
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
            int part = PartOf(entries[i]);
            places[i] = Order.PlaceOf(part, _parts[part].Groups.Groups[(int)(uint)entries[i]]) - first;
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
