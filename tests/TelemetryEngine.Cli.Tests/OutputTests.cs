using System.Diagnostics;
using static TelemetryEngine.Cli.Tests.TelemetryProcess;

namespace TelemetryEngine.Cli.Tests;

public sealed class OutputTests
{
    private const string Csv = "window_start,device_id,avg_power_w\n2024-01-01T00:00:00Z,a,2\n2024-01-01T00:00:00Z,b,10\n2024-01-01T01:00:00Z,a,4\n2024-01-01T01:00:00Z,b,20.25\n";
    private const string Hourly = "aggregate readings.csv --every 1h --by device_id";

    [Fact]
    public void IntoAPipeGoesCsvAndOnlyTheResult()
    {
        using TemporaryFolder folder = TemporaryFolder.WithReadings();

        Outcome outcome = Run(folder, Hourly).Expect(0);

        Assert.Equal(Csv, outcome.Output);
        Assert.Matches(@"^5 rows read, 5 accepted, 0 rejected, 0 filtered, 0 null fields → 4 result rows in [0-9.]+ m?s \([^)]+/s\)\n$", outcome.Errors);
    }

    [Theory]
    [InlineData("-o hourly.csv", Csv)]
    [InlineData("-o hourly", Csv)]
    [InlineData("-o hourly.tsv --limit 1", "window_start\tdevice_id\tavg_power_w\n2024-01-01T00:00:00Z\ta\t2\n")]
    [InlineData("-o hourly.ndjson --limit 1", "{\"window_start\":\"2024-01-01T00:00:00Z\",\"device_id\":\"a\",\"avg_power_w\":2}\n")]
    [InlineData("-o hourly.md --format csv", Csv)]
    public void AFilesNameSaysItsFormUnlessAFlagDoes(string flags, string text)
    {
        using TemporaryFolder folder = TemporaryFolder.WithReadings();

        Outcome outcome = Run(folder, $"{Hourly} --quiet {flags}").Expect(0);

        Assert.Equal("", outcome.Output);
        Assert.Equal("", outcome.Errors);
        Assert.Equal(text, folder.Text(flags.Split(' ')[1]));
    }

    [Fact]
    public void ATable()
    {
        using TemporaryFolder folder = TemporaryFolder.WithReadings();

        string[] lines = Run(folder, $"{Hourly} --format table --quiet").Expect(0).Output.Split('\n');

        Assert.StartsWith("window_start", lines[0], StringComparison.Ordinal);
        Assert.Equal(lines[1].IndexOf('a', StringComparison.Ordinal), lines[3].IndexOf('a', StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("arrow", "none")]
    [InlineData("arrow", "lz4")]
    [InlineData("arrow", "zstd")]
    [InlineData("arrows", "lz4")]
    [InlineData("arrows", "zstd")]
    public void ArrowComesBackAsItWas(string extension, string compression)
    {
        using TemporaryFolder folder = TemporaryFolder.WithReadings();

        Run(folder, $"{Hourly} -o hourly.{extension} --compression {compression}").Expect(0);

        Assert.Equal(Csv, Run(folder, $"convert hourly.{extension} --quiet").Expect(0).Output);
    }

    [Fact]
    public void AnOutputThatIsThereIsReplacedAndAFailedRunLeavesItAlone()
    {
        using TemporaryFolder folder = TemporaryFolder.WithReadings();
        folder.Put("hourly.csv", "old\n");
        folder.Put("bad.csv", "timestamp,device_id,power_w\n2024-01-01T00:00:00Z,a,1\n2024-01-01T00:00:00Z,a,1,2,3\n");

        Run(folder, "aggregate bad.csv --every 1h -o hourly.csv").Expect(1);
        Assert.Equal("old\n", folder.Text("hourly.csv"));

        Run(folder, $"{Hourly} -o hourly.csv").Expect(0);
        Assert.Equal(Csv, folder.Text("hourly.csv"));
        Assert.Equal(["bad.csv", "hourly.csv", "readings.csv"], folder.Names);
    }

    [Theory]
    [InlineData($"{Hourly} -o /dev/full --format csv")]
    [InlineData("convert readings.csv -o /dev/full --format csv")]
    [InlineData("generate --rows 10 -o /dev/full")]
    public void AFullDeviceIsAFailureAndStaysADevice(string commandLine)
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "/dev/full is Linux's");
        using TemporaryFolder folder = TemporaryFolder.WithReadings();

        Outcome outcome = Run(folder, commandLine).Expect(1);

        Assert.Equal("telemetry: can't write '/dev/full': no space left on the device; free some or write to another disk\n", outcome.Errors);
        Tool("test", "-c", "/dev/full");
    }

    [Fact]
    public void AFolderThatIsNotThere()
    {
        using TemporaryFolder folder = TemporaryFolder.WithReadings();

        Assert.Contains("does not exist", Run(folder, $"{Hourly} -o nowhere/hourly.csv").Expect(1).Errors, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("generate --rows 5m -o -")]
    [InlineData("convert many.csv")]
    [InlineData("aggregate many.csv --by power_w --agg count()")]
    public async Task AReaderThatGoesEndsTheRunQuietlyWithZero(string commandLine)
    {
        using TemporaryFolder folder = new();
        if (commandLine.Contains("many.csv", StringComparison.Ordinal))
        {
            Run(folder, "generate --rows 200k -o many.csv").Expect(0);
        }

        using Process process = Start(folder.Path, Words(commandLine));
        process.StandardInput.Close();
        Task<string> errors = process.StandardError.ReadToEndAsync();
        byte[] first = new byte[10];
        process.StandardOutput.BaseStream.ReadExactly(first);
        process.StandardOutput.Close();
        await process.WaitForExitAsync(TestContext.Current.CancellationToken);

        Assert.Equal(0, process.ExitCode);
        Assert.Equal("", await errors);
        Assert.NotEqual(new byte[10], first);
    }

    [Fact]
    public void ProgressIsShownWhenAskedForAndTakenAwayAtTheEnd()
    {
        using TemporaryFolder folder = TemporaryFolder.WithReadings();

        string errors = Run(folder, $"{Hourly} --progress always").Expect(0).Errors;

        Assert.Contains("100%", errors, StringComparison.Ordinal);
        Assert.Matches(@"\r\e\[K5 rows read", errors);
        Assert.DoesNotContain("\e", Run(folder, $"{Hourly} --progress never").Expect(0).Errors, StringComparison.Ordinal);
        Assert.DoesNotContain("\e", Run(folder, Hourly).Expect(0).Errors, StringComparison.Ordinal);
    }
}
