using TelemetryEngine.Aggregates;

namespace TelemetryEngine.Tests.Aggregates;

/// <summary>What the arguments of aggregates are.</summary>
public sealed class ArgumentTests
{
    [Theory]
    [InlineData("power_w", null, null, null)]
    [InlineData("a + 1", null, null, null)]
    [InlineData("0.5", 0.5, null, null)]
    [InlineData("-1e3", -1000.0, null, null)]
    [InlineData("'a''b'", null, null, "a'b")]
    [InlineData("'5'", null, null, "5")]
    [InlineData("'a' || 'b'", null, null, null)]
    [InlineData("Bounds => 'inside'", null, "bounds", "inside")]
    [InlineData("at_most=>3", null, "at_most", "3")]
    [InlineData("a b => c", null, null, null)]
    public void A_text_says_what_it_is(string written, double? number, string? option, string? text)
    {
        Argument argument = Argument.Of(written);
        Assert.Equal((written, number, option, text), (argument.Written, argument.Number, argument.Option, argument.Text));
    }

    [Theory]
    [InlineData(0.1)]
    [InlineData(1e300)]
    [InlineData(double.NaN)]
    public void A_number_is_the_same_when_a_plan_is_read_again(double number)
    {
        AggregatePlan ask = Aggregate.Quantile("x", number);
        AggregatePlan read = new() { Function = ask.Function, Arguments = ask.Arguments };
        Assert.Equal(number, ask.Typed[1].Number);
        Assert.Equal(ask.Typed, read.Typed);
    }
}
