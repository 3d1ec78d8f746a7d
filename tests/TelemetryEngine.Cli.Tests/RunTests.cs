using static TelemetryEngine.Cli.Tests.TelemetryProcess;

namespace TelemetryEngine.Cli.Tests;

/// <summary>What --plan prints, run does.</summary>
public sealed class RunTests
{
    [Theory]
    [InlineData("aggregate readings.csv --every 1h --by device_id --agg 'avg(power_w) as kw, count() as n' --where 'power_w > 2'")]
    [InlineData("aggregate readings.csv")]
    [InlineData("convert readings.csv --derive 'kw = power_w / 1000' --limit 3")]
    public void APlanGivesWhatItsCommandGives(string commandLine)
    {
        using TemporaryFolder folder = TemporaryFolder.WithReadings();
        string direct = Run(folder, commandLine).Expect(0).Output;
        string plan = Run(folder, commandLine + " --plan").Expect(0).Output;
        folder.Put("plan.json", plan);

        Assert.Equal(direct, Run(folder, "run plan.json --quiet").Expect(0).Output);
        Assert.Equal(direct, Run(folder, "run - --quiet", plan).Expect(0).Output);
        Assert.Equal(direct, Run(folder, "run plan.json - --quiet", TemporaryFolder.Readings).Expect(0).Output);
    }

    [Fact]
    public void AnotherInputTakesThePlaceOfThePlans()
    {
        using TemporaryFolder folder = TemporaryFolder.WithReadings();
        folder.Put("plan.json", Run(folder, "aggregate readings.csv --agg count() --plan").Expect(0).Output);
        folder.Put("other.csv", "timestamp,device_id,power_w\n2024-01-01T00:10:00Z,a,1.5\n");

        Assert.Equal("count\n1\n", Run(folder, "run plan.json other.csv").Expect(0).Output);
    }

    [Fact]
    public void APlanWrittenByHandMayLeaveOutWhatHasADefault()
    {
        using TemporaryFolder folder = TemporaryFolder.WithReadings();
        folder.Put("plan.json", """{"version":1,"source":{"paths":["readings.csv"],"text":null},"window":{"every":"1h"},"aggregates":[{"function":"count"}]}""");

        Assert.Equal(
            "window_start,count\n2024-01-01T00:00:00Z,3\n2024-01-01T01:00:00Z,2\n",
            Run(folder, "run plan.json").Expect(0).Output);
    }

    [Theory]
    [InlineData("{}", 2, "version 0")]
    [InlineData("{\"version\":1}", 2, "names no input")]
    [InlineData("not json", 2, "not a plan")]
    [InlineData("{\"version\":99}", 2, "version 99")]
    [InlineData("{\"version\":1,\"colour\":1}", 2, "not a plan: $ has no member 'colour'")]
    [InlineData("{\"version\":1,\"derive\":[null]}", 2, "not a plan: $.derive[0] is null; it is to be an object with the members name, expression")]
    [InlineData("{\"version\":1,\"limit\":-1}", 2, "not a plan: $.limit is -1; it is to be a whole number from 0 to")]
    public void WhatIsNoPlanIsRefused(string plan, int exitCode, string hint)
    {
        using TemporaryFolder folder = new();
        folder.Put("plan.json", plan);

        Assert.Contains(hint, Run(folder, "run plan.json").Expect(exitCode).Errors, StringComparison.Ordinal);
    }

    [Fact]
    public void ADeviceWithoutAnEndIsNoPlan()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "there is no such device");
        using TemporaryFolder folder = new();

        Assert.Equal(
            "telemetry: not a plan: '/dev/zero' has more than 16,777,216 characters, which is the most that is read\n", Run(folder, "run /dev/zero").Expect(2).Errors);
    }

    [Fact]
    public void AMissingPlanIsAMissingFile()
    {
        using TemporaryFolder folder = new();

        Assert.Equal("telemetry: no such file: 'plan.json'\n", Run(folder, "run plan.json").Expect(1).Errors);
    }

    [Fact]
    public void PlanAndReadingsCanNotBothBeStandardInput()
    {
        using TemporaryFolder folder = TemporaryFolder.WithReadings();
        string plan = Run(folder, "aggregate readings.csv --plan").Expect(0).Output;

        Assert.Contains("can't be the plan and the readings at once", Run(folder, "run - -", plan).Expect(2).Errors, StringComparison.Ordinal);
    }

    /// <summary>A folder is no plan, and none takes the place of standard input, whatever it is called.</summary>
    [Fact]
    public void AFolderIsNoPlan()
    {
        using TemporaryFolder folder = TemporaryFolder.WithReadings();
        string plan = Run(folder, "aggregate readings.csv --agg count() --plan").Expect(0).Output;
        Directory.CreateDirectory(folder["plans"]);
        Directory.CreateDirectory(folder["-"]);
        Assert.Equal(
            "telemetry: 'plans' is a folder; name the files in it, such as 'plans/*.csv'\nTry 'telemetry run --help'.\n", Run(folder, "run plans").Expect(2).Errors);
        Assert.Equal(Run(folder, "aggregate readings.csv --agg count()").Expect(0).Output, Run(folder, "run - --quiet", plan).Expect(0).Output);
    }
}
