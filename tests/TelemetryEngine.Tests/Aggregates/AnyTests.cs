namespace TelemetryEngine.Tests.Aggregates;

public sealed class AnyTests : AggregateLaws
{
    protected override string Function => "any";

    protected override string Define(string type, IReadOnlyList<LawRow> rows) => rows.Count == 0 ? "∅" : LawValue.Text(type, rows[0].Value!);

    [Fact]
    public void A_value_without_a_time_counts()
    {
        BatchBuilder batch = new BatchBuilder().Add("time", "timestamp[us]", null, 5L, 1L).Add("x", "int64", 7L, 8L, 9L);
        FlatPlan plan = new() { Time = new TimePlan { Column = "time" }, Aggregates = [Aggregate.Any("x"), Aggregate.First("x")] };
        AggregationHarness harness = new(plan, batch.Columns);
        Assert.Equal(["7|9"], harness.Result(harness.Partial(batch)));
    }
}
