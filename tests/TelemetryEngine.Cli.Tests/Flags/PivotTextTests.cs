using TelemetryEngine.Cli.Flags;

namespace TelemetryEngine.Cli.Tests.Flags;

public sealed class PivotTextTests
{
    [Theory]
    [InlineData("kwh by phase", "kwh", "phase", "")]
    [InlineData(" \"by by\" by \"x per\" per a,\"b,c\" ", "by by", "x per", "a|b,c")]
    public void A_pivot_says_what_stands_where(string text, string values, string names, string per)
    {
        PivotStep step = PivotText.Read(text);
        Assert.Equal((values, names, per), (step.Values, step.Names, string.Join('|', step.Per)));
    }

    [Theory]
    [InlineData("kwh")]
    [InlineData("by phase")]
    [InlineData("kwh per site")]
    public void What_is_no_pivot_is_said(string text) => Assert.Equal(
        $"--pivot: '{text}' is not VALUES by NAMES, such as 'power_w by device_id' or 'power_w by device_id per timestamp'",
        Assert.Throws<UsageException>(() => PivotText.Read(text)).Message);
}
