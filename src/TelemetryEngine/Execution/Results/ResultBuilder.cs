using Apache.Arrow;
using TelemetryEngine.Aggregates.Components;
using TelemetryEngine.Arrow;
using TelemetryEngine.Columns;
using TelemetryEngine.Execution.Planning;

namespace TelemetryEngine.Execution.Results;

// Finishes rows of the result: window, keys and aggregates of each, as Arrow arrays. Several threads may do so at a time.
internal sealed class ResultBuilder
{
    private readonly BoundPlan _plan;
    private readonly ResultRows _rows;
    private readonly IReadOnlyList<Column> _columns;
    private readonly VectorArrays[] _arrays;
    private readonly ResultKeys _keys;
    private readonly ResultMemory _memory;
    private readonly long _mostTextBytes;
    private readonly Stack<MergedRows> _free = new();

    // expected: How many of them will be asked for.
    // budget: Bounds the texts of a batch.
    public ResultBuilder(BoundPlan plan, ResultRows rows, int expected, MemoryBudget budget)
    {
        _mostTextBytes = budget.BatchTextBytes;
        _plan = plan;
        _rows = rows;
        _columns = plan.ResultColumns;
        Schema = plan.ResultSchema;
        _arrays = new VectorArrays[_columns.Count];
        for (int i = 0; i < _arrays.Length; i++)
        {
            _arrays[i] = new VectorArrays();
        }

        _keys = new ResultKeys(rows);
        _memory = new ResultMemory(BytesOf(expected), ResultMemory.Idle);
        HasOtherTimes = _columns.Skip(plan.Window?.Columns.Count ?? 0).Any(c => c.Type.Kind == ColumnKind.Timestamp);
    }

    // The result's columns.
    public Schema Schema { get; }

    // True when there are instants beside the windows' ends.
    public bool HasOtherTimes { get; }

    // Some rows. A caller may dispose them when it no longer needs them; their memory then serves other rows.
    // filled: Columns that are there already.
    public RecordBatch Build(int firstRow, int count, FilledColumns? filled = null)
    {
        if (_rows.AtOnce(firstRow, count) < count)
        {
            return BuildInPieces(firstRow, count);
        }

        MergedRows rows = Read(firstRow, count);
        long bytes = BytesOf(count);
        ArrayMemory memory = _memory.Rent(bytes);
        Component[] components = rows.Merge(_plan, out ReadOnlySpan<int> groups);
        List<IArrowArray> arrays = [];
        AddWindows(rows, memory, arrays);
        AddKeys(rows, memory, arrays);
        for (int i = 0; i < _plan.Aggregates.Count; i++)
        {
            using ColumnVector result =
                filled is not null && filled.Has(i) ? filled.Piece(i, firstRow, count) : Finish(i, components, groups, memory);
            arrays.Add(Array(result, arrays.Count, count));
        }

        Free(rows);
        _memory.Learn(bytes, memory);
        return new PooledBatch(Schema, arrays, count, memory);
    }

    // Some aggregates of some rows.
    public IArrowArray[] Aggregates(IReadOnlyList<int> wanted, int firstRow, int count)
    {
        MergedRows rows = Read(firstRow, count);
        Component[] components = rows.Merge(_plan, out ReadOnlySpan<int> groups);
        IArrowArray[] arrays = new IArrowArray[wanted.Count];
        for (int i = 0; i < arrays.Length; i++)
        {
            using ColumnVector result = Finish(wanted[i], components, groups, new ArrayMemory(default));
            arrays[i] = Array(result, _columns.Count - _plan.Aggregates.Count + wanted[i], count);
        }

        Free(rows);
        return arrays;
    }

    // As Build, where the states of all rows would take too much at a time: some rows after the other are merged and finished.
    private RecordBatch BuildInPieces(int firstRow, int count)
    {
        long bytes = BytesOf(count);
        ArrayMemory memory = _memory.Rent(bytes);
        MergedRows all = new([]);
        all.Reset(count);
        ColumnVector[] columns = new ColumnVector[_plan.Aggregates.Count];
        for (int i = 0; i < columns.Length; i++)
        {
            columns[i] = NewColumn(i, count, memory, null);
        }

        for (int row = 0; row < count;)
        {
            MergedRows rows = Read(firstRow + row, _rows.AtOnce(firstRow + row, count - row));
            Component[] components = rows.Merge(_plan, out ReadOnlySpan<int> groups);
            for (int i = 0; i < columns.Length; i++)
            {
                using ColumnVector piece = Finish(i, components, groups, new ArrayMemory(default), columns[i].Dictionary);
                FilledColumns.Copy(piece, 0, columns[i], row, rows.Count, count);
            }

            for (int i = 0; i < rows.Count; i++)
            {
                all.SetRow(row + i, rows.Starts[i], rows.Ends[i], rows.KeyPlaces[i]);
            }

            row += rows.Count;
            Free(rows);
        }

        List<IArrowArray> arrays = [];
        AddWindows(all, memory, arrays);
        AddKeys(all, memory, arrays);
        foreach (ColumnVector column in columns)
        {
            arrays.Add(Array(column, arrays.Count, count));
            column.Dispose();
        }

        _memory.Learn(bytes, memory);
        return new PooledBatch(Schema, arrays, count, memory);
    }

    private ColumnVector NewColumn(int ordinal, int rows, ArrayMemory memory, TextDictionary? dictionary)
    {
        // pieces of a batch share a dictionary, and its room
        ColumnVector column =
            new(_plan.Aggregates[ordinal].Column.Type, memory) { MostTextBytes = Math.Max(_mostTextBytes - (dictionary?.Bytes ?? 0), 0) };
        column.Reset(rows);
        column.Dictionary = column.Type.IsText ? dictionary ?? new TextDictionary() : null;
        return column;
    }

    private MergedRows Read(int firstRow, int count)
    {
        MergedRows? rows;
        lock (_free)
        {
            _free.TryPop(out rows);
        }

        rows ??= new MergedRows(_rows.Tables);
        rows.Reset(count);
        _rows.Read(firstRow, rows);
        return rows;
    }

    private void Free(MergedRows rows)
    {
        lock (_free)
        {
            _free.Push(rows);
        }
    }

    private ColumnVector Finish(
        int ordinal, Component[] components, ReadOnlySpan<int> groups, ArrayMemory memory, TextDictionary? dictionary = null)
    {
        BoundAggregate aggregate = _plan.Aggregates[ordinal];
        Component[] parts = new Component[aggregate.Parts.Length];
        for (int i = 0; i < parts.Length; i++)
        {
            parts[i] = components[aggregate.Parts[i]];
        }

        ColumnVector result = NewColumn(ordinal, groups.Length, memory, dictionary);
        aggregate.Column.Finish(parts, groups, result);
        return result;
    }

    private void AddWindows(MergedRows rows, ArrayMemory memory, List<IArrowArray> arrays)
    {
        if (_plan.Window is { ShowsStart: true })
        {
            AddInstants(rows.Starts, memory, arrays);
        }

        if (_plan.Window is { ShowsEnd: true })
        {
            AddInstants(rows.Ends, memory, arrays);
        }
    }

    private void AddInstants(ReadOnlySpan<long> instants, ArrayMemory memory, List<IArrowArray> arrays)
    {
        using ColumnVector column = new(_columns[arrays.Count].Type, memory);
        column.Reset(instants.Length);
        instants.CopyTo(column.Int64s);
        arrays.Add(Array(column, arrays.Count, instants.Length));
    }

    private void AddKeys(MergedRows rows, ArrayMemory memory, List<IArrowArray> arrays)
    {
        for (int i = 0; i < _keys.Count; i++)
        {
            using ColumnVector key = new(_columns[arrays.Count].Type, memory);
            _keys.Write(i, rows.KeyPlaces, rows.Codes, key);
            arrays.Add(Array(key, arrays.Count, rows.Count));
        }
    }

    private long BytesOf(int rows)
    {
        long bytes = 0;
        foreach (Column column in _columns)
        {
            bytes += ArrayMemory.RoomFor(ColumnVector.BytesOf(column.Type.Layout, rows));
        }

        return bytes;
    }

    private IArrowArray Array(ColumnVector values, int column, int rows) =>
        _arrays[column].ToArrow(values, Schema.FieldsList[column].DataType, rows);
}
