namespace TelemetryEngine.Tests.Aggregates;

public sealed class CircularAvgTests : AggregateLaws
{
    protected override string Function => "circular_avg";

    protected override IReadOnlyList<string> Arguments => ["x", "360"];

    protected override IReadOnlyList<string> Types => ["int32", "int64", "float32", "float64", "decimal(2)"];

    [Theory]
    [InlineData("360", "0", 350.0, 10.0)]
    [InlineData("360", "90", 80.0, 100.0, 90.0)]
    [InlineData("360", "355", -20.0, 10.0)]
    [InlineData("360", "270", 630.0)]
    [InlineData("24", "0", 23.0, 1.0)]
    [InlineData("1", "0.125", 0.0, 0.25)]
    [InlineData("360", "∅", 0.0, 180.0)]
    [InlineData("360", "∅", 0.0, 120.0, 240.0)]
    [InlineData("360", "NaN", 0.0, double.NaN)]
    [InlineData("360", "NaN", double.PositiveInfinity)]
    public void Directions_have_the_mean_that_lies_between_them(string period, string expected, params double[] values) =>
        Assert.Equal([expected], new StepFacts(60, values).Ask($"circular_avg(x, {period})"));

    [Fact]
    public void Of_no_values_there_is_none() => Assert.Equal(["∅"], new StepFacts(60, 1).Ask("circular_avg(x, 360) filter (where x > 1)"));

    [Theory]
    [InlineData("circular_avg(x)")]
    [InlineData("circular_avg(x, 0)")]
    [InlineData("circular_avg(x, -360)")]
    [InlineData("circular_avg(x, 360, 1)")]
    public void It_takes_a_column_and_a_period(string call) =>
        Assert.Equal("circular_avg takes one column and the period above 0, as in circular_avg(wind_direction, 360)", Assert.Throws<PlanException>(() => new StepFacts(60, 1).Ask(call)).Message);

    // the sum of the vectors by plain doubles, in the order of size, to the twelve digits that are shown
    protected override string Define(string type, IReadOnlyList<LawRow> rows)
    {
        double[] turns = [.. rows.Select(r => Rational.ToDouble(r.Value!) % 360 / 360)];
        if (turns.Length == 0 || turns.Any(double.IsNaN))
        {
            return turns.Length == 0 ? "∅" : "NaN";
        }

        (decimal sine, decimal cosine) = (turns.Sum(t => (decimal)double.SinPi(2 * t)), turns.Sum(t => (decimal)double.CosPi(2 * t)));
        if (Math.Sqrt((double)((sine * sine) + (cosine * cosine))) < 1e-12 * turns.Length)
        {
            return "∅";
        }

        double angle = Math.Round(Math.Atan2((double)sine, (double)cosine) * 180 / Math.PI, 9) + 0.0;
        return TableText.Value(angle < 0 ? (Math.Round(angle + 360, 9) >= 360 ? 0 : Math.Round(angle + 360, 9)) : angle);
    }
}
