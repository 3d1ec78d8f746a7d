using TelemetryEngine.Aggregates.Components;
using TelemetryEngine.Arrow;
using TelemetryEngine.Columns;

namespace TelemetryEngine.Execution;

/// <summary>Finishes rows of the result: window, keys and aggregates of each, as Arrow arrays. Several threads may do so at a time.</summary>
internal sealed class ResultBuilder
{
    private readonly BoundPlan _plan;
    private readonly ResultRows _rows;
    private readonly IReadOnlyList<Column> _columns;
    private readonly VectorArrays[] _arrays;

    public ResultBuilder(BoundPlan plan, ResultRows rows)
    {
        _plan = plan;
        _rows = rows;
        _columns = Columns(plan);
        Schema = SchemaOf(plan);
        _arrays = new VectorArrays[_columns.Count];
        for (int i = 0; i < _arrays.Length; i++)
        {
            _arrays[i] = new VectorArrays();
        }

        HasOtherTimes = _columns.Skip(plan.Window?.Columns.Count ?? 0).Any(c => c.Type.Kind == ColumnKind.Timestamp);
    }

    /// <summary>The result's columns.</summary>
    public Schema Schema { get; }

    /// <summary>True when there are instants beside the windows' ends.</summary>
    public bool HasOtherTimes { get; }

    /// <summary>The columns of a plan's result.</summary>
    public static Schema SchemaOf(BoundPlan plan) => VectorArrays.SchemaOf(Columns(plan), plan.Zone);

    /// <summary>Some rows.</summary>
    /// <param name="firstRow">The first of them.</param>
    /// <param name="count">How many.</param>
    /// <param name="filled">Columns that are there already.</param>
    public RecordBatch Build(int firstRow, int count, FilledColumns? filled = null)
    {
        MergedRows rows = Read(firstRow, count);
        Component[] components = rows.Merge(_plan, out ReadOnlySpan<int> groups);
        List<ArrowArray> arrays = [];
        AddWindows(rows, arrays);
        AddKeys(rows.KeyPlaces, arrays);
        for (int i = 0; i < _plan.Aggregates.Count; i++)
        {
            using Vector result = filled is not null && filled.Has(i) ? filled.Piece(i, firstRow, count) : Finish(i, components, groups);
            arrays.Add(Array(result, arrays.Count, count));
        }

        return new RecordBatch(Schema, arrays, count);
    }

    /// <summary>Some aggregates of some rows.</summary>
    public ArrowArray[] Aggregates(IReadOnlyList<int> wanted, int firstRow, int count)
    {
        Component[] components = Read(firstRow, count).Merge(_plan, out ReadOnlySpan<int> groups);
        ArrowArray[] arrays = new ArrowArray[wanted.Count];
        for (int i = 0; i < arrays.Length; i++)
        {
            using Vector result = Finish(wanted[i], components, groups);
            arrays[i] = Array(result, _columns.Count - _plan.Aggregates.Count + wanted[i], count);
        }

        return arrays;
    }

    private MergedRows Read(int firstRow, int count)
    {
        MergedRows rows = new(_rows.Tables, count);
        _rows.Read(firstRow, rows);
        return rows;
    }

    private Vector Finish(int ordinal, Component[] components, ReadOnlySpan<int> groups)
    {
        BoundAggregate aggregate = _plan.Aggregates[ordinal];
        Component[] parts = new Component[aggregate.Parts.Length];
        for (int i = 0; i < parts.Length; i++)
        {
            parts[i] = components[aggregate.Parts[i]];
        }

        Vector result = new(aggregate.Column.Type);
        result.Reset(groups.Length);
        result.Dictionary = result.Type.IsText ? new TextDictionary() : null;
        aggregate.Column.Finish(parts, groups, result);
        return result;
    }

    private static List<Column> Columns(BoundPlan plan)
    {
        List<Column> columns = [];
        if (plan.Window is not null)
        {
            ColumnType time = plan.Columns[plan.Time].Type with { Zone = plan.Zone ?? plan.Columns[plan.Time].Type.Zone };
            columns.AddRange(plan.Window.Columns.Select(name => new Column(name, time)));
        }

        columns.AddRange(Ordinals.Each(plan.Keys, k => plan.Columns[k] with { Type = KeyType(plan.Columns[k].Type) }));
        columns.AddRange(plan.Aggregates.Select(a => new Column(a.Name, a.Column.Type)));
        return columns;
    }

    private void AddWindows(MergedRows rows, List<ArrowArray> arrays)
    {
        if (_plan.Window is { ShowsStart: true })
        {
            AddInstants(rows.Starts, arrays);
        }

        if (_plan.Window is { ShowsEnd: true })
        {
            AddInstants(rows.Ends, arrays);
        }
    }

    private void AddInstants(ReadOnlySpan<long> instants, List<ArrowArray> arrays)
    {
        using Vector column = new(_columns[arrays.Count].Type);
        column.Reset(instants.Length);
        instants.CopyTo(column.Int64s);
        arrays.Add(Array(column, arrays.Count, instants.Length));
    }

    private void AddKeys(ReadOnlySpan<int> places, List<ArrowArray> arrays)
    {
        int width = _plan.Keys.Length;
        int[] codes = new int[places.Length * width];
        Span<int> tuple = stackalloc int[width];
        for (int row = 0; row < places.Length; row++)
        {
            _rows.Keys.Codes(_rows.KeyAt(places[row]), tuple);
            for (int i = 0; i < width; i++)
            {
                codes[(i * places.Length) + row] = tuple[i];
            }
        }

        for (int i = 0; i < width; i++)
        {
            using Vector key = new(KeyType(_plan.Columns[_plan.Keys[i]].Type));
            _rows.Keys.Encoders[i].Decode(codes.AsSpan(i * places.Length, places.Length), key);
            arrays.Add(Array(key, arrays.Count, places.Length));
        }
    }

    // decimals are keyed by the float64 that they leave the engine as
    private static ColumnType KeyType(ColumnType type) => type.Kind == ColumnKind.Decimal ? new ColumnType(ColumnKind.Float64) : type;

    private ArrowArray Array(Vector values, int column, int rows) => _arrays[column].ToArrow(values, Schema.FieldsList[column].DataType, rows);
}
