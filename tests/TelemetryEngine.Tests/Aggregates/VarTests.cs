namespace TelemetryEngine.Tests.Aggregates;

public sealed class VarTests : AggregateLaws
{
    protected override string Function => "var";

    protected override IReadOnlyList<string> Types => ["int32", "int64", "float32", "float64", "decimal(2)"];

    protected override string Define(string type, IReadOnlyList<LawRow> rows) => MomentOracle.One(
        rows, least: 2, s => Rational.Round(s.Sum(2), s.Unit * (s.Count - 1)));

    [Theory]
    [InlineData("float64", "1000000004 1000000007 1000000013 1000000016", "30")]
    [InlineData("decimal(1)", "1000000004 1000000007 1000000013 1000000016", "30")]
    [InlineData("float64", "1e200 1e200 1e200", "0")]
    [InlineData("float64", "0.1 0.1 0.1", "0")]
    [InlineData("float64", "1e-200 -1e-200", "0")]
    [InlineData("float64", "1e160 -1e160", "Infinity")]
    [InlineData("float64", "0 0", "0")]
    [InlineData("decimal(1)", "0.1 0.2 0.3", "0.01")]
    [InlineData("float64", "0.1 0.2 0.3", "0.009999999999999998")]
    [InlineData("float64", "5", "∅")]
    [InlineData("float64", "", "∅")]
    [InlineData("float64", "null null", "∅")]
    [InlineData("float64", "NaN", "∅")]
    [InlineData("float64", "NaN 1", "NaN")]
    [InlineData("float64", "Infinity 1", "NaN")]
    [InlineData("float64", "-Infinity 1", "NaN")]
    [InlineData("decimal(2)", "NaN 1 2", "NaN")]
    [InlineData("decimal(2)", "1e30 1e30", "0")]
    [InlineData("decimal(2)", "0.00000000000000000001 0", "5E-41")]
    public void Known_variances(string type, string values, string expected) => Assert.Equal(expected, MomentOracle.Ask("var(x)", type, values));

    [Fact]
    public void It_shares_sum_and_count_with_an_average()
    {
        BatchBuilder batch = new BatchBuilder().Add("x", "float64", 1.0, 2.0);
        FlatPlan plan = new() { Aggregates = [Aggregate.Avg("x"), Aggregate.Var("x"), Aggregate.Stddev("x"), Aggregate.Kurtosis("x")] };
        Assert.Equal(4, new AggregationHarness(plan, batch.Columns).Bound.Components.Count);
    }
}
