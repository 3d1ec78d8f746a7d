using static TelemetryEngine.Cli.Tests.TelemetryProcess;

namespace TelemetryEngine.Cli.Tests;

public sealed class InspectTests
{
    [Fact]
    public void ShowsTypesNullsRangesAndFlagsToPaste()
    {
        using TemporaryFolder folder = new();
        folder.Put("readings.csv", TemporaryFolder.Readings + "2024-01-01T02:00:00Z,c,\n");

        string output = Run(folder, "inspect readings.csv").Expect(0).Output;

        Assert.StartsWith("readings.csv: 6 rows, 3 columns, ", output, StringComparison.Ordinal);
        Assert.Matches(@"timestamp +timestamp\[us\] +0 % +2024-01-01T00:10:00Z +2024-01-01T02:00:00Z ", output);
        Assert.Matches(@"device_id +utf8 +0 % +a +c +a, b, c\n", output);
        Assert.Matches(@"power_w +decimal\(2\) +17 % +1.5 +20.25 +1.5, 10, 2.5, … ", output.Replace("2.5\n", "2.5, … ", StringComparison.Ordinal));
        Assert.Contains("time        timestamp, 2024-01-01T00:10:00Z to 2024-01-01T02:00:00Z\n", output, StringComparison.Ordinal);
        Assert.Contains("order       each time is at or after the one above\n", output, StringComparison.Ordinal);
        Assert.Contains("repeats     none: every time is there once\n", output, StringComparison.Ordinal);
        Assert.EndsWith("  --schema 'timestamp=timestamp[us],device_id=utf8,power_w=decimal(2)' --time timestamp\n", output, StringComparison.Ordinal);
    }

    [Fact]
    public void ThePastedFlagsReadTheFile()
    {
        using TemporaryFolder folder = TemporaryFolder.WithReadings();
        string flags = Run(folder, "inspect readings.csv").Expect(0).Output.Split("read it with:\n")[1].Trim();

        string pasted = Run(folder, $"aggregate readings.csv --every 1h {flags} --quiet").Expect(0).Output;

        Assert.Equal(Run(folder, "aggregate readings.csv --every 1h").Expect(0).Output, pasted);
    }

    [Fact]
    public void AHeaderAloneHasATimeWithoutAValue()
    {
        using TemporaryFolder folder = new();
        folder.Put("readings.csv", "timestamp,power_w\n");

        Assert.Contains("\ntime        timestamp, without a value\n\nread it with:", Run(folder, "inspect readings.csv").Expect(0).Output, StringComparison.Ordinal);
    }

    [Fact]
    public void CountsTimesOutOfOrderAndRepeated()
    {
        using TemporaryFolder folder = new();
        folder.Put("mixed.csv", "timestamp,x\n2024-01-01T03:00:00Z,1\n2024-01-01T01:00:00Z,1\n2024-01-01T02:00:00Z,1\n2024-01-01T01:00:00Z,1\n2024-01-01T01:00:00Z,1\n");

        string output = Run(folder, "inspect mixed.csv").Expect(0).Output;

        Assert.Contains("order       out of order in 2 places\n", output, StringComparison.Ordinal);
        Assert.Contains("repeats     2 rows with a time that an earlier row has\n", output, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(';', "--delimiter ';' --schema ")]
    [InlineData('\t', "--delimiter tab --schema ")]
    [InlineData('|', "--delimiter '|' --schema ")]
    public void FindsTheDelimiter(char delimiter, string flags)
    {
        using TemporaryFolder folder = new();
        folder.Put("readings.csv", TemporaryFolder.Readings.Replace(',', delimiter));

        string output = Run(folder, "inspect readings.csv").Expect(0).Output;

        Assert.Contains("3 columns", output, StringComparison.Ordinal);
        Assert.Contains($"\n  {flags}", output, StringComparison.Ordinal);
    }

    [Fact]
    public void ProposesALayoutForTimesThatAreNotIso()
    {
        using TemporaryFolder folder = new();
        folder.Put("household.csv", "Date;Time;kw\n16/12/2006;17:24:00;4.2\n17/12/2006;00:01:00;5.3\n");

        string output = Run(folder, "inspect household.csv").Expect(0).Output;
        Assert.EndsWith("--time Date+Time --time-format 'dd/MM/yyyy HH:mm:ss'\n", output, StringComparison.Ordinal);

        string flags = output.Split("read it with:\n")[1].Trim();
        Assert.Equal(
            "window_start,avg_kw\n2006-12-16T00:00:00Z,4.2\n2006-12-17T00:00:00Z,5.3\n",
            Run(folder, $"aggregate household.csv {flags} --every 1d").Expect(0).Output);
    }

    [Fact]
    public void SaysHowManyRowsAreUnreadable()
    {
        using TemporaryFolder folder = new();
        folder.Put("dirty.csv", "timestamp,x\n2024-01-01T00:00:00Z,1\n2024-01-01T00:00:00Z\n");

        string output = Run(folder, "inspect dirty.csv").Expect(0).Output;

        Assert.Contains("unreadable  1 row; to see which: --on-error skip --rejects rejects.csv\n", output, StringComparison.Ordinal);
    }
}
