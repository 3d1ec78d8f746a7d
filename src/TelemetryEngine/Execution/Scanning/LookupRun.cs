using TelemetryEngine.Columns;
using TelemetryEngine.Execution.Joins;
using TelemetryEngine.Execution.Planning;
using TelemetryEngine.Kernels.Bits;

namespace TelemetryEngine.Execution.Scanning;

// A join on its way through the batches of one worker.
internal sealed class LookupRun : IDisposable
{
    private readonly TableLookup _lookup;
    private readonly JoinProbe _probe;
    private readonly ColumnVector[] _keys;
    private byte[] _found = [];
    private byte[] _both = [];

    public LookupRun(TableLookup lookup)
    {
        _lookup = lookup;
        _probe = new JoinProbe(lookup.Table);
        _keys = new ColumnVector[lookup.Keys.Length];
    }

    // Adds the other input's columns to a batch. Returns one bit a row, 1 = it stays; empty where all stay.
    // keep: One bit a row, 1 = it was not left out before; empty where none was.
    public ReadOnlySpan<byte> Run(Batch batch, ReadOnlySpan<byte> keep)
    {
        for (int i = 0; i < _keys.Length; i++)
        {
            _keys[i] = batch.Columns[_lookup.Keys[i]]!;
        }

        JoinLayout layout = _lookup.Table.Layout;
        ReadOnlySpan<int> places = _probe.Find(_keys, _lookup.Time < 0 ? null : batch.Columns[_lookup.Time], batch.Rows, out bool isWhole);
        _probe.Gather(places, isWhole);
        batch.Columns.AddRange(_probe.Added);
        if (isWhole && layout.KeepsMatched)
        {
            return [];
        }

        Mark(places);
        int bytes = Bitmaps.ByteCount(batch.Rows);
        int before = keep.IsEmpty ? batch.Rows : Bitmaps.CountOnes(keep, batch.Rows);
        _lookup.Table.CountUnmatched(before - Matched(keep, batch.Rows));
        return layout.Kind == JoinKind.Left ? [] : layout.KeepsMatched ? _found.AsSpan(0, bytes) : Turned(batch.Rows);
    }

    public void Dispose() => _probe.Dispose();

    private int Matched(ReadOnlySpan<byte> keep, int rows)
    {
        if (keep.IsEmpty)
        {
            return Bitmaps.CountOnes(_found, rows);
        }

        int bytes = Bitmaps.ByteCount(rows);
        if (_both.Length < bytes)
        {
            _both = new byte[bytes];
        }

        Bitmaps.And(keep[..bytes], _found.AsSpan(0, bytes), _both.AsSpan(0, bytes));
        return Bitmaps.CountOnes(_both, rows);
    }

    // Sets the bits of rows that have one.
    private void Mark(ReadOnlySpan<int> places)
    {
        int bytes = (places.Length + 63) / 64 * 8;
        if (_found.Length < bytes)
        {
            _found = new byte[bytes];
        }

        Span<byte> found = _found.AsSpan(0, bytes);
        found.Clear();
        for (int row = 0; row < places.Length; row++)
        {
            int one = (int)((uint)~places[row] >> 31);
            found[row >> 3] |= (byte)(one << (row & 7));
        }
    }

    private ReadOnlySpan<byte> Turned(int rows)
    {
        Span<byte> found = _found.AsSpan(0, Bitmaps.ByteCount(rows));
        Bitmaps.Not(found, found);
        return found;
    }
}
