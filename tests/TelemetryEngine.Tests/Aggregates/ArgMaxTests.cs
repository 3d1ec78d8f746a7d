namespace TelemetryEngine.Tests.Aggregates;

public sealed class ArgMaxTests : AggregateLaws
{
    protected override string Function => "arg_max";

    protected override IReadOnlyList<string> Arguments => ["x", "y"];

    protected override string SecondType(string type) => ChoiceOracle.By(type);

    protected override string Define(string type, IReadOnlyList<LawRow> rows) => ChoiceOracle.Define(type, rows, 1);

    [Theory]
    [InlineData("1 2 3", "5 9 7", "2")]
    [InlineData("1 2 3", "9 9 7", "1")]
    [InlineData("null 2 3", "9 8 8", "2")]
    [InlineData("1 2 3", "null 8 7", "2")]
    [InlineData("1 2 3", "NaN 8 7", "2")]
    [InlineData("1 2 3", "NaN NaN null", "1")]
    [InlineData("1 2", "-0 0", "1")]
    [InlineData("1 2", "null null", "∅")]
    [InlineData("", "", "∅")]
    public void Known_values(string x, string by, string expected) => Assert.Equal(expected, MomentOracle.Ask("arg_max(x, y)", "float64", x, by));

    [Fact]
    public void The_place_in_the_input_decides_whatever_the_time_and_without_one()
    {
        BatchBuilder batch = new BatchBuilder().Add("time", "timestamp[us]", null, 1L, 5L).Add("x", "utf8", "a", "b", "c").Add("y", "int64", 7L, 7L, 7L);
        FlatPlan plan = new() { Time = new TimePlan { Column = "time" }, Aggregates = [Aggregate.ArgMax("x", "y"), Aggregate.ArgMin("x", "y"), Aggregate.First("x")] };
        AggregationHarness harness = new(plan, batch.Columns);
        Assert.Equal(["a|a|b"], harness.Result(harness.Partial(batch)));
    }

    [Fact]
    public void Expressions_are_chosen_and_chosen_by()
    {
        Pipeline read = Telemetry.ReadCsvText("site,hour,kwh\na,1,5\na,2,9\nb,1,3\nb,2,1\n").GroupBy("site");
        Assert.Equal(["site|arg_max_hour_10_kwh|low", "a|20|2", "b|10|1"], TableText.Written(read.Aggregate([.. Aggregate.Parse("arg_max(hour * 10, kwh), arg_min(hour, -kwh) as low")])));
    }

    [Fact]
    public void It_takes_two_columns() => Assert.Equal(
        "arg_max takes a column and the one to choose by, as in arg_max(device_id, power_w)",
        Assert.Throws<PlanException>(() => MomentOracle.Ask("arg_max(x)", "float64", "1")).Message);
}
