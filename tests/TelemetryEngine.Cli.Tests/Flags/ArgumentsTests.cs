using TelemetryEngine.Cli.Flags;

namespace TelemetryEngine.Cli.Tests.Flags;

/// <summary>Command lines of the usual form are read without the library, and mean what they mean to it.</summary>
public sealed class ArgumentsTests
{
    private static readonly string[] Words =
    [
        "a.csv", "b c.csv", "", "-", "--", "1h", "-5", "@file", "a=b", "x:y", "avg(power_w) as m", "--every", "--every=1h", "--by", "--by:site", "--agg", "--agg", "--fill",
        "--no-header", "--quiet", "--quiet=true", "--output", "-o", "-ofile", "--help", "-h", "--version", "--threads", "--no-such", "--rows", "true", "--where", "--delimiter", ";",
    ];

    [Fact]
    public void AnyCommandLineIsReadAsTheLibraryReadsIt()
    {
        const int Cases = 20_000;
        Random random = new(20261126);
        int read = 0;
        for (int i = 0; i < Cases; i++)
        {
            Verb verb = Verbs.All[random.Next(Verbs.All.Count)];
            string[] args = [.. Enumerable.Range(0, random.Next(7)).Select(_ => Words[random.Next(Words.Length)])];
            string expected = Outcome(() => Arguments.ParseAny(verb, args));
            Assert.True(expected == Outcome(() => Arguments.Parse(verb, args)), $"{verb.Name} {string.Join(" ", args.Select(word => $"'{word}'"))}: {expected}");
            read += PlainCommandLine.TryRead([.. Options.Of(verb.For)], args, [], []) ? 1 : 0;
        }

        Assert.InRange(read, Cases / 20, Cases);
    }

    [Fact]
    public void TheUsualFormNeedsNoLibrary()
    {
        string[] args = ["j1.csv", "--every", "1h", "--by", "device_id", "--agg", "avg(power_w)", "--agg", "max(power_w)", "--no-header", "-o", "out.csv"];
        List<string> operands = [];
        Dictionary<string, List<string>> values = [];
        Assert.True(PlainCommandLine.TryRead([.. Options.Of(For.Aggregate)], args, operands, values));
        Assert.Equal(["j1.csv"], operands);
        Assert.Equal(["avg(power_w)", "max(power_w)"], values["--agg"]);
        Assert.Equal(["out.csv"], values["--output"]);
        Assert.Empty(values["--no-header"]);
    }

    /// <summary>The library would take it for an order to itself.</summary>
    [Fact]
    public void ANameInBracketsIsAFile() => Assert.Equal(["[2024]"], Arguments.Parse(Verbs.Find("aggregate")!, ["[2024]", "--every", "1h"]).Operands);

    private static string Outcome(Func<Arguments> parse)
    {
        try
        {
            Arguments arguments = parse();
            return $"[{string.Join("|", arguments.Operands)}] {string.Join(" ", arguments.Given.Select(given => $"{given.Key}({string.Join("|", given.Value)})"))}";
        }
        catch (UsageException error)
        {
            return error.Message;
        }
    }
}
