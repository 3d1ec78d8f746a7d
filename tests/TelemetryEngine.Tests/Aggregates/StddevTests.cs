namespace TelemetryEngine.Tests.Aggregates;

public sealed class StddevTests : AggregateLaws
{
    protected override string Function => "stddev";

    protected override IReadOnlyList<string> Types => ["int32", "int64", "float32", "float64", "decimal(2)"];

    protected override string Define(string type, IReadOnlyList<LawRow> rows) => MomentOracle.One(
        rows, least: 2, s => Rational.Root(s.Sum(2), s.Unit * (s.Count - 1)));

    [Theory]
    [InlineData("1000000004 1000000007 1000000013 1000000016", "5.477225575051661")]
    [InlineData("1 2 4 8 16.5", "6.300793600809346")]
    [InlineData("0.1 0.1", "0")]
    [InlineData("1e200 -1e200", "1.414213562373095E+200")]
    [InlineData("1e-200 -1e-200", "1.414213562373095E-200")]
    [InlineData("5", "∅")]
    public void Known_deviations(string values, string expected) => Assert.Equal(expected, MomentOracle.Ask("stddev(x)", "float64", values));
}
