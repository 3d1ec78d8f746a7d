using TelemetryEngine.Aggregates.Components;
using TelemetryEngine.Arrow;
using TelemetryEngine.Columns;
using TelemetryEngine.Windows;

namespace TelemetryEngine.Execution;

/// <summary>Turns the merged state into the result: window, keys and aggregates of each group, sorted by window, then keys.</summary>
internal sealed class ResultBuilder
{
    private const int BatchRows = 1 << 16;

    private readonly BoundPlan _plan;
    private readonly List<Column> _columns = [];
    private readonly VectorArrays _arrays = new();

    public ResultBuilder(BoundPlan plan)
    {
        _plan = plan;
        if (plan.Windows is not null)
        {
            ColumnType time = plan.Columns[plan.Time].Type with { Zone = plan.Zone ?? plan.Columns[plan.Time].Type.Zone };
            _columns.Add(new Column("window_start", time));
            if (plan.Plan.Window!.ShowEnd)
            {
                _columns.Add(new Column("window_end", time));
            }
        }

        _columns.AddRange(plan.Keys.Select(k => plan.Columns[k] with { Type = KeyType(plan.Columns[k].Type) }));
        _columns.AddRange(plan.Aggregates.Select(a => new Column(a.Name, a.Binding.Type)));
        Schema = VectorArrays.SchemaOf(_columns, plan.Zone);
    }

    /// <summary>The result's columns.</summary>
    public Schema Schema { get; }

    /// <summary>The result's batches.</summary>
    public IReadOnlyList<RecordBatch> Build(PartialState state)
    {
        if (_plan.Windows is null && _plan.Keys.Count == 0)
        {
            // the whole input is one group, also when it has no rows
            state.Groups.Assign(0, 1, 0);
            state.Reserve();
        }

        int[] groups = state.InOrder();
        int rows = (int)Math.Min(groups.Length, _plan.Plan.Limit ?? int.MaxValue);
        List<RecordBatch> batches = [];
        for (int start = 0; start < rows; start += BatchRows)
        {
            batches.Add(Batch(state, groups.AsSpan(start, Math.Min(BatchRows, rows - start))));
        }

        return batches;
    }

    private RecordBatch Batch(PartialState state, ReadOnlySpan<int> groups)
    {
        List<ArrowArray> arrays = [];
        AddWindows(state, groups, arrays);
        AddKeys(state, groups, arrays);
        foreach (BoundAggregate aggregate in _plan.Aggregates)
        {
            Component[] parts = new Component[aggregate.Parts.Count];
            for (int i = 0; i < parts.Length; i++)
            {
                parts[i] = state.Components[aggregate.Parts[i]];
            }

            using Vector result = new(aggregate.Binding.Type);
            result.Reset(groups.Length);
            result.Dictionary = result.Type.IsText ? new TextDictionary() : null;
            aggregate.Binding.Finish(parts, groups, result);
            arrays.Add(Array(result, arrays.Count, groups.Length));
        }

        return new RecordBatch(Schema, arrays, groups.Length);
    }

    private void AddWindows(PartialState state, ReadOnlySpan<int> groups, List<ArrowArray> arrays)
    {
        if (state.Windows is not { } windows)
        {
            return;
        }

        AlignedWindows aligned = windows.Windows;
        using Vector start = new(_columns[0].Type);
        using Vector end = new(_columns[0].Type);
        start.Reset(groups.Length);
        end.Reset(groups.Length);
        for (int row = 0; row < groups.Length; row++)
        {
            long ordinal = windows.Ordinals[state.Groups.Groups[groups[row]].Slot];
            start.Int64s[row] = aligned.Start(ordinal);
            end.Int64s[row] = aligned.End(ordinal);
        }

        arrays.Add(Array(start, 0, groups.Length));
        if (_plan.Plan.Window!.ShowEnd)
        {
            arrays.Add(Array(end, 1, groups.Length));
        }
    }

    private void AddKeys(PartialState state, ReadOnlySpan<int> groups, List<ArrowArray> arrays)
    {
        int width = _plan.Keys.Count;
        int[] codes = new int[groups.Length * width];
        Span<int> tuple = stackalloc int[width];
        for (int row = 0; row < groups.Length; row++)
        {
            state.Keys.Codes(state.Groups.Groups[groups[row]].Key, tuple);
            for (int i = 0; i < width; i++)
            {
                codes[(i * groups.Length) + row] = tuple[i];
            }
        }

        for (int i = 0; i < width; i++)
        {
            using Vector key = new(KeyType(_plan.Columns[_plan.Keys[i]].Type));
            state.Keys.Encoders[i].Decode(codes.AsSpan(i * groups.Length, groups.Length), key);
            arrays.Add(Array(key, arrays.Count, groups.Length));
        }
    }

    // decimals are keyed by the float64 that they leave the engine as
    private static ColumnType KeyType(ColumnType type) => type.Kind == ColumnKind.Decimal ? new ColumnType(ColumnKind.Float64) : type;

    private ArrowArray Array(Vector values, int column, int rows) => _arrays.ToArrow(values, Schema.FieldsList[column].DataType, rows);
}
