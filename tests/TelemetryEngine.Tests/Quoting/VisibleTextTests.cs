using System.Text;
using TelemetryEngine.Quoting;

namespace TelemetryEngine.Tests.Quoting;

public sealed class VisibleTextTests
{
    [Theory]
    [InlineData("", "")]
    [InlineData("power_w ÄÖ 电 👍 e\u0301", "power_w ÄÖ 电 👍 e\u0301")]
    [InlineData("\e[2J", @"\x1b[2J")]
    [InlineData("\e]8;;http://x\e\\a", @"\x1b]8;;http://x\x1b\a")]
    [InlineData("a\tb\rc\nd", @"a\tb\rc\nd")]
    [InlineData("\0\a\u007f\u009b", @"\x00\x07\x7f\x9b")]
    [InlineData("\u202egnp.exe\u2066\u200e\u061c", @"\u{202e}gnp.exe\u{2066}\u{200e}\u{61c}")]
    [InlineData("a\u200bb\u2060\ufeff", @"a\u{200b}b\u{2060}\u{feff}")]
    [InlineData("\u2028\u2029", @"\u{2028}\u{2029}")]
    [InlineData("\U000e0041", @"\u{e0041}")]
    public void WhatHidesIsWrittenOut(string text, string visible) => Assert.Equal(visible, VisibleText.Of(text));

    // a half of a surrogate can't stand in an attribute
    [Fact]
    public void HalfASurrogateIsWrittenOut()
    {
        Assert.Equal(@"a\u{d83d}b", VisibleText.Of("a" + (char)0xd83d + "b"));
        Assert.Equal(@"\u{dc4d}\u{d83d}", VisibleText.Of(new string([(char)0xdc4d, (char)0xd83d])));
    }

    [Fact]
    public void LinesAreKeptOnRequest() => Assert.Equal("a\n\\x1bb\\r\n", VisibleText.Lines("a\n\eb\r\n"));

    [Fact]
    public void EveryCharacterIsVisibleAndStaysSo()
    {
        for (int code = 0; code <= 0x10ffff; code++)
        {
            if (!Rune.IsValid(code))
            {
                continue;
            }

            string visible = VisibleText.Of(new Rune(code).ToString());
            Assert.DoesNotContain(visible.EnumerateRunes(), VisibleText.IsHidden);
            Assert.Equal(visible, VisibleText.Of(visible));
        }
    }
}
