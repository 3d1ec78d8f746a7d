using System.Text;
using TelemetryEngine.Formats.Csv;

namespace TelemetryEngine.Tests.Formats.Csv;

public sealed class BlanksTests
{
    [Theory]
    [InlineData("", "")]
    [InlineData("a", "a")]
    [InlineData("  a b\t", "a b")]
    [InlineData("\u00A0\u202F\u2007\u2009a\u2009\u2007\u202F\u00A0", "a")]
    [InlineData(" \u00A0 ", "")]
    [InlineData("é", "é")]
    [InlineData("à", "à")]
    [InlineData("12 €", "12 €")]
    [InlineData("–", "–")]
    [InlineData("\u2003x", "\u2003x")]
    public void BlanksAroundAreNoPart(string text, string trimmed)
    {
        byte[] bytes = Encoding.UTF8.GetBytes(text);
        Assert.Equal(trimmed, Encoding.UTF8.GetString(Blanks.Trim(bytes)));
        Assert.Equal(trimmed.Length == 0, Blanks.IsBlank(bytes));
    }

    [Fact]
    public void BytesThatAreNoTextStay()
    {
        foreach (byte[] bytes in new byte[][] { [0xA0], [0x87], [0xC2], [0xE2, 0x80], [0x80, 0xAF], [0xE2, 0xAF], [(byte)'a', 0xA0] })
        {
            Assert.Equal(bytes, Blanks.Trim(bytes).ToArray());
        }
    }
}
