using TelemetryEngine.Aggregates.Components;
using TelemetryEngine.Arrow;
using TelemetryEngine.Columns;
using TelemetryEngine.Windows;

namespace TelemetryEngine.Execution;

/// <summary>
/// A partial state as a record batch: the window's start, the key values and the columns of each component's state, a row for each group. The one form
/// in which states leave a process or go to a disk; it holds no worker's codes. The schema's metadata carries the form's version.
/// </summary>
internal static class PartialResult
{
    /// <summary>The metadata key of the version.</summary>
    public const string VersionKey = "telemetry.partial";

    /// <summary>The version this engine writes and reads.</summary>
    public const string Version = "1";

    /// <summary>Saves a state.</summary>
    public static RecordBatch Save(PartialState state, BoundPlan plan)
    {
        int[] groups = [.. Enumerable.Range(1, state.Groups.Count - 1)];
        List<Column> columns = [.. Columns(plan)];
        List<Vector> vectors = [.. columns.Select(c => new Vector(c.Type))];
        foreach (Vector vector in vectors)
        {
            vector.Reset(groups.Length);
        }

        SaveGroups(state, plan, groups, vectors);
        int next = KeyColumns(plan);
        foreach (Component component in state.Components)
        {
            component.Save(groups, vectors.GetRange(next, component.StateTypes.Count));
            next += component.StateTypes.Count;
        }

        VectorArrays arrays = new();
        Schema schema = new(VectorArrays.SchemaOf(columns, null).FieldsList, new Dictionary<string, string> { [VersionKey] = Version });
        RecordBatch batch = new(schema, [.. vectors.Select((v, i) => arrays.ToArrow(v, schema.FieldsList[i].DataType, groups.Length))], groups.Length);
        vectors.ForEach(v => v.Dispose());
        return batch;
    }

    /// <summary>Adds a saved state to another one of the same plan.</summary>
    /// <exception cref="InputException">The batch is no partial result of this version and plan, or a state in it is damaged.</exception>
    public static void Load(RecordBatch batch, PartialState state, BoundPlan plan)
    {
        Column[] columns = [.. Columns(plan)];
        IEnumerable<ArrowType> types = VectorArrays.SchemaOf(columns, null).FieldsList.Select(f => f.DataType);
        if (batch.Schema.Metadata.GetValueOrDefault(VersionKey) != Version || !batch.Schema.FieldsList.Select(f => f.DataType).SequenceEqual(types))
        {
            throw new InputException($"the batch is not a partial result of version {Version} of this plan");
        }

        ArrowVectors[] readers = [.. columns.Select(c => new ArrowVectors(c))];
        for (int i = 0; i < readers.Length; i++)
        {
            readers[i].Show(batch.Column(i), copy: false);
        }

        Load([.. readers.Select(r => r.Vector)], batch.Length, state, plan);
        foreach (ArrowVectors reader in readers)
        {
            reader.Dispose();
        }
    }

    private static void Load(IReadOnlyList<Vector> vectors, int rows, PartialState state, BoundPlan plan)
    {
        int[] groups = LoadGroups(state, plan, vectors, rows);
        state.Reserve();
        int next = KeyColumns(plan);
        foreach (Component component in state.Components)
        {
            try
            {
                component.Load([.. vectors.Skip(next).Take(component.StateTypes.Count)], groups);
            }
            catch (FormatException e)
            {
                throw new InputException($"the partial result is damaged: {e.Message}", inner: e);
            }

            next += component.StateTypes.Count;
        }
    }

    private static int KeyColumns(BoundPlan plan) => plan.Keys.Count + (plan.Windows is null ? 0 : 1);

    private static IEnumerable<Column> Columns(BoundPlan plan)
    {
        if (plan.Windows is not null)
        {
            yield return new Column("window", plan.Columns[plan.Time].Type);
        }

        foreach (int key in plan.Keys)
        {
            ColumnType type = plan.Columns[key].Type;
            yield return new Column($"key.{plan.Columns[key].Name}", Travelling(type));
        }

        for (int i = 0; i < plan.Components.Count; i++)
        {
            IReadOnlyList<ColumnType> types = plan.Components[i].Create().StateTypes;
            for (int k = 0; k < types.Count; k++)
            {
                yield return new Column($"state.{i}.{plan.Components[i].Spec.Name}.{k}", types[k]);
            }
        }
    }

    private static ColumnType Travelling(ColumnType type) => type.Kind switch
    {
        ColumnKind.Decimal => new ColumnType(ColumnKind.Float64),
        ColumnKind.Dictionary => new ColumnType(ColumnKind.Utf8),
        _ => type,
    };

    private static void SaveGroups(PartialState state, BoundPlan plan, int[] groups, List<Vector> vectors)
    {
        if (state.Windows is { } windows)
        {
            for (int row = 0; row < groups.Length; row++)
            {
                vectors[0].Int64s[row] = windows.Windows.Start(windows.Ordinals[state.Groups.Groups[groups[row]].Slot]);
            }
        }

        int first = KeyColumns(plan) - plan.Keys.Count;
        int[] tuple = new int[plan.Keys.Count];
        int[][] codes = [.. tuple.Select(_ => new int[groups.Length])];
        for (int row = 0; row < groups.Length; row++)
        {
            state.Keys.Codes(state.Groups.Groups[groups[row]].Key, tuple);
            for (int i = 0; i < tuple.Length; i++)
            {
                codes[i][row] = tuple[i];
            }
        }

        for (int i = 0; i < tuple.Length; i++)
        {
            state.Keys.Encoders[i].Decode(codes[i], vectors[first + i]);
        }
    }

    private static int[] LoadGroups(PartialState state, BoundPlan plan, IReadOnlyList<Vector> vectors, int rows)
    {
        int first = KeyColumns(plan) - plan.Keys.Count;
        int[] keys = new int[rows];
        state.Keys.Encode([.. vectors.Skip(first).Take(plan.Keys.Count)], new ColumnViews(), keys);
        int[] groups = new int[rows];
        for (int row = 0; row < rows; row++)
        {
            int slot = 0;
            if (state.Windows is { } windows)
            {
                AlignedWindows aligned = windows.Windows;
                slot = windows.SlotOf(aligned.OrdinalOf(vectors[0].Int64s[row]));
            }

            groups[row] = state.Groups.Assign(slot, state.Keys.Count, keys[row]);
        }

        return groups;
    }
}
