namespace TelemetryEngine.Tests.Aggregates;

public sealed class BoolOrTests : AggregateLaws
{
    protected override string Function => "bool_or";

    protected override IReadOnlyList<string> Types => ["bool"];

    protected override string Define(string type, IReadOnlyList<LawRow> rows) => rows.Count == 0 ? "∅" : rows.Any(r => r.Value is true) ? "true" : "false";

    [Theory]
    [InlineData("bool_or(x > 1)", "true")]
    [InlineData("bool_or(x > 2)", "false")]
    [InlineData("bool_or(x > 2) filter (where x is null)", "∅")]
    public void Known_answers(string call, string expected) => Assert.Equal(expected, MomentOracle.Ask(call, "float64", "1 2 null"));
}
