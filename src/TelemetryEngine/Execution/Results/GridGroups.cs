using System.Numerics;
using TelemetryEngine.Execution.Scanning;
using TelemetryEngine.Grouping;

namespace TelemetryEngine.Execution.Results;

// Groups that fill most places: nothing is sorted, since the workers' grids of windows and keys are gone through in the order of the
// places. Only the rows of each range of places are counted beforehand.
internal sealed class GridGroups : OrderedGroups
{
    private const int PlacesPerGroup = 4;
    private const int WordShift = 6;
    private const int RangeWords = 32;
    private const int RangeShift = 11;
    private const int KeysAtOnce = 1 << 10;

    private readonly Grid[] _grids;
    private readonly int[] _rowStarts;

    public GridGroups(GroupOrder order, IReadOnlyList<PartialState> parts, int threads)
        : base(order)
    {
        _grids = new Grid[parts.Count];
        for (int part = 0; part < _grids.Length; part++)
        {
            _grids[part] = new Grid(order, part, parts[part]);
        }

        int ranges = (int)((order.Count - 1) >> RangeShift) + 1;
        _rowStarts = new int[ranges + 1];
        int runs = Math.Min(ranges, threads * 4);
        Crew.Each(threads, runs, run => CountRows((int)((long)ranges * run / runs), (int)((long)ranges * (run + 1) / runs)));
        for (int range = 0; range < ranges; range++)
        {
            _rowStarts[range + 1] = checked(_rowStarts[range + 1] + _rowStarts[range]);
        }
    }

    public override int Rows => _rowStarts[^1];

    // True when all workers have grids, and few cells of them are empty.
    public static bool Fits(GroupOrder order, IReadOnlyList<PartialState> parts)
    {
        long groups = 0;
        long cells = 0;
        bool areGrids = true;
        foreach (PartialState part in parts)
        {
            groups += part.Groups.Count - 1;
            cells += (long)(part.Windows?.Ordinals.Length ?? 1) * order.KeyCount;
            areGrids &= part.Groups.IsGrid;
        }

        return areGrids && groups > 0 && cells <= groups * PlacesPerGroup;
    }

    public override void PlacesOf(int firstRow, Span<long> places)
    {
        Span<ulong> taken = stackalloc ulong[RangeWords];
        int range = RangeOf(firstRow);
        int skipped = firstRow - _rowStarts[range];
        for (int found = 0; found < places.Length; range++)
        {
            if (_rowStarts[range + 1] == _rowStarts[range])
            {
                continue;
            }

            Mark(range, taken);
            for (int word = 0; word < taken.Length && found < places.Length; word++)
            {
                for (ulong bits = taken[word]; bits != 0 && found < places.Length; bits &= bits - 1)
                {
                    if (--skipped < 0)
                    {
                        places[found++] = ((long)range << RangeShift) + (word << WordShift) + BitOperations.TrailingZeroCount(bits);
                    }
                }
            }
        }
    }

    public override void Read(int firstRow, MergedRows into, ReadOnlySpan<long> starts, ReadOnlySpan<long> ends)
    {
        int range = RangeOf(firstRow);
        int skipped = firstRow - _rowStarts[range];
        int window = Order.WindowAt((long)range << RangeShift);
        int key = Order.KeyPlaceAt((long)range << RangeShift);
        for (int row = 0; row < into.Count;)
        {
            int length = Math.Min(KeysAtOnce, Order.KeyCount - key);
            int rows = ReadKeys(window, key, length, ref skipped, into, row);
            into.SetWindow(row, rows, starts[window], ends[window]);
            row += rows;
            (window, key) = key + length < Order.KeyCount ? (window, key + length) : (window + 1, 0);
        }
    }

    public override int GroupsOf(int row, int window, int key, Span<PartGroup> groups)
    {
        int count = 0;
        for (int part = 0; part < _grids.Length; part++)
        {
            int group = _grids[part].GroupAt(window, key);
            groups[count] = new PartGroup(part, group);
            count += group == 0 ? 0 : 1;
        }

        return count;
    }

    public override void AddTo(int firstRow, ReadOnlySpan<int> windows, int key, MergedRows into, int row)
    {
        for (int part = 0; part < _grids.Length; part++)
        {
            Span<int> room = into.Room(part, windows.Length, out Span<int> rows);
            int groups = _grids[part].GroupsAt(windows, key, room);
            rows[..groups].Fill(MergedRows.GroupOf(row));
            into.Reserve(part, groups);
        }
    }

    private int RangeOf(int row)
    {
        int range = Array.BinarySearch(_rowStarts, row);
        return range < 0 ? ~range - 1 : range;
    }

    // Adds the rows of some keys of a window, as far as there is room.
    // length: How many keys, at most KeysAtOnce.
    // skipped: How many rows come before the first that is wanted.
    // returns: How many rows.
    private int ReadKeys(int window, int firstKey, int length, ref int skipped, MergedRows into, int row)
    {
        Span<int> all = stackalloc int[KeysAtOnce];
        Span<int> marks = all[..length];
        marks.Clear();
        foreach (Grid grid in _grids)
        {
            grid.OrGroups(window, firstKey, marks);
        }

        // those that have a mark, one behind the other
        int found = 0;
        for (int i = 0; i < marks.Length; i++)
        {
            int mark = marks[i];
            marks[found] = firstKey + i;
            found += mark == 0 ? 0 : 1;
        }

        int left = Math.Min(skipped, found);
        skipped -= left;
        ReadOnlySpan<int> keys = marks[left..Math.Min(found, left + into.Count - row)];
        keys.CopyTo(into.KeyPlaces[row..]);
        for (int part = 0; part < _grids.Length; part++)
        {
            Span<int> groups = into.Room(part, keys.Length, out Span<int> rows);
            into.Reserve(part, _grids[part].GroupsAt(window, keys, groups, rows, MergedRows.GroupOf(row)));
        }

        return keys.Length;
    }

    private void CountRows(int range, int end)
    {
        Span<ulong> taken = stackalloc ulong[RangeWords];
        for (; range < end; range++)
        {
            Mark(range, taken);
            int rows = 0;
            foreach (ulong bits in taken)
            {
                rows += BitOperations.PopCount(bits);
            }

            _rowStarts[range + 1] = rows;
        }
    }

    // Sets a bit for each place of a range that has a group.
    private void Mark(int range, Span<ulong> taken)
    {
        taken.Clear();
        long first = (long)range << RangeShift;
        int length = (int)Math.Min(1 << RangeShift, Order.Count - first);
        foreach (Grid grid in _grids)
        {
            int window = Order.WindowAt(first);
            int key = Order.KeyPlaceAt(first);
            for (int at = 0; at < length;)
            {
                int end = Math.Min(length, at + (Order.KeysFirst ? Order.Windows.Length - window : Order.KeyCount - key));
                if (Order.KeysFirst)
                {
                    grid.MarkWindows(key, window, at, end, taken);
                    (window, key) = (0, key + 1);
                }
                else
                {
                    grid.MarkKeys(window, key, at, end, taken);
                    (window, key) = (window + 1, 0);
                }

                at = end;
            }
        }
    }

    // A worker's grid, by places.
    private sealed class Grid
    {
        private readonly CellRow[] _cells;
        private readonly int[] _keys;

        public Grid(GroupOrder order, int part, PartialState state)
        {
            _keys = order.KeysOf(part);
            int[] slots = order.SlotsOf(part);
            _cells = new CellRow[slots.Length];
            for (int window = 0; window < slots.Length; window++)
            {
                _cells[window] = slots[window] < 0 ? default : state.Groups.CellsOf(slots[window]);
            }
        }

        // The group at a window's and a key's place; 0 where there is none.
        public int GroupAt(int window, int key) => _cells[window].At(_keys[key]);

        // The groups at some windows' and a key's place, without those that are not there.
        // returns: How many there are.
        public int GroupsAt(ReadOnlySpan<int> windows, int key, Span<int> groups)
        {
            int count = 0;
            int cell = _keys[key];
            CellRow[] cells = _cells;
            foreach (int window in windows)
            {
                int group = cells[window].At(cell);
                groups[count] = group;
                count += group == 0 ? 0 : 1;
            }

            return count;
        }

        // The groups at a window's and some keys' places, without those that are not there.
        // into: For each of them which of the keys it belongs to.
        // first: The number of the first key.
        // returns: How many there are.
        public int GroupsAt(int window, ReadOnlySpan<int> keys, Span<int> groups, Span<int> into, int first)
        {
            int count = 0;
            CellRow cells = _cells[window];
            ReadOnlySpan<int> places = _keys;
            groups = groups[..keys.Length];
            into = into[..keys.Length];
            for (int i = 0; i < keys.Length && cells.Length > 0; i++)
            {
                int group = cells.At(places[keys[i]]);
                groups[count] = group;
                into[count] = first + i;
                count += group == 0 ? 0 : 1;
            }

            return count;
        }

        // Sets bits in the marks of the keys of a window that have a group, from one key on.
        public void OrGroups(int window, int key, Span<int> marks)
        {
            CellRow cells = _cells[window];
            ReadOnlySpan<int> keys = _keys.AsSpan(key, marks.Length);
            for (int i = 0; i < keys.Length && cells.Length > 0; i++)
            {
                marks[i] |= cells.At(keys[i]);
            }
        }

        // Marks the keys of a window that have a group, from one key on.
        public void MarkKeys(int window, int key, int from, int to, Span<ulong> taken)
        {
            CellRow cells = _cells[window];
            ReadOnlySpan<int> keys = _keys.AsSpan(key, to - from);
            for (int i = 0; i < keys.Length && cells.Length > 0; i++)
            {
                Mark(taken, from + i, cells.At(keys[i]));
            }
        }

        // Marks the windows of a key that have a group, from one window on.
        public void MarkWindows(int key, int window, int from, int to, Span<ulong> taken)
        {
            int cell = _keys[key];
            ReadOnlySpan<CellRow> windows = _cells.AsSpan(window, to - from);
            for (int i = 0; i < windows.Length; i++)
            {
                Mark(taken, from + i, windows[i].At(cell));
            }
        }

        private static void Mark(Span<ulong> taken, int at, int group) => taken[at >> WordShift] |= (group != 0 ? 1UL : 0) << at;
    }
}
