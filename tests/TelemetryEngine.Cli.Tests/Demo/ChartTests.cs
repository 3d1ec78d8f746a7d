using TelemetryEngine.Cli.Demo;

namespace TelemetryEngine.Cli.Tests.Demo;

public sealed class ChartTests
{
    [Fact]
    public void TheGreatestValueReachesTheTopAndZeroStaysAtTheFoot()
    {
        string[] lines = Chart.Of([0, 50, 100], ["00:00", "01:00", "02:00"], "W").Split('\n');

        Assert.Equal("100 W ┤    ██", lines[0]);
        Assert.Equal("      ┤    ██", lines[2]);
        Assert.Equal("      ┤  ████", lines[3]);
        Assert.Equal("  0 W ┤  ████", lines[5]);
        Assert.Equal("       00:00", lines[6]);
    }

    [Fact]
    public void NothingButZerosIsNoFault() => Assert.DoesNotContain("█", Chart.Of([0, 0], ["a", "b"], "W"), StringComparison.Ordinal);
}
