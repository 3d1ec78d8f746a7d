using TelemetryEngine.Columns;
using TelemetryEngine.Execution.Panes;
using TelemetryEngine.Execution.Planning;
using TelemetryEngine.Execution.Results;
using TelemetryEngine.Execution.Scanning;
using TelemetryEngine.Sources;

namespace TelemetryEngine.Testing;

/// <summary>Runs the stages between reader and result over batches made by hand, so that laws of partial states can be stated.</summary>
internal sealed class AggregationHarness(ScanPlan plan, IReadOnlyList<Column> columns)
{
    /// <summary>The bound plan.</summary>
    public BoundPlan Bound { get; } = PlanBinder.Bind(plan, new ColumnSchema(columns));

    /// <summary>The partial state of some batches.</summary>
    public PartialState Partial(params BatchBuilder[] batches) => PartialAt(0, batches);

    /// <summary>The partial state of some batches that begin at a position of the input.</summary>
    public PartialState PartialAt(int position, params BatchBuilder[] batches)
    {
        Aggregator aggregator = new(Bound.Scan);
        using RowStage stage = new(Bound, new RejectLog(plan.OnError));
        foreach (BatchBuilder builder in batches)
        {
            using Batch batch = builder.Build(positionBase: position);
            position += batch.Rows;
            stage.Run(batch);
            aggregator.Add(batch, stage);
        }

        return aggregator.Flush();
    }

    /// <summary>The result of a state, a line for each row.</summary>
    public IReadOnlyList<string> Result(params PartialState[] states) =>
        [.. new HeldResult(Bound, states, new RunOptions { Threads = states.Length }, PaneRows.Of).ToBatches(CancellationToken.None).SelectMany(TableText.Rows)];
}
