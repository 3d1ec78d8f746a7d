using System.Diagnostics;

namespace TelemetryEngine.Cli.Tests;

/// <summary>Standard streams as a shell sets them up: closed, appended to, shared, limited. The program is started by a shell for that.</summary>
public sealed class StreamTests
{
    private const string Count = "$T aggregate readings.csv --agg 'count()' --format csv --quiet";

    [Theory]
    [InlineData("", 0)]
    [InlineData("<&-", 0)]
    [InlineData(">&-", 1)]
    [InlineData("2>&-", 0)]
    [InlineData("<&- >&-", 1)]
    [InlineData("<&- 2>&-", 0)]
    [InlineData(">&- 2>&-", 1)]
    [InlineData("<&- >&- 2>&-", 1)]
    public void AClosedStreamLosesNoResultInSilence(string closed, int exitCode)
    {
        using TemporaryFolder folder = TemporaryFolder.WithReadings();

        Outcome outcome = Shell(folder, $"{Count} {closed}").Expect(exitCode);

        Assert.Equal(exitCode == 0 ? "count\n5\n" : "", outcome.Output);
        string message = exitCode == 0 ? "" : "telemetry: can't write to standard output: it is closed; name a file with --output\n";
        Assert.Equal(closed.Contains("2>&-", StringComparison.Ordinal) ? "" : message, outcome.Errors);
        Shell(folder, $"{Count} -o result.csv {closed}").Expect(0);
        Assert.Equal("count\n5\n", folder.Text("result.csv"));
    }

    [Theory]
    [InlineData("--help")]
    [InlineData("--version")]
    [InlineData("inspect readings.csv")]
    [InlineData("aggregate readings.csv --plan")]
    public void TextForNobodyIsAFailureToo(string command)
    {
        using TemporaryFolder folder = TemporaryFolder.WithReadings();

        Assert.Contains("it is closed", Shell(folder, $"$T {command} >&-").Expect(1).Errors, StringComparison.Ordinal);
    }

    [Fact]
    public void AClosedInputIsNotAnEmptyOne()
    {
        using TemporaryFolder folder = TemporaryFolder.WithReadings();

        Assert.Equal("telemetry: standard input (-) is closed\n", Shell(folder, "$T aggregate - --agg 'count()' <&-").Expect(1).Errors);
        Assert.Equal("telemetry: standard input (-) is closed\n", Shell(folder, "$T run - <&-").Expect(1).Errors);
    }

    [Theory]
    [InlineData("(echo first; $C -o /dev/stdout; echo last) > all", "first\ncount\n5\nlast\n")]
    [InlineData("(echo first; $C) > all", "first\ncount\n5\n")]
    [InlineData("echo first > all; $C -o /dev/stdout >> all", "first\ncount\n5\n")]
    [InlineData("echo first > all; $C -o /dev/fd/7 7>> all; $C -o /proc/self/fd/7 7>> all", "first\ncount\n5\ncount\n5\n")]
    [InlineData("ln -s /dev/stderr link; (echo first; $C -o link) 2>> all >> all", "first\ncount\n5\n")]
    [InlineData("(echo first; $C -o /dev/stdout; $T aggregate missing.csv) > all 2>&1", "first\ncount\n5\ntelemetry: no such file: 'missing.csv'\n")]
    public void ADescriptorIsWrittenWhereItStands(string script, string all)
    {
        using TemporaryFolder folder = TemporaryFolder.WithReadings();

        Shell(folder, script.Replace("$C", Count, StringComparison.Ordinal));

        Assert.Equal(all, folder.Text("all"));
    }

    [Fact]
    public void ADescriptorThatIsNotThereIsToldFromTheProgramsOwn()
    {
        using TemporaryFolder folder = TemporaryFolder.WithReadings();

        // the program's own files have low numbers
        foreach (int number in (int[])[3, 4, 5, 8, 30])
        {
            Assert.Equal(
                $"telemetry: can't write '/dev/fd/{number}': the program was started without such a descriptor; open one, as in 3>FILE\n",
                Shell(folder, $"{Count} -o /dev/fd/{number} {number}>&-").Expect(1).Errors);
        }
    }

    [Fact]
    public void StandardOutputIsNoInput()
    {
        using TemporaryFolder folder = TemporaryFolder.WithReadings();

        Outcome outcome = Shell(folder, $"{Count} >> readings.csv").Expect(2);
        Outcome fromStandardInput = Shell(folder, "$T aggregate - --agg 'count()' < readings.csv >> readings.csv").Expect(2);

        Assert.Equal("telemetry: standard output is also the input 'readings.csv'; write to another file with --output\n", outcome.Errors);
        Assert.Equal("telemetry: standard output is also standard input; write to another file with --output\n", fromStandardInput.Errors);
        Assert.Equal(TemporaryFolder.Readings, folder.Text("readings.csv"));
    }

    [Theory]
    [InlineData("-o big.csv", "'big.csv'")]
    [InlineData("-o - > big.csv", "to standard output")]
    public void AFileThatMayNotGrowIsAnErrorAndNotTheEnd(string output, string name)
    {
        using TemporaryFolder folder = new();

        // the .NET runtime itself does not start below the limit otherwise
        Outcome outcome = Shell(folder, $"export DOTNET_EnableWriteXorExecute=0; ulimit -f 100; $T generate --rows 200k {output}").Expect(1);

        Assert.Equal($"telemetry: can't write {name}: the file would be larger than the system allows; raise the limit or write to another disk\n", outcome.Errors);
        Assert.Equal(output.Contains('>', StringComparison.Ordinal) ? ["big.csv"] : [], folder.Names);
    }

    private static Outcome Shell(TemporaryFolder folder, string script)
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "descriptors as Linux has them");
        ProcessStartInfo start = new("bash", ["-c", script])
        {
            WorkingDirectory = folder.Path,
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        start.Environment["T"] = TelemetryProcess.Program;
        using Process process = Process.Start(start)!;
        process.StandardInput.Close();
        Task<string> output = process.StandardOutput.ReadToEndAsync();
        Task<string> errors = process.StandardError.ReadToEndAsync();
        process.WaitForExit();
        return new Outcome(process.ExitCode, output.Result, errors.Result);
    }
}
