using static TelemetryEngine.Cli.Tests.TelemetryProcess;

namespace TelemetryEngine.Cli.Tests;

public sealed class DemoTests
{
    [Fact]
    public void ShowsReadingsTheAnswerAndThatItIsRightAndLeavesNothing()
    {
        using TemporaryFolder folder = new();

        Outcome outcome = Run(folder.Path, ["demo", "--rows", "20k"], null, ("TMPDIR", folder.Path)).Expect(0);

        Assert.Contains("$ telemetry generate ", outcome.Output, StringComparison.Ordinal);
        Assert.Contains("$ telemetry aggregate readings.csv --every 1h --by device_id ", outcome.Output, StringComparison.Ordinal);
        Assert.Contains("averages equal the exact answer to the last bit", outcome.Output, StringComparison.Ordinal);
        Assert.DoesNotContain("\e", outcome.Output + outcome.Errors, StringComparison.Ordinal);
        Assert.Empty(folder.Names);
    }
}
