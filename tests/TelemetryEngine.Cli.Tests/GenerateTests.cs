using System.Globalization;
using static TelemetryEngine.Cli.Tests.TelemetryProcess;

namespace TelemetryEngine.Cli.Tests;

public sealed class GenerateTests
{
    [Theory]
    [InlineData("")]
    [InlineData("--order shuffled --nulls 0.1 --disorder 0.1 --duplicates 0.05")]
    public void TheEngineAgreesWithTheTruth(string flags)
    {
        using TemporaryFolder folder = new();

        Outcome made = Run(folder, $"generate --rows 50k --devices 7 {flags} -o readings.csv --truth truth.csv --every 15m").Expect(0);
        Run(folder, "aggregate readings.csv --every 15m --by device_id --agg avg(power_w) -o answer.csv").Expect(0);

        Assert.Equal("", made.Output);
        Assert.Matches(@"^50,000 rows, [0-9.]+ MB in .* → readings.csv\ntruth: .* → truth.csv\n$", made.Errors);
        Assert.Equal(folder.Text("truth.csv"), folder.Text("answer.csv"));
    }

    [Theory]
    [InlineData("readings.csv", "1h", "")]
    [InlineData("readings.arrow", "1d", "--time-zone Europe/Berlin")]
    public void TheEngineAgreesWithTheTruthFromReadingToReading(string readings, string every, string zone)
    {
        using TemporaryFolder folder = new();

        Outcome made = Run(
            folder,
            $"generate --rows 30k --devices 7 --step 5m --energy --resets 2d --gaps 0.1 --nulls 0.05 -o {readings} --truth truth.csv --every {every} {zone}").Expect(0);
        Run(
            folder,
            $"aggregate {readings} --every {every} {zone} --by device_id -o answer.csv "
                + "--agg avg(power_w),increase(energy_wh),delta(energy_wh),num_resets(energy_wh),integral(power_w)").Expect(0);

        Assert.Matches("^2[67],[0-9]{3} rows, ", made.Errors);
        string[][] truth = Cells(folder.Text("truth.csv"));
        string[][] answer = Cells(folder.Text("answer.csv"));
        Assert.Equal(truth[0], answer[0]);
        Assert.True(truth.Length > 7 * 10);
        Assert.Equal(truth.Length, answer.Length);
        foreach ((string[] expected, string[] actual) in truth.Zip(answer).Skip(1))
        {
            Assert.Equal([.. expected[..2], .. expected[3..6]], (string[])[.. actual[..2], .. actual[3..6]]);
            AssertClose(expected[2], actual[2]);
            AssertClose(expected[6], actual[6]);
        }
    }

    [Theory]
    [InlineData("--resets 1d", "resets need a register")]
    [InlineData("--energy --resets 1mo", "--resets: '1mo' has no fixed length")]
    [InlineData("--gaps 2", "--gaps: '2' is not a share from 0 to 1")]
    [InlineData("--profile 1brc --energy", "energy needs meters")]
    [InlineData("--time-zone Europe/Berlin", "add --truth FILE")]
    [InlineData("--truth t.csv --every 1w --time-zone Europe/Berlin", "a day long or shorter")]
    [InlineData("--truth t.csv --time-zone Europe/Berlim", "did you mean 'Europe/Berlin'?")]
    public void WhatDoesNotFitIsAUsageError(string flags, string says)
    {
        using TemporaryFolder folder = new();

        Outcome refused = Run(folder, $"generate --rows 10 -o readings.csv {flags}").Expect(2);

        Assert.Contains(says, refused.Errors, StringComparison.Ordinal);
        Assert.Empty(folder.Names);
    }

    [Theory]
    [InlineData("readings.csv", "timestamp,device_id,power_w,voltage_v\n")]
    [InlineData("readings.ndjson", "{\"timestamp\":")]
    [InlineData("readings.arrow", "ARROW1")]
    public void TheNameSaysTheFormat(string name, string start)
    {
        using TemporaryFolder folder = new();

        Run(folder, $"generate --rows 10 -o {name} --quiet").Expect(0);

        Assert.StartsWith(start, folder.Text(name), StringComparison.Ordinal);
        Assert.Equal([name], folder.Names);
    }

    [Fact]
    public void EqualSeedsGiveEqualBytesWithAnyNumberOfThreads()
    {
        using TemporaryFolder folder = new();

        string one = Run(folder, "generate --rows 40k --seed 7 --threads 1 -o -").Expect(0).Output;

        Assert.Equal(one, Run(folder, "generate --rows 40k --seed 7 --threads 3 -o -").Expect(0).Output);
        Assert.NotEqual(one, Run(folder, "generate --rows 40k --seed 8 -o -").Expect(0).Output);
    }

    [Fact]
    public void TheOneBillionRowChallenge()
    {
        using TemporaryFolder folder = new();

        Run(folder, "generate --rows 1k --profile 1brc -o stations.txt --truth truth.csv --quiet").Expect(0);

        Assert.Equal(1000, folder.Text("stations.txt").Count(c => c == '\n'));
        Assert.StartsWith("station,min_temperature,avg_temperature,max_temperature\n", folder.Text("truth.csv"), StringComparison.Ordinal);
    }

    private static void AssertClose(string expected, string actual)
    {
        Assert.Equal(expected.Length == 0, actual.Length == 0);
        if (expected.Length > 0)
        {
            Assert.InRange(double.Parse(actual, CultureInfo.InvariantCulture) / double.Parse(expected, CultureInfo.InvariantCulture), 1 - 1e-12, 1 + 1e-12);
        }
    }

    private static string[][] Cells(string csv) => [.. csv.Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(line => line.Split(','))];
}
