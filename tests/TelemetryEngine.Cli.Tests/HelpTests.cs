using TelemetryEngine.Cli.Flags;
using static TelemetryEngine.Cli.Tests.TelemetryProcess;

namespace TelemetryEngine.Cli.Tests;

public sealed class HelpTests
{
    public static TheoryData<string> Commands => new(Verbs.All.Select(verb => verb.Name));

    [Theory]
    [MemberData(nameof(Commands))]
    public void EachCommandsHelpHasEachOfItsFlagsAndAnExample(string name)
    {
        using TemporaryFolder folder = new();
        Verb verb = Verbs.Find(name)!;

        Outcome outcome = Run(folder, $"{name} --help").Expect(0);

        Assert.Equal("", outcome.Errors);
        Assert.Contains($"Usage: telemetry {name}", outcome.Output, StringComparison.Ordinal);
        Assert.Contains($"\n  telemetry {name}", outcome.Output, StringComparison.Ordinal);
        Assert.All(Options.Of(verb.For), flag => Assert.Contains(flag.Label, outcome.Output, StringComparison.Ordinal));
        Assert.All(outcome.Output.Split('\n'), line => Assert.True(line.Length <= 132, line));
    }

    [Theory]
    [InlineData("--help")]
    [InlineData("-h")]
    [InlineData("help")]
    public void TheOverviewNamesEachCommand(string flag)
    {
        using TemporaryFolder folder = new();

        Outcome outcome = Run(folder, flag).Expect(0);

        Assert.All(Verbs.All, verb => Assert.Contains($"\n  {verb.Name} ", outcome.Output, StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("aggregate --help --evry 1h")]
    [InlineData("aggregate -h")]
    [InlineData("help aggregate")]
    public void HelpComesBeforeAnyComplaint(string commandLine)
    {
        using TemporaryFolder folder = new();

        Assert.Contains("--every DURATION", Run(folder, commandLine).Expect(0).Output, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("--version")]
    [InlineData("aggregate --version")]
    public void TheVersionIsThePackages(string commandLine)
    {
        using TemporaryFolder folder = new();
        string version = typeof(Verbs).Assembly.GetName().Version!.ToString(3);

        Outcome outcome = Run(folder, commandLine).Expect(0);

        Assert.Equal($"telemetry {version}\n", outcome.Output);
        Assert.Equal("", outcome.Errors);
    }

    [Fact]
    public void NoCommandHasAFlagTwice() => Assert.All(Verbs.All, verb =>
    {
        List<string> names = [.. Options.Of(verb.For).SelectMany(flag => flag.Alias is null ? [flag.Name] : new[] { flag.Name, flag.Alias })];
        Assert.Equal(names.Distinct(), names);
    });
}
