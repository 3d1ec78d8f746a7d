using TelemetryEngine.Quoting;

namespace TelemetryEngine.Tests.Quoting;

public sealed class MarkdownTextTests
{
    [Theory]
    [InlineData("power_w größe 1.5", "power_w größe 1.5")]
    [InlineData("[a](http://x)", @"\[a\](http\://x)")]
    [InlineData("![a](b)", @"!\[a\](b)")]
    [InlineData("`a` *b* ~c~ $d$", @"\`a\` \*b\* \~c\~ \$d\$")]
    [InlineData("_a_ a_b __", @"\_a\_ a_b \_\_")]
    [InlineData("<b>&lt;", "&lt;b&gt;&amp;lt;")]
    [InlineData("a|b\\", @"a\|b\\")]
    [InlineData("a\r\nb\nc\rd", "a<br>b<br>c<br>d")]
    [InlineData("WWW.x.de https://y", @"WWW\.x.de https\://y")]
    [InlineData("\e[2J\u202e", @"\\x1b\[2J\\u{202e}")]
    public void StrangersTextMakesNoMarkdown(string text, string escaped) => Assert.Equal(escaped, MarkdownText.Of(text));
}
