using TelemetryEngine.Execution.Panes;
using TelemetryEngine.Execution.Results;
using TelemetryEngine.Execution.Scanning;
using TelemetryEngine.Windows;

namespace TelemetryEngine.Tests.Windows;

/// <summary>Aggregates that keep the values of a window, over windows of many panes: some rows of the result are merged at a time, so that its memory is not that of all windows' values.</summary>
public sealed class ValuesOfManyPanesTests
{
    private const string Aggregates = "quantile(x, 0.5) as q, string_agg(k) as s, mode(k) as m, count_distinct(x) as d, count() as n, last(k) as l";

    // 2,000 readings, each in 2,000 windows: all of them together hold a million values
    [Fact]
    public void The_result_is_the_same_and_memory_that_of_some_rows()
    {
        BatchBuilder batch = new BatchBuilder()
            .Add("time", "timestamp[s]", [.. Enumerable.Range(0, 2_000).Select(i => (object)(long)i)])
            .Add("x", "float64", [.. Enumerable.Range(0, 2_000).Select(i => (object)(double)((i * 7919) % 1009))])
            .Add("k", "utf8", [.. Enumerable.Range(0, 2_000).Select(i => (object)$"k{i % 7}")]);
        FlatPlan plan = new() { Window = Hopping.Every("1s", "300s"), Aggregates = TelemetryEngine.Aggregates.AggregateText.ParseList(Aggregates) };
        AggregationHarness harness = new(plan, batch.Columns);
        string[] whole = Rows(harness, batch, 8L << 30, out _);
        string[] pieces = Rows(harness, batch, 1, out int atOnce);
        Assert.Equal(2_299, whole.Length);
        Assert.InRange(atOnce, 1, 300);
        Assert.Equal(whole, pieces);
    }

    private static string[] Rows(AggregationHarness harness, BatchBuilder batch, long memoryBytes, out int atOnce)
    {
        PartialState[] parts = [harness.Partial(batch)];
        TelemetryEngine.Columns.MemoryBudget budget = new(memoryBytes);
        atOnce = PaneRows.Of(harness.Bound, parts, 1, budget).AtOnce(1_000, 1_000);
        using HeldResult result = new(harness.Bound, parts, new RunOptions { Threads = 1 }, PaneRows.Of, new TelemetryEngine.Columns.MemoryBudget(memoryBytes));
        return [.. result.ToBatches(CancellationToken.None).SelectMany(TableText.Rows)];
    }
}
