namespace TelemetryEngine.Tests.Aggregates;

public sealed class NumResetsTests : AggregateLaws
{
    protected override string Function => "num_resets";

    protected override IReadOnlyList<string> Arguments => ["x", "bounds => 'inside'", "mixed => 'allow'"];

    protected override IReadOnlyList<string> Types => ["int32", "int64", "float32", "float64", "decimal(2)"];

    protected override string Define(string type, IReadOnlyList<LawRow> rows) => new StepOracle(Function, carries: false).Define(rows);

    [Fact]
    public void Drops_are_counted() =>
        Assert.Equal(["2"], new StepFacts(60, 100, 160, 10, 70, 0).Ask("num_resets(x)"));
}
