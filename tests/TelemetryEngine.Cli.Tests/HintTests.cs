using System.Text.RegularExpressions;
using TelemetryEngine.Cli.Flags;
using static TelemetryEngine.Cli.Tests.TelemetryProcess;

namespace TelemetryEngine.Cli.Tests;

/// <summary>A flag that a message proposes is pasted behind the command that printed it, and does what the message says.</summary>
public sealed partial class HintTests
{
    [Theory]
    [InlineData("v\n1\n2\nx\n", "aggregate in.csv --schema v=float64", "--on-error null", 0)]
    [InlineData("v\n1\n2\n1.2.3\n", "aggregate in.csv --schema v=float64", "--on-error skip", 3)]
    [InlineData("v\n1\n2\n?\n", "aggregate in.csv --schema v=float64", "--null '?'", 0)]
    [InlineData("v\n1\n2.5\n", "aggregate in.csv --schema v=int64", "--schema v=float64", 0)]
    [InlineData("v\n1\n2\n12345678901\n", "aggregate in.csv --schema v=int32", "--schema v=int64", 0)]
    [InlineData("a b\n1\n2.5\n", "convert in.csv --schema 'a b=int64'", "--schema 'a b=float64'", 0)]
    [InlineData("v,w\n1,2\n3\n4,5\n", "convert in.csv", "--on-error skip", 3)]
    [InlineData("t,v\n2024-01-01T00:00:00Z,1\n2024-02-30T00:00:00Z,2\n2024-01-01T01:00:00Z,3\n", "aggregate in.csv --every 1h --schema t=timestamp[us]", "--on-error skip", 3)]
    [InlineData("t,v\n2024-01-01T00:00:00.1234567Z,1\n", "aggregate in.csv --every 1h --schema t=timestamp[us]", "--schema 't=timestamp[ns]'", 0)]
    [InlineData("v\n1\n", "aggregate in.csv --period 1h", "--every 5m", 2)]
    [InlineData("v\n1\n", "aggregate in.csv --fill null", "--every 1h", 2)]
    public void TheFlagWorksWhenItIsPasted(string csv, string command, string hint, int exitCode)
    {
        using TemporaryFolder folder = new();
        folder.Put("in.csv", csv);
        Outcome refused = Run(folder, command);
        Assert.Contains(hint, refused.Errors, StringComparison.Ordinal);
        AssertAreKnown(command, refused.Errors);

        // a type that is named anew takes the old one's place
        string pasted = hint.StartsWith("--schema", StringComparison.Ordinal) ? SchemaFlag().Replace(command, hint) : $"{command} {hint}";
        Outcome outcome = Run(folder, pasted);

        Assert.Equal(exitCode, outcome.ExitCode);
        Assert.NotEqual(refused.Errors, outcome.Errors);
    }

    [Theory]
    [InlineData("v\n0x1F\n1\n2\n", "aggregate in.csv --schema v=float64", "--on-error null")]
    [InlineData("v\n(5)\n1\n2\n", "aggregate in.csv --schema v=float64", "--on-error null")]
    [InlineData("a,b\n1,2,3\n4,5,6\n", "convert in.csv", "--on-error")]
    public void ValuesInAnotherNotationAreNotProposedToBeLost(string csv, string command, string hint)
    {
        using TemporaryFolder folder = new();
        folder.Put("in.csv", csv);

        Assert.DoesNotContain(hint, Run(folder, command).Expect(1).Errors, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("t,v\n2024-01-01T00:00:00Z,1\n2024-01-01T01:00:00Z,n/a\n2024-01-01T02:00:00Z,x\n")]
    [InlineData("t,v\n01/02/2024 00:00,1\n13/02/2024 00:00,\n")]
    [InlineData("t;v\n2024-01-01;1,5\n2024-01-02;2,5\n")]
    [InlineData("t,v,\n2024-01-01,1,\n2024-01-02,-999,\n2024-01-03,-999,\n2024-01-04,-999,\n2024-01-05,2,\n")]
    public void InspectProposesOnlyWhatItKnowsOrReads(string csv)
    {
        using TemporaryFolder folder = new();
        folder.Put("in.csv", csv);

        Outcome outcome = Run(folder, "inspect in.csv").Expect(0);

        string beforeFlags = outcome.Output.Split("read it with:")[0];
        AssertAreKnown("inspect", outcome.Errors + string.Join('\n', beforeFlags.Split('\n').Where(static line => !line.StartsWith("unreadable", StringComparison.Ordinal))));
        AssertAreKnown("convert", outcome.Output);
        AssertAreKnown("aggregate", outcome.Output.Split("read it with:")[1]);
    }

    private static void AssertAreKnown(string command, string text)
    {
        Verb verb = Verbs.Find(command.Split(' ')[0])!;
        Assert.All(FlagName().Matches(text), flag => Assert.Contains(flag.Value, Options.Of(verb.For).Select(static known => known.Name)));
    }

    [GeneratedRegex("(?<=^| )--[a-z][a-z-]*")]
    private static partial Regex FlagName();

    [GeneratedRegex("--schema ('[^']*'|[^ ]*)")]
    private static partial Regex SchemaFlag();
}
