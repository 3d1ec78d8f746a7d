namespace TelemetryEngine.Tests.Aggregates;

public sealed class DeltaTests : AggregateLaws
{
    protected override string Function => "delta";

    protected override IReadOnlyList<string> Arguments => ["x", "bounds => 'inside'", "mixed => 'allow'"];

    protected override IReadOnlyList<string> Types => ["int32", "int64", "float32", "float64", "decimal(2)"];

    protected override string Define(string type, IReadOnlyList<LawRow> rows) => new StepOracle(Function, carries: false).Define(rows);

    [Fact]
    public void It_is_last_less_first() =>
        Assert.Equal(["-30"], new StepFacts(60, 100, 160, 10, 70).Ask("delta(x)"));
}
