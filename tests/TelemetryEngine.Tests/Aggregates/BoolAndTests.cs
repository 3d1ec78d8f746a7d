namespace TelemetryEngine.Tests.Aggregates;

public sealed class BoolAndTests : AggregateLaws
{
    protected override string Function => "bool_and";

    protected override IReadOnlyList<string> Types => ["bool"];

    protected override string Define(string type, IReadOnlyList<LawRow> rows) => rows.Count == 0 ? "∅" : rows.All(r => r.Value is true) ? "true" : "false";

    [Theory]
    [InlineData("bool_and(x > 0)", "true")]
    [InlineData("bool_and(x > 1)", "false")]
    [InlineData("bool_and(x > 1) filter (where x > 5)", "∅")]
    public void Known_answers(string call, string expected) => Assert.Equal(expected, MomentOracle.Ask(call, "float64", "1 2 null"));

    [Fact]
    public void It_needs_conditions() => Assert.Equal(
        "bool_and(x) needs a condition (bool), and 'x' is float64; compare it, as in bool_and(power_w > 0)",
        Assert.Throws<PlanException>(() => MomentOracle.Ask("bool_and(x)", "float64", "1")).Message);
}
