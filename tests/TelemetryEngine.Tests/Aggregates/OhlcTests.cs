namespace TelemetryEngine.Tests.Aggregates;

public sealed class OhlcTests : AggregateLaws
{
    protected override string Function => "ohlc";

    protected override string Define(string type, IReadOnlyList<LawRow> rows)
    {
        if (rows.Count == 0)
        {
            return "∅|∅|∅|∅";
        }

        List<LawRow> ordered = [.. rows.OrderBy(r => r.Time)];
        object[] candle = [ordered[0].Value!, LawValue.Extreme(type, rows, 1), LawValue.Extreme(type, rows, -1), ordered[^1].Value!];
        return string.Join('|', candle.Select(value => LawValue.Text(type, value)));
    }

    [Fact]
    public void Its_ends_go_by_time_where_nothing_names_the_time()
    {
        Table table = Telemetry.ReadCsvText("time,x\n2024-01-02,2\n2024-01-03,3\n2024-01-01,1\n")
            .Aggregate(Aggregate.Of("open", "x"), Aggregate.Of("close", "x"), Aggregate.First("x"), Aggregate.Last("x"), Aggregate.Ohlc("x")).ToTable();
        Assert.Equal(["1|3|1|3|1|3|1|3"], TableText.Rows(table));
    }

    [Fact]
    public void Its_columns_are_named_and_shared_and_without_a_time_the_input_is_the_order()
    {
        BatchBuilder batch = new BatchBuilder().Add("x", "int64", 3L, 9L, 1L, 4L);
        FlatPlan plan = new() { Aggregates = [Aggregate.Ohlc("x"), Aggregate.Max("x"), Aggregate.First("x").As("f")] };
        AggregationHarness harness = new(plan, batch.Columns);
        Assert.Equal(["ohlc_x_open", "ohlc_x_high", "ohlc_x_low", "ohlc_x_close", "max_x", "f"], harness.Bound.Aggregates.Select(a => a.Name));
        Assert.Equal(["3|9|1|4|9|3"], harness.Result(harness.Partial(batch)));
    }
}
