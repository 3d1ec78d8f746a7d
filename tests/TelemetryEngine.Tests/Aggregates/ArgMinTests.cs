namespace TelemetryEngine.Tests.Aggregates;

public sealed class ArgMinTests : AggregateLaws
{
    protected override string Function => "arg_min";

    protected override IReadOnlyList<string> Arguments => ["x", "y"];

    protected override string SecondType(string type) => ChoiceOracle.By(type);

    protected override string Define(string type, IReadOnlyList<LawRow> rows) => ChoiceOracle.Define(type, rows, -1);

    [Theory]
    [InlineData("1 2 3", "5 9 7", "1")]
    [InlineData("1 2 3", "9 5 5", "2")]
    [InlineData("1 2 3", "NaN 8 7", "3")]
    [InlineData("1 2 3", "NaN NaN 8", "3")]
    [InlineData("1 2 3", "NaN NaN null", "1")]
    [InlineData("1 2", "0 -0", "1")]
    [InlineData("", "", "∅")]
    public void Known_values(string x, string by, string expected) => Assert.Equal(expected, MomentOracle.Ask("arg_min(x, y)", "float64", x, by));
}
