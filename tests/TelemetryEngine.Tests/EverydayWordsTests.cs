using TelemetryEngine.Aggregates;
using TelemetryEngine.Expressions;

namespace TelemetryEngine.Tests;

public sealed class EverydayWordsTests
{
    [Theory]
    [InlineData("mean", "avg(x)")]
    [InlineData("p95", "quantile(x, 0.95)")]
    [InlineData("P50", "quantile(x, 0.5)")]
    [InlineData("p999", "quantile(x, 0.999)")]
    [InlineData("stdev", "stddev(x)")]
    [InlineData("distinct", "count_distinct(x)")]
    [InlineData("cnt", "count()")]
    [InlineData("TOTAL", "sum(x)")]
    [InlineData("variance", "var(x)")]
    [InlineData("var_samp", "var(x)")]
    public void AnAggregateByAnotherNameIsNamed(string word, string meant)
    {
        Assert.Equal(meant, EverydayWords.Aggregate(word));
        Assert.NotNull(AggregateText.ParseList(meant));
    }

    [Fact]
    public void EachAggregateThatIsProposedExistsAndNoWordIsOne()
    {
        foreach ((string word, string meant) in EverydayWords.Aggregates)
        {
            Assert.DoesNotContain(AggregateCatalog.All, definition => definition.Name == word);
            Assert.Contains(AggregateCatalog.All, definition => definition.Name == AggregateText.ParseList(meant)[0].Function);
        }
    }

    [Theory]
    [InlineData("v > 1 && v < 3", "'&&' is no operator; did you mean and?")]
    [InlineData("!(v > 1)", "'!' is no operator; did you mean not?")]
    [InlineData("nvl(v, 0) > 1", "unknown function 'nvl'; did you mean coalesce(a, b)?")]
    [InlineData("len(v) > 1", "unknown function 'len'; did you mean length(text)?")]
    [InlineData("ceiling(v) > 1", "unknown function 'ceiling'; did you mean ceil(x)?")]
    [InlineData("xyzzy(v) > 1", "unknown function 'xyzzy'; there is if, coalesce, ")]
    public void AnExpressionInAnotherDialectIsToldHowItIsWritten(string text, string message) =>
        Assert.StartsWith(message, Assert.Throws<PlanException>(() => Expression.Parse(text)).Message, StringComparison.Ordinal);

    [Theory]
    [InlineData("p")]
    [InlineData("p5")]
    [InlineData("power")]
    [InlineData("p95th")]
    [InlineData("avg")]
    [InlineData("")]
    public void OtherWordsAreNotGuessedAt(string word) => Assert.Null(EverydayWords.Aggregate(word));
}
