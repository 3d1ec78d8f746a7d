using TelemetryEngine.Columns;

namespace TelemetryEngine.Grouping;

// Rows of cells, 0 until they are set, that grow one by one. They are cut from few arrays: thousands of small ones would each be moved by
// the collector, and be memory that was not touched before. What a row leaves behind when it grows is lost until all of them go.
internal sealed class CellRows
{
    private const int FirstCells = 1 << 10;
    private const int MostCells = 1 << 21;

    private readonly List<int[]> _slabs = [];
    private CellRow[] _rows = new CellRow[16];
    private int[] _slab = [];
    private int _used;

    // How many rows there are.
    public int Count { get; private set; }

    // What was cut, with what was left behind.
    public long Bytes { get; private set; }

    // The rows; good until the next one grows.
    public ReadOnlySpan<CellRow> All => _rows.AsSpan(0, Count);

    // A row; one that is not there has no cells.
    public CellRow this[int row] => row < Count ? _rows[row] : default;

    // Makes a row longer, and those before it at least empty.
    public void Grow(int row, int length)
    {
        if (_rows.Length <= row)
        {
            Array.Resize(ref _rows, Math.Max(row + 1, _rows.Length * 2));
        }

        Count = Math.Max(Count, row + 1);
        if (_slab.Length - _used < length)
        {
            int[] slab = [];
            FreshMemory.Grow(ref slab, 0, Math.Max(length, Math.Clamp(_slab.Length * 2, FirstCells, MostCells)));
            _slabs.Add(slab);
            (_slab, _used) = (slab, 0);
        }

        CellRow longer = new(_slab, _used, length);
        _used += length;
        Bytes += (long)length * sizeof(int);
        Span<int> before = _rows[row].Cells;
        before.CopyTo(longer.Cells);
        longer.Cells[before.Length..].Clear();
        _rows[row] = longer;
    }

    // Lets all rows go, whose memory serves others.
    public void Clear()
    {
        foreach (int[] slab in _slabs)
        {
            FreshMemory.Return(slab);
        }

        _slabs.Clear();
        Array.Clear(_rows);
        (_slab, _used, Count, Bytes) = ([], 0, 0, 0);
    }
}

// A row of CellRows.
// length: The number of its cells.
internal readonly struct CellRow(int[] slab, int start, int length)
{
    // The number of its cells.
    public int Length => length;

    // Its cells.
    public Span<int> Cells => slab.AsSpan(start, length);

    // What is in a cell; 0 where there is none.
    public int At(int cell) => (uint)cell < (uint)length ? slab[start + cell] : 0;
}
