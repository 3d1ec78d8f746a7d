using TelemetryEngine.Cli.Flags;

namespace TelemetryEngine.Cli.Tests.Flags;

public sealed class ListTextTests
{
    [Theory]
    [InlineData("a,b , c", "a|b|c")]
    [InlineData("avg(a, b),c", "avg(a, b)|c")]
    [InlineData("t=timestamp[us, Europe/Berlin],x=int64", "t=timestamp[us, Europe/Berlin]|x=int64")]
    [InlineData("'a,b',\"c,d\"", "'a,b'|\"c,d\"")]
    [InlineData("f('),',x),y", "f('),',x)|y")]
    [InlineData(",,a,", "a")]
    [InlineData("", "")]
    public void CommasCountOutsideQuotesAndBrackets(string text, string parts) =>
        Assert.Equal(parts, string.Join('|', ListText.Split([text])));

    [Theory]
    [InlineData("a=b", false, 1)]
    [InlineData("'a=b'=c", false, 5)]
    [InlineData("a=b=c", true, 3)]
    [InlineData("\"a=b\"", false, -1)]
    public void EqualsSigns(string text, bool last, int place) => Assert.Equal(place, ListText.EqualsSign(text, last));

    [Theory]
    [InlineData("plain", "plain")]
    [InlineData("\"a,b\"", "a,b")]
    [InlineData("\"a\"\"b\"", "a\"b")]
    [InlineData("\"", "\"")]
    public void Quotes(string text, string name) => Assert.Equal(name, ListText.Unquote(text));
}
