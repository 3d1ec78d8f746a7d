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
}
