using static TelemetryEngine.Cli.Tests.TelemetryProcess;

namespace TelemetryEngine.Cli.Tests.Strangers;

/// <summary>Files as meters, loggers, portals and spreadsheets export them. The values were computed apart from the engine.</summary>
public sealed class StrangerTests
{
    public static TheoryData<string> Cases => [.. StrangerCase.Names];

    [Theory]
    [MemberData(nameof(Cases))]
    public void TheFileMeansWhatItSays(string name)
    {
        StrangerCase read = StrangerCase.Read(name);
        Assert.All(read.Commands, command =>
        {
            Outcome outcome = Run(read.Folder, Words(command.Words));
            string shown = $"$ telemetry {command.Words}\nexit {outcome.ExitCode}\n{outcome.Output}{outcome.Errors}";
            Assert.True(command.ExitCodes.Contains(outcome.ExitCode), shown);
            Assert.All(command.Said, text => Assert.True(outcome.Errors.Contains(text, StringComparison.Ordinal), $"'{text}' is not said\n{shown}"));
            string[] lines = outcome.Output.Split('\n', StringSplitOptions.RemoveEmptyEntries);
            Assert.True(lines.Length == command.Lines.Count && lines.Zip(command.Lines).All(static pair => Fits(pair.First, pair.Second)), $"expected\n{string.Join('\n', command.Lines)}\n{shown}");
        });
    }

    [Fact]
    public void AMillionIntegersBeforeTheFirstDecimal()
    {
        using TemporaryFolder folder = new();
        folder.Put("late.csv", "time,v\n" + string.Concat(Enumerable.Range(0, 1_000_000).Select(static i => $"2024-01-01T00:00:00Z,{i % 50}\n")) + "2024-01-01T00:00:00Z,12.5\n");

        Assert.Equal($"avg_v\n{(24_500_000 + 12.5) / 1_000_001:R}\n", Run(folder, "aggregate late.csv --agg avg(v)").Expect(0).Output);
        Outcome refused = Run(folder, "aggregate late.csv --agg avg(v) --schema v=int64").Expect(1);
        Assert.Contains("line 1000002", refused.Errors, StringComparison.Ordinal);
        Assert.Contains("--schema v=float64", refused.Errors, StringComparison.Ordinal);
    }

    private static bool Fits(string line, string expected) =>
        expected.StartsWith('…') ? line.EndsWith(expected[1..], StringComparison.Ordinal) : line == expected;
}
