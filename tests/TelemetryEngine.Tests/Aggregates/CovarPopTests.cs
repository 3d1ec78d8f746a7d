namespace TelemetryEngine.Tests.Aggregates;

public sealed class CovarPopTests : AggregateLaws
{
    protected override string Function => "covar_pop";

    protected override IReadOnlyList<string> Arguments => ["x", "y"];

    protected override IReadOnlyList<string> Types => ["int32", "int64", "float32", "float64", "decimal(2)"];

    protected override string SecondType(string type) => type == "int64" ? "decimal(2)" : type;

    protected override string Define(string type, IReadOnlyList<LawRow> rows) => MomentOracle.Two(
        type, SecondType(type), rows, least: 1, s => Rational.Round(s.Products, s.Unit * s.Count));

    [Theory]
    [InlineData("1 2 4 8", "2 3 9 10", "8.5")]
    [InlineData("1", "2", "0")]
    public void Known_covariances(string x, string y, string expected) => Assert.Equal(expected, MomentOracle.Ask("covar_pop(x, y)", "float64", x, y));
}
