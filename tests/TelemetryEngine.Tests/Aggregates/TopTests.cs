using TelemetryEngine.Aggregates;

namespace TelemetryEngine.Tests.Aggregates;

public sealed class TopTests : AggregateLaws
{
    protected override string Function => "top";

    protected override IReadOnlyList<string> Arguments => ["x", "3"];

    protected override string Define(string type, IReadOnlyList<LawRow> rows) => string.Join('|', ModeTests.Ranked(type, rows, 3));

    [Fact]
    public void Each_rank_has_a_column()
    {
        BatchBuilder batch = new BatchBuilder().Add("x", "utf8", "b", "c", "a", "c", null);
        AggregationHarness harness = new(new FlatPlan { Aggregates = [Aggregate.Top("x", 4)] }, batch.Columns);
        Assert.Equal(["top_x_4_1", "top_x_4_2", "top_x_4_3", "top_x_4_4"], harness.Bound.Aggregates.Select(a => a.Name));
        Assert.Equal(["c|a|b|∅"], harness.Result(harness.Partial(batch)));
    }

    [Theory]
    [InlineData("top(x)")]
    [InlineData("top(x, 0)")]
    [InlineData("top(x, 2.5)")]
    [InlineData("top(x, 101)")]
    [InlineData("top(x, NaN)")]
    [InlineData("top(x, 1, 2)")]
    [InlineData("top(x, 'a', 2)")]
    public void Wrong_numbers_are_refused(string aggregate)
    {
        FlatPlan plan = new() { Aggregates = AggregateText.ParseList(aggregate) };
        PlanException error = Assert.Throws<PlanException>(() => new AggregationHarness(plan, new BatchBuilder().Add("x", "int64").Columns));
        Assert.Equal("top takes one column and a whole number from 1 to 100, as in top(status, 3)", error.Message);
    }
}
