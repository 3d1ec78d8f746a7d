namespace TelemetryEngine.Tests.Aggregates;

public sealed class StddevPopTests : AggregateLaws
{
    protected override string Function => "stddev_pop";

    protected override IReadOnlyList<string> Types => ["int32", "int64", "float32", "float64", "decimal(2)"];

    protected override string Define(string type, IReadOnlyList<LawRow> rows) => MomentOracle.One(
        rows, least: 1, s => Rational.Root(s.Sum(2), s.Unit * s.Count));

    [Theory]
    [InlineData("1 2 4 8 16.5", "5.635601121442148")]
    [InlineData("2 4", "1")]
    [InlineData("5", "0")]
    public void Known_deviations(string values, string expected) => Assert.Equal(expected, MomentOracle.Ask("stddev_pop(x)", "float64", values));
}
