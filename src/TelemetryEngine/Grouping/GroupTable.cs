using TelemetryEngine.Columns;
using TelemetryEngine.Kernels.Lookup;

namespace TelemetryEngine.Grouping;

// (window slot, key ordinal) → group ordinal, given in first-seen order. Group 0 is where rows go that count for nothing, so that the loops
// behind need no branch. While the grid of slots × keys is well filled it is a row of ints for each slot; a sparse grid is hashed.
internal sealed class GroupTable
{
    // Cells that a grid may have before its filling matters. TELEMETRY_GROUPS=hash hashes from the first group on.
    private static readonly long FreeCells = Environment.GetEnvironmentVariable("TELEMETRY_GROUPS") == "hash" ? -1 : 1 << 22;

    // Cells for each group beyond which the grid gives way to the hash.
    private const int CellsPerGroup = 16;

    private readonly CellRows _grid = new();
    private LongMap? _hash;
    private long _cells;
    private (int Slot, int Key)[] _groups = new (int, int)[1];
    private int _listed = 1;
    private KeyRange[] _ranges = new KeyRange[16];

    // Groups in use, group 0 included.
    public int Count { get; private set; } = 1;

    public long Bytes => _grid.Bytes + (_listed * 8L) + (_ranges.Length * 12L) + (_hash?.Bytes ?? 0);

    // Window slot and key ordinal of each group; that of group 0 means nothing. A grid, which has its groups by slots and keys, lists them
    // when it is asked; several threads may ask.
    public ReadOnlySpan<(int Slot, int Key)> Groups
    {
        get
        {
            if (Volatile.Read(ref _listed) < Count)
            {
                ListGrid();
            }

            return _groups.AsSpan(0, Count);
        }
    }

    // True while there is a row of cells for each slot.
    public bool IsGrid => _hash is null;

    // For each slot, whether any group is of it.
    public bool[] UsedSlots(int slots)
    {
        bool[] isUsed = new bool[slots];
        if (_hash is null)
        {
            for (int slot = 0; slot < isUsed.Length && slot < _ranges.Length; slot++)
            {
                isUsed[slot] = _ranges[slot].Count != 0;
            }

            return isUsed;
        }

        foreach ((int slot, _) in Groups[1..])
        {
            isUsed[slot] = true;
        }

        return isUsed;
    }

    // The groups of a slot by key, 0 where there is none; keys behind the end have none. Only of a grid.
    public CellRow CellsOf(int slot) => _grid[slot];

    // Writes the group of each row of a run within one window.
    // keyCount: More than the highest key ordinal.
    // keys: The rows' key ordinals; a negative one gets group 0.
    public void Assign(int slot, int keyCount, ReadOnlySpan<int> keys, Span<int> groups)
    {
        if (_hash is null && !Reserve(slot, keyCount))
        {
            MoveToHash();
        }

        if (_hash is not null)
        {
            for (int row = 0; row < keys.Length; row++)
            {
                groups[row] = keys[row] < 0 ? 0 : Hashed(slot, keys[row]);
            }

            return;
        }

        Span<int> cells = _grid[slot].Cells;
        for (int row = 0; row < keys.Length;)
        {
            KeyRange range = _ranges[slot];
            row = range.Count > 0
                ? CodeLookup.TranslateRange(range.First, range.Count, keys, range.Shift, groups, row)
                : CodeLookup.Translate(cells, keys, added: 0, groups, row);
            row = AddRun(slot, cells, keys, groups, row);
        }
    }

    // Writes the group of each row where the window may change from row to row.
    // keyCount: More than the highest key ordinal.
    // keys: The rows' key ordinals; a negative one gets group 0.
    public void Assign(ReadOnlySpan<int> slots, int keyCount, ReadOnlySpan<int> keys, Span<int> groups)
    {
        slots = slots[..keys.Length];
        groups = groups[..keys.Length];
        for (int row = 0; row < keys.Length; row++)
        {
            row = _hash is null ? Gridded(slots, keys, groups, row) : row;
            if (row < keys.Length)
            {
                groups[row] = keys[row] < 0 ? 0 : _hash is null ? Assign(slots[row], keyCount, keys[row]) : Hashed(slots[row], keys[row]);
            }
        }
    }

    // Makes room for a number of groups that is foreseen.
    public void Reserve(int groups)
    {
        if (_hash is not null && _groups.Length < groups)
        {
            FreshMemory.Grow(ref _groups, Count, groups);
        }
    }

    // Lets the grid go, whose memory serves another. Groups must not be asked for afterwards.
    public void Release() => _grid.Clear();

    // The group of one slot and key.
    public int Assign(int slot, int keyCount, int key)
    {
        int group = 0;
        Assign(slot, keyCount, new ReadOnlySpan<int>(in key), new Span<int>(ref group));
        return group;
    }

    // Takes rows from the grid, up to the first whose cell is not there or still empty.
    private int Gridded(ReadOnlySpan<int> slots, ReadOnlySpan<int> keys, Span<int> groups, int row)
    {
        ReadOnlySpan<CellRow> grid = _grid.All;
        for (; row < keys.Length; row++)
        {
            int slot = slots[row];
            int key = keys[row];
            if ((uint)slot >= (uint)grid.Length)
            {
                break;
            }

            int group = grid[slot].At(key);
            if (group == 0)
            {
                break;
            }

            groups[row] = group;
        }

        return row;
    }

    // Takes rows that count for nothing or whose cells are still empty, up to the first other one.
    private int AddRun(int slot, Span<int> cells, ReadOnlySpan<int> keys, Span<int> groups, int row)
    {
        groups = groups[..keys.Length];
        ref KeyRange range = ref _ranges[slot];
        for (; row < keys.Length; row++)
        {
            int key = keys[row];
            int group = 0;
            if (key >= 0)
            {
                ref int cell = ref cells[key];
                if (cell != 0)
                {
                    break;
                }

                cell = group = Count++;
                range.Add(key, group);
            }

            groups[row] = group;
        }

        return row;
    }

    private bool Reserve(int slot, int keyCount)
    {
        if (_ranges.Length <= slot)
        {
            Array.Resize(ref _ranges, Math.Max(slot + 1, _ranges.Length * 2));
        }

        int before = _grid[slot].Length;
        if (before >= keyCount)
        {
            return true;
        }

        int length = Math.Max(keyCount, Math.Min(before * 2, keyCount + (keyCount / 2)));
        long total = _cells + length - before;
        if (total > FreeCells && (FreeCells < 0 || total > (long)Count * CellsPerGroup))
        {
            return false;
        }

        _grid.Grow(slot, length);
        _cells = total;
        return true;
    }

    private int Hashed(int slot, int key)
    {
        int group = _hash!.GetOrAdd(((long)slot << 32) | (uint)key);
        if (group == Count)
        {
            if (group == _groups.Length)
            {
                FreshMemory.Grow(ref _groups, group, Math.Max(64, group * 2));
            }

            _groups[group] = (slot, key);
            _listed = Count = group + 1;
        }

        return group;
    }

    private void MoveToHash()
    {
        LongMap hash = new();
        hash.GetOrAdd(long.MinValue);
        foreach ((int slot, int key) in Groups[1..])
        {
            hash.GetOrAdd(((long)slot << 32) | (uint)key);
        }

        _hash = hash;
        _grid.Clear();
        _cells = 0;
    }

    private void ListGrid()
    {
        lock (_grid)
        {
            if (_listed == Count)
            {
                return;
            }

            (int Slot, int Key)[] groups = FreshMemory.New<(int, int)>(Count);
            for (int slot = 0; slot < _grid.Count; slot++)
            {
                ReadOnlySpan<int> cells = _grid[slot].Cells;
                for (int key = 0; key < cells.Length; key++)
                {
                    groups[cells[key]] = (slot, key);
                }
            }

            _groups = groups;
            Volatile.Write(ref _listed, Count);
        }
    }

    // The keys of a slot, while they and their groups follow each other: then a key's group is the key and Shift.
    private struct KeyRange
    {
        private const int None = -1;

        public int First;
        public int Count;
        public int Shift;

        public void Add(int key, int group)
        {
            if (Count == 0)
            {
                (First, Shift) = (key, group - key);
            }

            Count = Count != None && key == First + Count && group == key + Shift ? Count + 1 : None;
        }
    }
}
