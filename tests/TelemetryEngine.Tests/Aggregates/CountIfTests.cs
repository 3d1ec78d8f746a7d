using System.Globalization;

namespace TelemetryEngine.Tests.Aggregates;

public sealed class CountIfTests : AggregateLaws
{
    protected override string Function => "count_if";

    protected override IReadOnlyList<string> Types => ["bool"];

    protected override string Define(string type, IReadOnlyList<LawRow> rows) => rows.Count(r => r.Value is true).ToString(CultureInfo.InvariantCulture);

    [Theory]
    [InlineData("count_if(x > 1)", "2")]
    [InlineData("count_if(x > 5)", "0")]
    [InlineData("count_if(x is null)", "1")]
    [InlineData("count_if(x > 1 or y = 1)", "3")]
    [InlineData("count_if(x > 1) filter (where y = 7 or y = 1)", "1")]
    [InlineData("count_if(x > 1 or y = 1) filter (where y = 1 or y = 8)", "2")]
    public void Known_counts(string call, string expected) => Assert.Equal(expected, MomentOracle.Ask(call, "float64", "1 2 3 null", "1 7 8 9"));

    [Fact]
    public void A_column_is_named_by_the_call()
    {
        Pipeline read = Telemetry.ReadCsvText("a,b\n1,x\n2,y\n");
        Assert.Equal(
            ["count_if_a_1|sum_if_a_b_x|n", "1|1|1"],
            TableText.Written(read.Aggregate([.. Aggregate.Parse("count_if(a > 1), sum_if(a, b = 'x'), count_if(b like '%y%') as n")])));
    }

    [Theory]
    [InlineData("count_if()", "count_if takes a condition, as in count_if(power_w > 0)")]
    [InlineData("count_if(x > 1, y)", "count_if takes a condition, as in count_if(power_w > 0)")]
    [InlineData("count_if('x')", "count_if takes a condition, as in count_if(power_w > 0)")]
    [InlineData("count_if(x)", "the filter 'x' is float64, and must be true or false, as in power_w >= 0")]
    [InlineData("sum_if(x)", "sum_if takes a column and a condition, as in sum_if(power_w, phase = 1)")]
    [InlineData("avg_if(x, y)", "the filter 'y' is float64, and must be true or false, as in power_w >= 0")]
    public void What_is_no_condition_is_refused(string call, string message) =>
        Assert.Equal(message, Assert.Throws<PlanException>(() => MomentOracle.Ask(call, "float64", "1")).Message);
}
