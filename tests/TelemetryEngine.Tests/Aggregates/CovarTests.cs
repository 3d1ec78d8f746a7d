namespace TelemetryEngine.Tests.Aggregates;

public sealed class CovarTests : AggregateLaws
{
    protected override string Function => "covar";

    protected override IReadOnlyList<string> Arguments => ["x", "y"];

    protected override IReadOnlyList<string> Types => ["int32", "int64", "float32", "float64", "decimal(2)"];

    protected override string SecondType(string type) => type;

    protected override string Define(string type, IReadOnlyList<LawRow> rows) => MomentOracle.Two(
        type, SecondType(type), rows, least: 2, s => Rational.Round(s.Products, s.Unit * (s.Count - 1)));

    [Theory]
    [InlineData("1 2 4 8", "2 3 9 10", "11.333333333333334")]
    [InlineData("1 2 null 4 8 5", "2 3 7 9 10 null", "11.333333333333334")]
    [InlineData("1 1 1", "2 3 9", "0")]
    [InlineData("1 2", "2 NaN", "NaN")]
    [InlineData("1", "2", "∅")]
    public void Known_covariances(string x, string y, string expected) => Assert.Equal(expected, MomentOracle.Ask("covar(x, y)", "float64", x, y));

    [Fact]
    public void It_needs_two_columns_of_numbers()
    {
        Assert.Equal("covar takes two columns, as in covar(power_w, voltage_v)", Assert.Throws<PlanException>(() => MomentOracle.Ask("covar(x)", "float64", "1")).Message);
        Assert.Throws<PlanException>(() => MomentOracle.Ask("covar(x, 1)", "float64", "1"));
        Assert.StartsWith("covar(y) needs a number", Assert.Throws<PlanException>(Text).Message, StringComparison.Ordinal);

        static void Text()
        {
            BatchBuilder batch = new BatchBuilder().Add("x", "float64", 1.0).Add("y", "utf8", "a");
            _ = new AggregationHarness(new FlatPlan { Aggregates = [Aggregate.Covar("x", "y")] }, batch.Columns);
        }
    }
}
