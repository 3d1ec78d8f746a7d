namespace TelemetryEngine.Tests.Aggregates;

public sealed class SlopeTests : AggregateLaws
{
    protected override string Function => "slope";

    protected override IReadOnlyList<string> Arguments => ["y", "x"];

    protected override IReadOnlyList<string> Types => ["int32", "int64", "float32", "float64", "decimal(2)"];

    protected override string SecondType(string type) => type == "float64" ? "int64" : type;

    protected override string Define(string type, IReadOnlyList<LawRow> rows) => MomentOracle.Two(
        type, SecondType(type), rows, least: 2, s => s.Sum(2).IsZero ? null : Rational.Round(s.Products, s.Sum(2)));

    [Theory]
    [InlineData("1 2 4 8", "2 3 9 10", "1.182608695652174")]
    [InlineData("1 2 3", "2 2 2", "0")]
    [InlineData("1 1 1", "2 3 9", "∅")]
    [InlineData("1", "2", "∅")]
    public void Known_slopes(string x, string y, string expected) => Assert.Equal(expected, MomentOracle.Ask("slope(y, x)", "float64", x, y));
}
