using System.Globalization;

namespace TelemetryEngine.Tests.Aggregates;

public sealed class CountTests : AggregateLaws
{
    protected override string Function => "count";

    protected override string Define(string type, IReadOnlyList<LawRow> rows) => rows.Count.ToString(CultureInfo.InvariantCulture);

    [Fact]
    public void Without_a_column_it_counts_rows()
    {
        BatchBuilder batch = new BatchBuilder().Add("x", "int64", 1L, null, 3L);
        AggregationHarness harness = new(new FlatPlan { Aggregates = [Aggregate.Count(), Aggregate.Count("x")] }, batch.Columns);
        Assert.Equal(["3|2"], harness.Result(harness.Partial(batch)));
    }

    [Fact]
    public void Of_no_rows_it_is_0_where_others_are_null()
    {
        BatchBuilder batch = new BatchBuilder().Add("x", "int64");
        FlatPlan plan = new() { Aggregates = [Aggregate.Count(), Aggregate.Count("x"), Aggregate.Sum("x"), Aggregate.Min("x"), Aggregate.Last("x")] };
        AggregationHarness harness = new(plan, batch.Columns);
        Assert.Equal(["0|0|∅|∅|∅"], harness.Result(harness.Partial(batch)));
    }
}
