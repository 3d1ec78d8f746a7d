using Apache.Arrow;
using Apache.Arrow.Types;
using TelemetryEngine.Aggregates.Components;
using TelemetryEngine.Columns;
using TelemetryEngine.Execution.Joins;
using TelemetryEngine.Execution.Spilling;
using TelemetryEngine.Grouping;
using TelemetryEngine.Kernels.Sorting;

namespace TelemetryEngine.Execution.Flows;

// Rows of one input of a join on the disk, in parts by their keys: what is equal in the keys is in the same part of both inputs. Each row
// has its place in the input behind its columns.
// schema: The input's columns.
// keys: The ordinals of the keys, and the types in which those of both inputs are compared.
// mostBytes: What is held before it is written.
internal sealed class PartedRows(
    SpillFile file, Schema schema, IReadOnlyList<(int Ordinal, ColumnType Type)> keys, long mostBytes) : IDisposable
{
    // How many parts there are.
    public const int Count = 1 << PartBits;

    private const int PartBits = 6;

    private readonly PartKey[] _keys = [.. keys.Select(key => new PartKey(schema.FieldsList[key.Ordinal], key.Ordinal, key.Type))];
    private readonly List<SpillSegment>[] _segments = [.. Enumerable.Range(0, Count).Select(static _ => new List<SpillSegment>())];
    private readonly List<int> _parts = [];
    private readonly Schema _placed = Placed(schema);
    private GatheredRows _held = new(Placed(schema));
    private long _rows;

    // Columns with the place behind them.
    public static Schema Placed(Schema schema) => new([.. schema.FieldsList, new Field("", Int64Type.Default, nullable: false)], null);

    // The columns of the rows that are read back.
    public Schema Schema => _placed;

    // How many rows are a batch.
    public int BatchRows { get; private set; } = 1;

    // Whether a part has no rows.
    public bool IsEmpty(int part) => _segments[part].Count == 0;

    // Adds the rows of a batch, which is not needed afterwards.
    // throws RunException: The disk is full, or fails.
    public void Add(RecordBatch batch)
    {
        ulong[] hashes = new ulong[batch.Length];
        foreach (PartKey key in _keys)
        {
            key.Mix(batch, hashes);
        }

        Int64Array.Builder places = new();
        places.Reserve(batch.Length);
        foreach (ulong hash in hashes)
        {
            _parts.Add((int)(hash >> (64 - PartBits)));
            places.Append(_rows++);
        }

        _held.Add(new RecordBatch(_placed, [.. batch.Arrays, places.Build()], batch.Length));
        if (_held.Bytes > mostBytes)
        {
            Flush();
        }
    }

    // Writes what is still held. No more rows come.
    // throws RunException: The disk is full, or fails.
    public void Flush()
    {
        int[] places = CountingSort.Places(System.Runtime.InteropServices.CollectionsMarshal.AsSpan(_parts), Count, out int[] starts);
        BatchRows = SpilledRows.BatchRows(_held.Bytes / Math.Max(_held.Count, 1));
        for (int part = 0; part < Count; part++)
        {
            foreach (RecordBatch batch in _held.Take(places[starts[part]..starts[part + 1]], BatchRows, threads: 1, CancellationToken.None))
            {
                using (batch)
                {
                    _segments[part].Add(SpilledGroups.Write(file, batch));
                }
            }
        }

        _held = new GatheredRows(_placed);
        _parts.Clear();
    }

    // The rows of a part, in their order.
    // throws RunException: The disk fails, or holds something else than was written.
    public IEnumerable<RecordBatch> Read(int part) => _segments[part].Select(segment => SpilledGroups.Read(file, segment));

    public void Dispose()
    {
        foreach (PartKey key in _keys)
        {
            key.Dispose();
        }
    }

    // A key in the type in which it is compared.
    private sealed class PartKey : IDisposable
    {
        private readonly int _ordinal;
        private readonly ArrowVectors _view;
        private readonly ColumnViews _doubles = new();
        private readonly ColumnVector _converted;
        private readonly bool _isConverted;

        public PartKey(Field field, int ordinal, ColumnType type)
        {
            _ordinal = ordinal;
            Column column = new(field.Name, ArrowTypes.ToColumn(field.DataType));
            _view = new ArrowVectors(column);
            _converted = new ColumnVector(type);
            _isConverted = KeyConversion.IsNeeded(column.Type, type);
        }

        public void Mix(RecordBatch batch, Span<ulong> hashes)
        {
            _view.Show(batch.Column(_ordinal), copy: false);
            ColumnVector vector = _view.Vector;
            if (_isConverted)
            {
                _doubles.Clear();
                KeyConversion.Convert(vector, _doubles, batch.Length, _converted);
                vector = _converted;
            }

            KeyHash.Mix(vector, hashes);
        }

        public void Dispose()
        {
            _view.Dispose();
            _converted.Dispose();
        }
    }
}
