using System.CommandLine;
using System.CommandLine.Parsing;

namespace TelemetryEngine.Cli.Flags;

// A command line that has been read: the operands and what each flag was given.
internal sealed class Arguments
{
    private readonly Dictionary<string, List<string>> _values = new(StringComparer.Ordinal);

    private Arguments(Verb verb) => Verb = verb;

    // The command.
    public Verb Verb { get; }

    // What is not a flag, in order.
    public IReadOnlyList<string> Operands { get; private set; } = [];

    // Reads the arguments behind the command's name. Only that command is built.
    // throws UsageException: They can't be understood. Not thrown when help or the version is asked for.
    public static Arguments Parse(Verb verb, IReadOnlyList<string> args)
    {
        Command command = new(verb.Name);
        Argument<string[]> operands = new("INPUT") { Arity = ArgumentArity.ZeroOrMore };
        command.Add(operands);
        List<(Flag Flag, Option Option)> options = [];
        foreach (Flag flag in Options.Of(verb.For))
        {
            Option option = Declare(flag);
            options.Add((flag, option));
            command.Add(option);
        }

        // Files of arguments (@file) and bundled letters (-qo) would make some file names and values unsayable.
        ParserConfiguration configuration = new() { EnablePosixBundling = false, ResponseFileTokenReplacer = null };
        // The command's name stands before them, as a first argument in brackets would be an order to the parser.
        ParseResult parsed = CommandLineParser.Parse(new Command("telemetry") { command }, [verb.Name, .. args], configuration);
        Arguments arguments = new(verb) { Operands = Texts(parsed.GetResult(operands)?.Tokens) };
        foreach ((Flag flag, Option option) in options)
        {
            if (parsed.GetResult(option) is { IdentifierTokenCount: > 0 } result)
            {
                arguments._values.Add(flag.Name, Texts(result.Tokens));
            }
        }

        if (!arguments.AsksForText)
        {
            ArgumentErrors.Check(arguments, parsed);
        }

        return arguments;
    }

    // True when the flag was given.
    public bool Has(string flag) => _values.ContainsKey(Known(flag));

    // The flag's value, or null.
    public string? Value(string flag) => _values.TryGetValue(Known(flag), out List<string>? values) ? values[0] : null;

    // All values of a flag, in the order of the command line.
    public IReadOnlyList<string> Values(string flag) => _values.TryGetValue(Known(flag), out List<string>? values) ? values : [];

    // The flags that were given, in the order of the table of flags, and their values.
    public IEnumerable<KeyValuePair<string, IReadOnlyList<string>>> Given => Options.Of(Verb.For)
        .Where(flag => _values.ContainsKey(flag.Name))
        .Select(flag => KeyValuePair.Create<string, IReadOnlyList<string>>(flag.Name, _values[flag.Name]));

    private bool AsksForText => Has("--help") || Has("--version");

    private static Option Declare(Flag flag)
    {
        string[] aliases = flag.Alias is null ? [] : [flag.Alias];
        return flag.Takes switch
        {
            Takes.Nothing => new Option<string>(flag.Name, aliases) { Arity = ArgumentArity.Zero },
            Takes.One => new Option<string>(flag.Name, aliases) { Arity = ArgumentArity.ExactlyOne },
            _ => new Option<string[]>(flag.Name, aliases) { Arity = ArgumentArity.OneOrMore },
        };
    }

    private static List<string> Texts(IReadOnlyList<Token>? tokens) => tokens is null ? [] : [.. tokens.Select(token => token.Value)];

    private string Known(string flag) => Options.Of(Verb.For).Any(known => known.Name == flag)
        ? flag
        : throw new ArgumentException($"'{Verb.Name}' has no flag {flag}", nameof(flag));
}
