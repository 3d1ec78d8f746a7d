using TelemetryEngine.Columns;

namespace TelemetryEngine.Grouping;

/// <summary>
/// Rows of cells, 0 until somebody sets them, that grow one by one. They are cut from few arrays: thousands of small ones would each be moved by the collector, and be memory that nobody has touched before.
/// What a row leaves behind when it grows is lost until all of them go.
/// </summary>
internal sealed class CellRows
{
    private const int FirstCells = 1 << 10;
    private const int MostCells = 1 << 21;

    private readonly List<int[]> _slabs = [];
    private CellRow[] _rows = new CellRow[16];
    private int[] _slab = [];
    private int _used;

    /// <summary>How many rows there are.</summary>
    public int Count { get; private set; }

    /// <summary>What was cut, with what was left behind.</summary>
    public long Bytes { get; private set; }

    /// <summary>The rows; good until the next one grows.</summary>
    public ReadOnlySpan<CellRow> All => _rows.AsSpan(0, Count);

    /// <summary>A row; one that is not there has no cells.</summary>
    public CellRow this[int row] => row < Count ? _rows[row] : default;

    /// <summary>Makes a row longer, and those before it at least empty.</summary>
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

    /// <summary>Lets all rows go, whose memory serves others.</summary>
    public void Clear()
    {
        foreach (int[] slab in _slabs)
        {
            FreshMemory.Free(slab);
        }

        _slabs.Clear();
        Array.Clear(_rows);
        (_slab, _used, Count, Bytes) = ([], 0, 0, 0);
    }
}

/// <summary>A row of <see cref="CellRows"/>.</summary>
/// <param name="slab">Where it lies.</param>
/// <param name="start">Its first cell.</param>
/// <param name="length">The number of its cells.</param>
internal readonly struct CellRow(int[] slab, int start, int length)
{
    /// <summary>The number of its cells.</summary>
    public int Length => length;

    /// <summary>Its cells.</summary>
    public Span<int> Cells => slab.AsSpan(start, length);

    /// <summary>What is in a cell; 0 where there is none.</summary>
    public int At(int cell) => (uint)cell < (uint)length ? slab[start + cell] : 0;
}
