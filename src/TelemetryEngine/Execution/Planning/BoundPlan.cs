using Apache.Arrow;
using TelemetryEngine.Aggregates;
using TelemetryEngine.Aggregates.Components;
using TelemetryEngine.Columns;
using TelemetryEngine.Expressions;
using TelemetryEngine.Fills;
using TelemetryEngine.Windows;

namespace TelemetryEngine.Execution.Planning;

// What happens to a row.
internal abstract record RowStep;

// What happens to a row by an expression, which each worker ties to the columns as they are called there.
internal abstract record ExpressionStep(ExpressionNode Node, NamedColumns Scope) : RowStep;

// A column that each worker computes: where its result goes is its place behind the source's columns.
// Name: Its name, or its expression where it has none of its own.
internal sealed record ComputedColumn(string Name, ExpressionNode Node, NamedColumns Scope) : ExpressionStep(Node, Scope);

// A condition that rows have to meet to stay.
internal sealed record RowFilter(ExpressionNode Node, NamedColumns Scope) : ExpressionStep(Node, Scope);

// A column of an aggregate's result, with the places of the aggregate's components among all components of the plan.
// Parts: The ordinals of its components in BoundPlan.Components.
internal sealed record BoundAggregate(string Name, AggregateColumn Column, int[] Parts);

// A plan tied to the columns of its source: names have become ordinals. Immutable and shared by all workers, who bind expressions and make
// components of their own. Columns of a batch: the source's, then those that
// Rows compute, then Arguments.
internal sealed record BoundPlan
{
    // The plan with everything chosen.
    public required ScanPlan Plan { get; init; }

    // The source's columns followed by the computed ones, and which of them can be seen in the end.
    public required NamedColumns Columns { get; init; }

    // The number of the source's columns.
    public required int SourceColumns { get; init; }

    // Ordinals of the source's columns that are computed with, or that the user named.
    public required int[] Used { get; init; }

    // Ordinals of the source's columns that are parsed: those in use; of rows that are not aggregated, all that can be computed with.
    public required int[] Scanned { get; init; }

    // What happens to each row, in order.
    public required IReadOnlyList<RowStep> Rows { get; init; }

    // The joins among them.
    public IEnumerable<TableLookup> Lookups => Rows.OfType<TableLookup>();

    // Computed in the end: arguments and filters of aggregates that are more than a column.
    public required IReadOnlyList<ComputedColumn> Arguments { get; init; }

    // The ordinal of the time column, or −1.
    public int Time { get; init; } = -1;

    // The first instant that counts, in the time column's unit.
    public long? From { get; init; }

    // The first instant that no longer counts.
    public long? To { get; init; }

    // The windows; null where the whole input is one.
    public BoundWindows? Window { get; init; }

    // Makes the aligned windows in which rows are counted, once for each worker; null where the whole input is one.
    public Func<AlignedWindows>? Windows => Window?.Panes;

    // The ordinals of the components that hold the first and the last time of a group; only where the windows are sessions.
    public (int First, int Last) Times { get; init; } = (-1, -1);

    // The zone in which results print times; null = UTC.
    public string? Zone { get; init; }

    // True where times without an offset or a zone are not UTC.
    public bool ReadsLocal { get; init; }

    // Ordinals of the key columns.
    public int[] Keys { get; init; } = [];

    // The aggregates' columns, in the order of the result's.
    public IReadOnlyList<BoundAggregate> Aggregates { get; init; } = [];

    // The components that the aggregates share.
    public IReadOnlyList<ComponentPart> Components { get; init; } = [];

    // What fills the nulls of each of the Aggregates; empty = the result has rows only where there are readings.
    public IReadOnlyList<Fill> Fills { get; init; } = [];

    // What workers keep while they read: this plan, or where aggregates go by the order of time the one whose keys are those of the series,
    // these keys first, and whose components keep readings: states of this plan are made of that one's.
    public BoundPlan Scan { get => field ?? this; init; }

    // True when a component goes by the rows' places.
    public bool NeedsOrder => Components.Any(static c => c.Spec.NeedsOrder);

    // True when a stage behind the reader may ask where a row stands: a component, or an expression that fails.
    public bool AsksPositions => Rows.Count > 0 || Arguments.Count > 0 || Scan.NeedsOrder;

    // True when the windows of a key know nothing of each other, so that each can be finished alone.
    public bool HasWindowsApart =>
        Window is { IsTumbling: true } && Fills.Count == 0
            && !Components.Any(static c => c.Readings is not null || c.Spec.Name == ReadingColumn.Name);

    // True when states hold values, of which a group may have more than fit the memory.
    public bool HoldsValues => Scan.Components.Any(static c => c.Create().HoldsValues);

    // For each of the Components its place among those of Scan: itself, or where its readings are.
    public int[] ScanComponents { get; init; } = [];

    // What the states of a group without values take, as far as it can be told beforehand.
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

    // The columns of the result of an aggregation. Its batches have this very object: writers of Apache.Arrow know a dictionary by its
    // field, and not by what the field says.
    public Schema ResultSchema => field ??= VectorArrays.SchemaOf(ResultColumns, Zone);

    // The columns of the result of an aggregation: windows, keys and aggregates.
    public IReadOnlyList<Column> ResultColumns => field ??= ColumnsOfResult();

    // What a reader of the result would want to know, such as the columns that avg(*) does not take.
    public IReadOnlyList<MessageText> Notes { get; init; } = [];

    // Makes the components.
    // groups: How many groups have an empty state from the start.
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
