using TelemetryEngine.Aggregates.Components;
using TelemetryEngine.Arrow;
using TelemetryEngine.Columns;
using TelemetryEngine.Windows;

namespace TelemetryEngine.Execution;

/// <summary>Finishes rows of the result: window, keys and aggregates of each, as Arrow arrays. Several threads may do so at a time.</summary>
internal sealed class ResultBuilder
{
    private readonly BoundPlan _plan;
    private readonly IReadOnlyList<PartialState> _parts;
    private readonly MergedGroups _groups;
    private readonly IReadOnlyList<Column> _columns;
    private readonly VectorArrays[] _arrays;
    private readonly long[] _starts;
    private readonly long[] _ends;

    public ResultBuilder(BoundPlan plan, IReadOnlyList<PartialState> parts, MergedGroups groups)
    {
        _plan = plan;
        _parts = parts;
        _groups = groups;
        _columns = Columns(plan);
        Schema = SchemaOf(plan);
        _arrays = new VectorArrays[_columns.Count];
        for (int i = 0; i < _arrays.Length; i++)
        {
            _arrays[i] = new VectorArrays();
        }

        (_starts, _ends) = Borders();
        HasOtherTimes = _columns.Skip(WindowColumns(plan)).Any(c => c.Type.Kind == ColumnKind.Timestamp);
    }

    /// <summary>The result's columns.</summary>
    public Schema Schema { get; }

    /// <summary>The first instant of each of the order's windows; none without windows.</summary>
    public ReadOnlySpan<long> WindowStarts => _starts;

    /// <summary>The first instant behind each of them.</summary>
    public ReadOnlySpan<long> WindowEnds => _ends;

    /// <summary>True when there are instants beside the windows' ends.</summary>
    public bool HasOtherTimes { get; }

    /// <summary>The columns of a plan's result.</summary>
    public static Schema SchemaOf(BoundPlan plan) => VectorArrays.SchemaOf(Columns(plan), plan.Zone);

    /// <summary>Some rows.</summary>
    public RecordBatch Build(int firstRow, int count)
    {
        MergedRows rows = new(_parts, count);
        _groups.Read(firstRow, rows);
        Component[] components = rows.Merge(_plan, out ReadOnlySpan<int> groups);
        List<ArrowArray> arrays = [];
        AddWindows(rows.Places, arrays);
        AddKeys(rows.Places, arrays);
        foreach (BoundAggregate aggregate in _plan.Aggregates)
        {
            Component[] parts = new Component[aggregate.Parts.Count];
            for (int i = 0; i < parts.Length; i++)
            {
                parts[i] = components[aggregate.Parts[i]];
            }

            using Vector result = new(aggregate.Column.Type);
            result.Reset(count);
            result.Dictionary = result.Type.IsText ? new TextDictionary() : null;
            aggregate.Column.Finish(parts, groups, result);
            arrays.Add(Array(result, arrays.Count, count));
        }

        return new RecordBatch(Schema, arrays, count);
    }

    private static List<Column> Columns(BoundPlan plan)
    {
        List<Column> columns = [];
        if (plan.Windows is not null)
        {
            ColumnType time = plan.Columns[plan.Time].Type with { Zone = plan.Zone ?? plan.Columns[plan.Time].Type.Zone };
            columns.AddRange(new[] { "window_start", "window_end" }.Take(WindowColumns(plan)).Select(name => new Column(name, time)));
        }

        columns.AddRange(plan.Keys.Select(k => plan.Columns[k] with { Type = KeyType(plan.Columns[k].Type) }));
        columns.AddRange(plan.Aggregates.Select(a => new Column(a.Name, a.Column.Type)));
        return columns;
    }

    private static int WindowColumns(BoundPlan plan) => plan.Windows is null ? 0 : plan.Plan.Window!.ShowEnd ? 2 : 1;

    // calendars remember what they have looked up, so one thread asks them, before the others begin
    private (long[] Starts, long[] Ends) Borders()
    {
        if (_plan.Windows is null)
        {
            return ([], []);
        }

        AlignedWindows aligned = _plan.Windows();
        ReadOnlySpan<long> ordinals = _groups.Order.Windows;
        long[] starts = new long[ordinals.Length];
        long[] ends = new long[ordinals.Length];
        for (int window = 0; window < ordinals.Length; window++)
        {
            starts[window] = aligned.Start(ordinals[window]);
            ends[window] = aligned.End(ordinals[window]);
        }

        return (starts, ends);
    }

    private void AddWindows(ReadOnlySpan<long> places, List<ArrowArray> arrays)
    {
        if (_plan.Windows is null)
        {
            return;
        }

        using Vector start = new(_columns[0].Type);
        using Vector end = new(_columns[0].Type);
        start.Reset(places.Length);
        end.Reset(places.Length);
        for (int row = 0; row < places.Length; row++)
        {
            int window = _groups.Order.WindowAt(places[row]);
            start.Int64s[row] = _starts[window];
            end.Int64s[row] = _ends[window];
        }

        arrays.Add(Array(start, 0, places.Length));
        if (_plan.Plan.Window!.ShowEnd)
        {
            arrays.Add(Array(end, 1, places.Length));
        }
    }

    private void AddKeys(ReadOnlySpan<long> places, List<ArrowArray> arrays)
    {
        int width = _plan.Keys.Count;
        int[] codes = new int[places.Length * width];
        Span<int> tuple = stackalloc int[width];
        for (int row = 0; row < places.Length; row++)
        {
            _groups.Order.Keys.Codes(_groups.Order.KeyAt(places[row]), tuple);
            for (int i = 0; i < width; i++)
            {
                codes[(i * places.Length) + row] = tuple[i];
            }
        }

        for (int i = 0; i < width; i++)
        {
            using Vector key = new(KeyType(_plan.Columns[_plan.Keys[i]].Type));
            _groups.Order.Keys.Encoders[i].Decode(codes.AsSpan(i * places.Length, places.Length), key);
            arrays.Add(Array(key, arrays.Count, places.Length));
        }
    }

    // decimals are keyed by the float64 that they leave the engine as
    private static ColumnType KeyType(ColumnType type) => type.Kind == ColumnKind.Decimal ? new ColumnType(ColumnKind.Float64) : type;

    private ArrowArray Array(Vector values, int column, int rows) => _arrays[column].ToArrow(values, Schema.FieldsList[column].DataType, rows);
}
