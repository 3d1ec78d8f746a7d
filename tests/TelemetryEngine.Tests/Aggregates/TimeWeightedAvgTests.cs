namespace TelemetryEngine.Tests.Aggregates;

public sealed class TimeWeightedAvgTests : AggregateLaws
{
    protected override string Function => "time_weighted_avg";

    protected override IReadOnlyList<string> Arguments => ["x", "bounds => 'inside'", "mixed => 'allow'"];

    protected override IReadOnlyList<string> Types => ["int32", "int64", "float32", "float64", "decimal(2)"];

    protected override string Define(string type, IReadOnlyList<LawRow> rows) => new StepOracle(Function, carries: false).Define(rows);

    [Theory]
    [InlineData("locf", "15")]
    [InlineData("linear", "15.625")]
    public void Readings_count_as_long_as_they_hold_or_in_straight_lines(string method, string average)
    {
        StepFacts facts = new(60, 10, 20, 10, 20, 15);
        Assert.Equal([average], facts.Ask($"time_weighted_avg(x, bounds => 'inside', method => {method})"));
    }

    [Fact]
    public void A_method_that_there_is_not_is_refused()
    {
        PlanException error = Assert.Throws<PlanException>(() => new StepFacts(60, 1).Ask("time_weighted_avg(x, method => cubic)"));
        Assert.Equal("the method of time_weighted_avg is 'locf' or 'linear', not 'cubic'; write time_weighted_avg(x, method => 'linear')", error.Message);
    }
}
