using TelemetryEngine.Cli.Flags;

namespace TelemetryEngine.Cli.Tests.Flags;

public sealed class OptionsTests
{
    public static TheoryData<string, string> Examples => new(
        from verb in Verbs.All
        from flag in Options.Of(verb.For)
        select (verb.Name, flag.Example));

    [Theory]
    [MemberData(nameof(Examples))]
    public void EachExampleIsUnderstood(string name, string example)
    {
        Verb verb = Verbs.Find(name)!;
        string[] operands = verb.LeastOperands > 0 ? ["readings.csv"] : [];
        List<string> words = TelemetryProcess.Words(example);

        Arguments arguments = Arguments.Parse(verb, [.. words, .. operands]);

        Assert.Equal(operands, arguments.Operands);
        Assert.Contains(arguments.Given, given => given.Key == words[0] || words[0] == "-o");
    }

    [Fact]
    public void EachFlagTheIssueNamesIsThere()
    {
        string[] aggregate = "--time --time-format --time-zone --ambiguous --by --every --offset --window-end --from --to --agg --where --derive --limit --schema --columns --no-header --null --delimiter --decimal-comma --on-error --rejects --threads --memory --output --format --progress --plan --quiet --comment".Split(' ');
        string[] generate = "--rows --devices --start --step --seed --profile --order --nulls --disorder --duplicates --dirty --format --output --truth --every".Split(' ');

        Assert.Empty(aggregate.Except(Options.Of(For.Aggregate).Select(flag => flag.Name)));
        Assert.Empty(generate.Except(Options.Of(For.Generate).Select(flag => flag.Name)));
    }
}
