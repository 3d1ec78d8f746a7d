using Apache.Arrow;
using TelemetryEngine.Aggregates;
using TelemetryEngine.Aggregates.Components;
using TelemetryEngine.Columns;
using TelemetryEngine.Expressions;
using TelemetryEngine.Fills;
using TelemetryEngine.Windows;

namespace TelemetryEngine.Execution.Planning;

/// <summary>A column that each worker computes: where its result goes is its place behind the source's columns.</summary>
/// <param name="Name">Its name, or its expression where it has none of its own.</param>
/// <param name="Node">The expression.</param>
internal sealed record ComputedColumn(string Name, ExpressionNode Node);

/// <summary>A column of an aggregate's result, with the places of the aggregate's components among all components of the plan.</summary>
/// <param name="Name">The result column's name.</param>
/// <param name="Column">What it computes.</param>
/// <param name="Parts">The ordinals of its components in <see cref="BoundPlan.Components"/>.</param>
internal sealed record BoundAggregate(string Name, AggregateColumn Column, int[] Parts);

/// <summary>
/// A plan tied to the columns of its source: names have become ordinals. Immutable and shared by all workers, who bind expressions and make
/// components of their own. Columns of a batch: the source's, then <see cref="Derived"/>, then <see cref="Arguments"/>.
/// </summary>
internal sealed record BoundPlan
{
    /// <summary>The plan with everything chosen.</summary>
    public required Plan Plan { get; init; }

    /// <summary>The source's columns followed by the derived ones: what names refer to.</summary>
    public required IReadOnlyList<Column> Columns { get; init; }

    /// <summary>The number of the source's columns.</summary>
    public required int SourceColumns { get; init; }

    /// <summary>Ordinals of the source's columns that are computed with, or that the user named.</summary>
    public required int[] Used { get; init; }

    /// <summary>Ordinals of the source's columns that are parsed: those in use; of rows that are not aggregated, all that can be computed with.</summary>
    public required int[] Scanned { get; init; }

    /// <summary>Computed before the filter.</summary>
    public required IReadOnlyList<ComputedColumn> Derived { get; init; }

    /// <summary>Computed after the filter: arguments and filters of aggregates that are more than a column.</summary>
    public required IReadOnlyList<ComputedColumn> Arguments { get; init; }

    /// <summary>The filter.</summary>
    public ExpressionNode? Where { get; init; }

    /// <summary>The ordinal of the time column, or −1.</summary>
    public int Time { get; init; } = -1;

    /// <summary>The first instant that counts, in the time column's unit.</summary>
    public long? From { get; init; }

    /// <summary>The first instant that no longer counts.</summary>
    public long? To { get; init; }

    /// <summary>The windows; null where the whole input is one.</summary>
    public BoundWindows? Window { get; init; }

    /// <summary>Makes the aligned windows in which rows are counted, once for each worker; null where the whole input is one.</summary>
    public Func<AlignedWindows>? Windows => Window?.Panes;

    /// <summary>The ordinals of the components that hold the first and the last time of a group; only where the windows are sessions.</summary>
    public (int First, int Last) Times { get; init; } = (-1, -1);

    /// <summary>The zone in which results print times; null = UTC.</summary>
    public string? Zone { get; init; }

    /// <summary>True where times without an offset or a zone are not UTC.</summary>
    public bool ReadsLocal { get; init; }

    /// <summary>Ordinals of the key columns.</summary>
    public int[] Keys { get; init; } = [];

    /// <summary>The aggregates' columns, in the order of the result's.</summary>
    public IReadOnlyList<BoundAggregate> Aggregates { get; init; } = [];

    /// <summary>The components that the aggregates share.</summary>
    public IReadOnlyList<ComponentPart> Components { get; init; } = [];

    /// <summary>What fills the nulls of each of the <see cref="Aggregates"/>; empty = the result has rows only where there are readings.</summary>
    public IReadOnlyList<Fill> Fills { get; init; } = [];

    /// <summary>What workers keep while they read: this plan, or where aggregates go by the order of time the one whose keys are those of the series, these keys
    /// first, and whose components keep readings: states of this plan are made of that one's.</summary>
    public BoundPlan Scan { get => field ?? this; init; }

    /// <summary>True when a component goes by the rows' places.</summary>
    public bool NeedsOrder => Components.Any(static c => c.Spec.NeedsOrder);

    /// <summary>True when somebody behind the reader may ask where a row stands: a component, or whoever computes with it and fails.</summary>
    public bool AsksPositions => Where is not null || Derived.Count > 0 || Arguments.Count > 0 || Scan.NeedsOrder;

    /// <summary>True when the windows of a key know nothing of each other, so that each can be finished alone.</summary>
    public bool HasWindowsApart => Window is { IsTumbling: true } && Fills.Count == 0 && !Components.Any(static c => c.Readings is not null || c.Spec.Name == ReadingColumn.Name);

    /// <summary>True when states hold values, of which a group may have more than fit the memory.</summary>
    public bool HoldsValues => Scan.Components.Any(static c => c.Create().HoldsValues);

    /// <summary>For each of the <see cref="Components"/> its place among those of <see cref="Scan"/>: itself, or where its readings are.</summary>
    public int[] ScanComponents { get; init; } = [];

    /// <summary>What the states of a group without values take, as far as it can be told beforehand.</summary>
    public long BytesPerGroup
    {
        get
        {
            const int Sampled = 1 << 10;
            long bytes = 0;
            foreach (Component component in CreateComponents(Sampled))
            {
                bytes += (component.Bytes + Sampled - 1) / Sampled;
            }

            return bytes;
        }
    }

    /// <summary>The columns of the result of an aggregation. Its batches have this very object: writers of Apache.Arrow know a dictionary by its field, and not by what the field says.</summary>
    public Schema ResultSchema => field ??= VectorArrays.SchemaOf(ResultColumns, Zone);

    /// <summary>The columns of the result of an aggregation: windows, keys and aggregates.</summary>
    public IReadOnlyList<Column> ResultColumns => field ??= ColumnsOfResult();

    /// <summary>What a reader of the result would want to know, such as the columns that <c>avg(*)</c> does not take.</summary>
    public IReadOnlyList<MessageText> Notes { get; init; } = [];

    /// <summary>Makes the components.</summary>
    /// <param name="groups">How many groups have an empty state from the start.</param>
    public Component[] CreateComponents(int groups)
    {
        Component[] components = new Component[Components.Count];
        for (int i = 0; i < components.Length; i++)
        {
            components[i] = Components[i].Create();
            components[i].Reserve(groups);
        }

        return components;
    }

    private List<Column> ColumnsOfResult()
    {
        List<Column> columns = [];
        if (Window is not null)
        {
            ColumnType time = Columns[Time].Type with { Zone = Zone ?? Columns[Time].Type.Zone };
            columns.AddRange(Window.Columns.Select(name => new Column(name, time)));
        }

        columns.AddRange(Keys.Select(k => Columns[k] with { Type = KeyType(Columns[k].Type) }));
        columns.AddRange(Aggregates.Select(static a => new Column(a.Name, a.Column.Type)));
        return columns;
    }

    // decimals are keyed by the float64 that they leave the engine as
    private static ColumnType KeyType(ColumnType type) => type.Kind == ColumnKind.Decimal ? new ColumnType(ColumnKind.Float64) : type;
}
