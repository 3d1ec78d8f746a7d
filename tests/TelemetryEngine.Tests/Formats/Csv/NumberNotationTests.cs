using System.Text;
using TelemetryEngine.Formats.Csv;

namespace TelemetryEngine.Tests.Formats.Csv;

public sealed class NumberNotationTests
{
    [Theory]
    [InlineData("1,234.56", ".,", "1234.56")]
    [InlineData("12,345,678", ".,", "12345678")]
    [InlineData("1.094,50", ",.", "1094,50")]
    [InlineData("1 094 000,5", ", ", "1094000,5")]
    [InlineData("1\u00A0094,5", ", ", "1094,5")]
    [InlineData("1\u202F094", ". ", "1094")]
    [InlineData("1'094.5", ".'", "1094.5")]
    [InlineData("1’094’000", ".'", "1094000")]
    [InlineData("1.5e-3", ".", "1.5e-3")]
    [InlineData("5.", ".", "5.")]
    [InlineData(".5", ".", ".5")]
    [InlineData("12,345", ".,", "12345")]
    [InlineData("12,345", ",", "12,345")]
    public void Groups(string text, string notation, string plain)
    {
        byte[] into = new byte[100];
        Assert.True(Of(notation).TryWrite(Encoding.UTF8.GetBytes(text), into, out int length));
        Assert.Equal(plain, Encoding.UTF8.GetString(into, 0, length));
    }

    [Theory]
    [InlineData("1,23", ".,")]
    [InlineData("1,2345", ".,")]
    [InlineData("1234,567", ".,")]
    [InlineData("0,294", ".,")]
    [InlineData("12,34,567", ".,")]
    [InlineData("1,234,5", ".,")]
    [InlineData("1.234,567", ".,")]
    [InlineData("1,,234", ".,")]
    [InlineData(",234", ".,")]
    [InlineData("1,234e3", ".,")]
    [InlineData("1.2.3", ".")]
    [InlineData("1,2", ".")]
    [InlineData("1e", ".")]
    [InlineData("", ".")]
    [InlineData(".", ".")]
    [InlineData("1\t094", ". ")]
    public void WhatIsNoGroupOfThreeIsNoNumber(string text, string notation) =>
        Assert.False(Of(notation).TryWrite(Encoding.UTF8.GetBytes(text), new byte[100], out _));

    private static NumberNotation Of(string text) => new((byte)text[0], text.Length > 1 ? (byte)text[1] : (byte)0);
}
