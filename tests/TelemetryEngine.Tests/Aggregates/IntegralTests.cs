namespace TelemetryEngine.Tests.Aggregates;

public sealed class IntegralTests : AggregateLaws
{
    protected override string Function => "integral";

    protected override IReadOnlyList<string> Arguments => ["x", "bounds => 'inside'", "mixed => 'allow'"];

    protected override IReadOnlyList<string> Types => ["int32", "int64", "float32", "float64", "decimal(2)"];

    protected override string Define(string type, IReadOnlyList<LawRow> rows) => new StepOracle(Function, carries: false).Define(rows);

    [Fact]
    public void Watts_in_straight_lines_give_watt_hours() =>
        Assert.Equal(["1500"], new StepFacts(3600, 1000, 2000).Ask("integral(x, bounds => inside)"));
}
