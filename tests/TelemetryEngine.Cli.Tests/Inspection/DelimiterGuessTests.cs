using System.Text;
using TelemetryEngine.Cli.Inspection;

namespace TelemetryEngine.Cli.Tests.Inspection;

public sealed class DelimiterGuessTests
{
    [Theory]
    [InlineData("a;b\n1;2\n", ';')]
    [InlineData("a\tb\r\n1\t2\r\n", '\t')]
    [InlineData("a|b\n1|2", '|')]
    [InlineData("a;b\n\n1;2\n", ';')]
    [InlineData("a;b", ';')]
    [InlineData("a;b\n1;2;3\n", null)]
    [InlineData("a,b\n1,2\n", null)]
    [InlineData("a,b;c\n1;2\n", null)]
    [InlineData("a;b\n1,5;2,5\n", ';')]
    [InlineData("", null)]
    public void TheFirstLinesDecide(string text, char? delimiter) => Assert.Equal(delimiter, DelimiterGuess.Of(Encoding.UTF8.GetBytes(text), isWhole: true));

    [Fact]
    public void ALastLineCutShortDoesNotCount() => Assert.Equal(';', DelimiterGuess.Of("a;b;c\n1;2;3\n4;"u8, isWhole: false));
}
