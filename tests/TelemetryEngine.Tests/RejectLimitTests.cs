namespace TelemetryEngine.Tests;

public sealed class RejectLimitTests
{
    [Theory]
    [InlineData("0", 0, 10, true)]
    [InlineData("0", 1, 10, false)]
    [InlineData("3", 3, 10, true)]
    [InlineData("3", 4, 10, false)]
    [InlineData("0%", 1, 1_000_000, false)]
    [InlineData("0.1%", 1, 1_000, true)]
    [InlineData("0.1%", 2, 1_000, false)]
    [InlineData("100%", 10, 10, true)]
    [InlineData("50%", 0, 0, true)]
    public void ALimitAllowsSoManyAndNoMore(string text, long rejected, long read, bool isAllowed)
    {
        Assert.True(RejectLimit.TryParse(text, out RejectLimit? limit));
        Assert.Equal(text, limit.ToString());
        Assert.Equal(isAllowed, limit.Allows(rejected, read));
    }

    [Theory]
    [InlineData("")]
    [InlineData("%")]
    [InlineData("-1")]
    [InlineData("-1%")]
    [InlineData("101%")]
    [InlineData("1e3")]
    [InlineData("1.5")]
    [InlineData("NaN%")]
    [InlineData("few")]
    public void OtherTextsAreNoLimit(string text) => Assert.False(RejectLimit.TryParse(text, out _));

    [Fact]
    public void NumbersThatCantBeAreRefused()
    {
        Assert.Throws<ArgumentOutOfRangeException>(() => RejectLimit.Rows(-1));
        Assert.Throws<ArgumentOutOfRangeException>(() => RejectLimit.Percent(double.NaN));
        Assert.Throws<ArgumentOutOfRangeException>(() => RejectLimit.Percent(100.5));
        Assert.Equal("Threads", Assert.Throws<ArgumentOutOfRangeException>(() => new RunOptions { Threads = -1 }).ParamName);
    }
}
