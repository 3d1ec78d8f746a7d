namespace TelemetryEngine.Cli.Tests;

/// <summary>What the program does when somebody looks at it.</summary>
public sealed class TerminalTests
{
    [Theory]
    [InlineData("xterm", "", "\e[31mtelemetry:\e[0m no such file")]
    [InlineData("xterm", "1", "telemetry: no such file")]
    [InlineData("dumb", "", "telemetry: no such file")]
    public void ColourIsForTerminalsThatWantIt(string terminal, string noColor, string start)
    {
        using TemporaryFolder folder = new();

        (int exitCode, string shown) = PseudoTerminal.Run(
            folder.Path, "$telemetry aggregate missing.csv 2>$terminal", ("TERM", terminal), ("NO_COLOR", noColor));

        Assert.Equal(1, exitCode);
        Assert.StartsWith(start, shown, StringComparison.Ordinal);
    }

    [Fact]
    public void AResultIsATable()
    {
        using TemporaryFolder folder = TemporaryFolder.WithReadings();

        (int exitCode, string shown) = PseudoTerminal.Run(folder.Path, "$telemetry aggregate readings.csv --by device_id --quiet >$terminal 2>/dev/null", ("NO_COLOR", "1"));

        Assert.Equal(0, exitCode);
        Assert.DoesNotContain(",", shown, StringComparison.Ordinal);
        Assert.Contains("device_id", shown, StringComparison.Ordinal);
        Assert.Contains("15.125", shown, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("$telemetry convert readings.csv --format arrow >$terminal 2>errors.txt")]
    [InlineData("$telemetry generate --format arrow >$terminal 2>errors.txt")]
    public void BytesAreNotForLookingAt(string commandLine)
    {
        using TemporaryFolder folder = TemporaryFolder.WithReadings();

        (int exitCode, string shown) = PseudoTerminal.Run(folder.Path, commandLine);

        Assert.Equal(2, exitCode);
        Assert.Equal("", shown);
        Assert.StartsWith("telemetry: ", folder.Text("errors.txt"), StringComparison.Ordinal);
    }

    [Fact]
    public void AShortRunShowsNoProgress()
    {
        using TemporaryFolder folder = TemporaryFolder.WithReadings();

        (int exitCode, string shown) = PseudoTerminal.Run(folder.Path, "$telemetry aggregate readings.csv --agg 'avg(power_w)' >/dev/null 2>$terminal", ("TERM", "xterm"));

        Assert.Equal(0, exitCode);
        Assert.StartsWith("5 rows read", shown, StringComparison.Ordinal);
    }
}
