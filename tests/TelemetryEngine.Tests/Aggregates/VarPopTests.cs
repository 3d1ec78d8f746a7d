namespace TelemetryEngine.Tests.Aggregates;

public sealed class VarPopTests : AggregateLaws
{
    protected override string Function => "var_pop";

    protected override IReadOnlyList<string> Types => ["int32", "int64", "float32", "float64", "decimal(2)"];

    protected override string Define(string type, IReadOnlyList<LawRow> rows) => MomentOracle.One(
        rows, least: 1, s => Rational.Round(s.Sum(2), s.Unit * s.Count));

    [Theory]
    [InlineData("1000000004 1000000007 1000000013 1000000016", "22.5")]
    [InlineData("5", "0")]
    [InlineData("NaN", "NaN")]
    [InlineData("Infinity", "NaN")]
    [InlineData("", "∅")]
    public void Known_variances(string values, string expected) => Assert.Equal(expected, MomentOracle.Ask("var_pop(x)", "float64", values));
}
