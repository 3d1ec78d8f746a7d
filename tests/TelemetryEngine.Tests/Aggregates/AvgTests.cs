namespace TelemetryEngine.Tests.Aggregates;

public sealed class AvgTests : AggregateLaws
{
    protected override string Function => "avg";

    protected override IReadOnlyList<string> Types => ["int32", "int64", "float32", "float64", "decimal(2)"];

    protected override string Define(string type, IReadOnlyList<LawRow> rows) =>
        rows.Count == 0 ? "∅" : TableText.Value(Rational.Quotient(rows.Select(r => r.Value!), rows.Count));

    [Fact]
    public void The_quotient_is_rounded_once()
    {
        // exactly 7/30; the sum rounded before the division gives another double
        BatchBuilder batch = new BatchBuilder().Add("x", "decimal(1)", "0.1", "0.2", "0.4");
        AggregationHarness harness = new(new FlatPlan { Aggregates = [Aggregate.Avg("x")] }, batch.Columns);
        Assert.Equal(["0.23333333333333334"], harness.Result(harness.Partial(batch)));
        Assert.NotEqual("0.23333333333333334", TableText.Value(0.7 / 3));
    }
}
