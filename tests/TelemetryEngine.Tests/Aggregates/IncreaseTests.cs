namespace TelemetryEngine.Tests.Aggregates;

public sealed class IncreaseTests : AggregateLaws
{
    protected override string Function => "increase";

    protected override IReadOnlyList<string> Arguments => ["x", "bounds => 'inside'", "mixed => 'allow'"];

    protected override IReadOnlyList<string> Types => ["int32", "int64", "float32", "float64", "decimal(2)"];

    protected override string Define(string type, IReadOnlyList<LawRow> rows) => new StepOracle(Function, carries: false).Define(rows);

    [Fact]
    public void A_drop_is_a_reset() =>
        Assert.Equal(["130"], new StepFacts(60, 100, 160, 10, 70).Ask("increase(x, bounds => 'inside')"));

    [Fact]
    public void Bounds_that_there_are_not_are_refused()
    {
        PlanException error = Assert.Throws<PlanException>(() => new StepFacts(60, 1).Ask("increase(x, bounds => outside)"));
        Assert.Equal("the bounds of increase is 'carry' or 'inside', not 'outside'; write increase(x, bounds => 'inside')", error.Message);
    }
}
