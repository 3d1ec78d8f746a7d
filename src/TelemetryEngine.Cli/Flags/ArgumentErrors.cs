using System.CommandLine;
using System.CommandLine.Parsing;

namespace TelemetryEngine.Cli.Flags;

// Says what is wrong with a command line, and what was probably meant.
internal static class ArgumentErrors
{
    // Throws for the first thing wrong.
    // throws UsageException: An unknown flag, a value that is missing or one too many, a missing operand.
    public static void Check(Arguments arguments, ParseResult parsed)
    {
        IReadOnlyList<Flag> flags = [.. Options.Of(arguments.Verb.For)];
        CheckOperandsAreNotFlags(arguments, parsed, flags);
        foreach (Flag flag in flags)
        {
            CheckValues(flag, arguments, flags);
        }

        if (parsed.Errors.Count > 0)
        {
            throw new UsageException(parsed.Errors[0].Message.TrimEnd('.'));
        }

        CheckOperandCount(arguments);
        CheckNames(arguments);
    }

    // Throws when there are too few or too many operands.
    // throws UsageException: There are.
    public static void CheckOperandCount(Arguments arguments)
    {
        Verb verb = arguments.Verb;
        if (arguments.Operands.Count < verb.LeastOperands)
        {
            throw new UsageException($"'{verb.Name}' needs {verb.OperandHelp}");
        }

        if (arguments.Operands.Count > verb.MostOperands)
        {
            throw new UsageException(verb.MostOperands == 0
                ? $"'{verb.Name}' takes no operand, but was given '{arguments.Operands[0]}'"
                : $"'{verb.Name}' takes one file, but was also given '{arguments.Operands[verb.MostOperands]}'");
        }
    }

    // Throws when the name of a file or folder is empty: no file has it, and what a script meant by it was lost.
    // throws UsageException: One is.
    public static void CheckNames(Arguments arguments)
    {
        if (arguments.Operands.Contains(""))
        {
            throw new UsageException($"'{arguments.Verb.Name}' was given an empty name; it needs {arguments.Verb.OperandHelp}");
        }

        foreach (Flag flag in Options.Of(arguments.Verb.For))
        {
            if (flag.Value is "FILE" or "FOLDER" && arguments.Values(flag.Name).Contains(""))
            {
                throw new UsageException($"{flag.Name}: the name is empty; name a {flag.Value}, such as {flag.Example}");
            }
        }
    }

    // The parser takes an unknown flag for an operand, as it must where commands have free text.
    private static void CheckOperandsAreNotFlags(Arguments arguments, ParseResult parsed, IReadOnlyList<Flag> flags)
    {
        int behindDashes = parsed.Tokens.Reverse().TakeWhile(token => token.Type != TokenType.DoubleDash).Count();
        bool hasDashes = behindDashes < parsed.Tokens.Count;
        int checkedCount = hasDashes ? arguments.Operands.Count - behindDashes : arguments.Operands.Count;
        foreach (string operand in arguments.Operands.Take(checkedCount))
        {
            if (operand.Length > 1 && operand[0] == '-')
            {
                throw new UsageException(UnknownFlag(operand, arguments.Verb, flags));
            }
        }
    }

    private static string UnknownFlag(string operand, Verb verb, IReadOnlyList<Flag> flags)
    {
        string name = operand.Split('=', ':')[0];
        if (Verbs.All.FirstOrDefault(other => Options.Of(other.For).Any(flag => flag.Name == name)) is { } owner)
        {
            return $"'{verb.Name}' has no flag '{name}'; it belongs to '{owner.Name}'";
        }

        string? nearest = NearestName.Find(name, flags.Select(flag => flag.Name));
        return nearest is null ? $"unknown flag '{name}'" : $"unknown flag '{name}'; did you mean '{nearest}'?";
    }

    private static void CheckValues(Flag flag, Arguments arguments, IReadOnlyList<Flag> flags)
    {
        if (flag.Takes == Takes.Nothing || !arguments.Has(flag.Name))
        {
            return;
        }

        IReadOnlyList<string> values = arguments.Values(flag.Name);
        if (values.Count == 0 || values.Any(value => flags.Any(other => value == other.Name || value == other.Alias)))
        {
            throw new UsageException($"{flag.Name} needs a value: {flag.Value}, such as {flag.Example}");
        }

        if (flag.Takes == Takes.One && values.Count > 1)
        {
            throw new UsageException(
                $"{flag.Name} is given {values.Count} times ({string.Join(", ", values.Select(value => $"'{value}'"))}); it takes one value");
        }
    }
}
