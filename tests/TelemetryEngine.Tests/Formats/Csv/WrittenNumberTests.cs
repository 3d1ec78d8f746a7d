using System.Text;
using TelemetryEngine.Formats.Csv;

namespace TelemetryEngine.Tests.Formats.Csv;

public sealed class WrittenNumberTests
{
    [Theory]
    [InlineData("12", "12", "", false)]
    [InlineData("+  0.081", "0.081", "", false)]
    [InlineData("-  0.243", "0.243", "", true)]
    [InlineData("−5", "5", "", true)]
    [InlineData("(12.50)", "12.50", "", true)]
    [InlineData("$1,115.67", "1,115.67", "$", false)]
    [InlineData("-$5", "5", "$", true)]
    [InlineData("€ -5", "5", "€", true)]
    [InlineData("12.5 kW", "12.5", "kW", false)]
    [InlineData("12.5kW", "12.5", "kW", false)]
    [InlineData("1 234 W", "1 234", "W", false)]
    [InlineData("85 %", "85", "%", false)]
    [InlineData("13.6 °C", "13.6", "°C", false)]
    [InlineData("3 m3", "3", "m3", false)]
    [InlineData("1.5e3 W", "1.5e3", "W", false)]
    [InlineData("1E6", "1E6", "", false)]
    public void Parts(string text, string digits, string unit, bool isNegative)
    {
        Assert.True(WrittenNumber.TryParse(Encoding.UTF8.GetBytes(text), out WrittenNumber number));
        Assert.Equal((digits, unit, isNegative), (Encoding.UTF8.GetString(number.Digits), Encoding.UTF8.GetString(number.Unit), number.IsNegative));
    }

    [Theory]
    [InlineData("")]
    [InlineData("kW")]
    [InlineData("0x1F")]
    [InlineData("1h30")]
    [InlineData("2024-01-31")]
    [InlineData("12:30")]
    [InlineData("1/2")]
    [InlineData("5-7")]
    [InlineData("--5")]
    [InlineData("(-5)")]
    [InlineData("A5")]
    [InlineData("$5 USD")]
    [InlineData("12 (est)")]
    public void OtherTexts(string text) => Assert.False(WrittenNumber.TryParse(Encoding.UTF8.GetBytes(text), out _));
}
