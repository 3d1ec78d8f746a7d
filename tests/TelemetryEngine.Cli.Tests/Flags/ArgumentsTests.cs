using TelemetryEngine.Cli.Flags;

namespace TelemetryEngine.Cli.Tests.Flags;

/// <summary>What a command line means.</summary>
public sealed class ArgumentsTests
{
    private static readonly Verb Aggregate = Verbs.Find("aggregate")!;

    [Theory]
    [InlineData("j1.csv --every 1h --agg avg(a) --agg max(a) --no-header -o out.csv")]
    [InlineData("--every=1h j1.csv --agg:avg(a) --agg max(a) --output out.csv --no-header")]
    [InlineData("--no-header --agg avg(a) --every 1h --agg=max(a) --output=out.csv -- j1.csv")]
    public void Flags_stand_anywhere_and_in_any_usual_form(string line)
    {
        Arguments arguments = Arguments.Parse(Aggregate, line.Split(' '));
        Assert.Equal(["j1.csv"], arguments.Operands);
        Assert.Equal("1h", arguments.Value("--every"));
        Assert.Equal(["avg(a)", "max(a)"], arguments.Values("--agg"));
        Assert.Equal("out.csv", arguments.Value("--output"));
        Assert.True(arguments.Has("--no-header"));
        Assert.False(arguments.Has("--quiet"));
    }

    /// <summary>Behind two dashes everything is an operand, also what looks like a flag.</summary>
    [Fact]
    public void Behind_two_dashes_nothing_is_a_flag() =>
        Assert.Equal(["a.csv", "--every", "-"], Arguments.Parse(Aggregate, ["a.csv", "--", "--every", "-"]).Operands);

    /// <summary>Neither an order to the parser, nor a file of arguments, nor letters that are bundled.</summary>
    [Theory]
    [InlineData("[2024]")]
    [InlineData("@file")]
    [InlineData("a=b")]
    [InlineData("-")]
    public void An_unusual_name_is_a_file(string name) =>
        Assert.Equal([name], Arguments.Parse(Aggregate, [name, "--every", "1h"]).Operands);

    [Theory]
    [InlineData("a.csv --every", "--every needs a value")]
    [InlineData("a.csv --every 1h --every 2h", "--every is given 2 times")]
    [InlineData("a.csv --evry 1h", "unknown flag '--evry'; did you mean '--every'?")]
    [InlineData("--every 1h", "'aggregate' needs an INPUT")]
    [InlineData("a.csv --rows 5", "'aggregate' has no flag '--rows'; it belongs to 'generate'")]
    public void A_wrong_line_says_what_is_wrong(string line, string message) =>
        Assert.StartsWith(message, Assert.Throws<UsageException>(() => Arguments.Parse(Aggregate, line.Split(' '))).Message, StringComparison.Ordinal);
}
