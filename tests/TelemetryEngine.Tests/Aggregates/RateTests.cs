namespace TelemetryEngine.Tests.Aggregates;

public sealed class RateTests : AggregateLaws
{
    protected override string Function => "rate";

    protected override IReadOnlyList<string> Arguments => ["x", "bounds => 'inside'", "mixed => 'allow'"];

    protected override IReadOnlyList<string> Types => ["int32", "int64", "float32", "float64", "decimal(2)"];

    protected override string Define(string type, IReadOnlyList<LawRow> rows) => new StepOracle(Function, carries: false).Define(rows);

    [Fact]
    public void It_is_the_increase_by_the_seconds_of_its_steps() =>
        Assert.Equal(["0.7222222222222222"], new StepFacts(60, 100, 160, 10, 70).Ask("rate(x, bounds => 'inside')"));
}
