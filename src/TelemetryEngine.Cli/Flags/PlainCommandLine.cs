namespace TelemetryEngine.Cli.Flags;

/// <summary>
/// Reads command lines of the usual form: operands, and flags by their whole names with the value behind. A short run would wait longer for the library that reads every
/// form, and finds every mistake, than for its rows.
/// </summary>
internal static class PlainCommandLine
{
    /// <summary>Reads the arguments; false when one of them is not of that form, and then it is up to the library to understand them or to say what is wrong.</summary>
    /// <param name="flags">The flags that the command knows.</param>
    /// <param name="args">The arguments.</param>
    /// <param name="operands">Receives what is not a flag, in order.</param>
    /// <param name="values">Receives the flags that were given, and their values in order.</param>
    public static bool TryRead(IReadOnlyList<Flag> flags, IReadOnlyList<string> args, List<string> operands, Dictionary<string, List<string>> values)
    {
        for (int i = 0; i < args.Count; i++)
        {
            if (IsValue(args[i]))
            {
                operands.Add(args[i]);
                continue;
            }

            if (Find(flags, args[i]) is not { } flag || (values.ContainsKey(flag.Name) && flag.Takes == Takes.One))
            {
                return false;
            }

            if (!values.TryGetValue(flag.Name, out List<string>? given))
            {
                given = [];
                values.Add(flag.Name, given);
            }

            if (flag.Takes == Takes.Nothing)
            {
                continue;
            }

            if (++i == args.Count || !IsValue(args[i]))
            {
                return false;
            }

            given.Add(args[i]);
        }

        return true;
    }

    /// <summary>True for what is no flag, whatever flags there are.</summary>
    private static bool IsValue(string argument) => argument.Length == 0 || argument[0] != '-' || argument == "-";

    private static Flag? Find(IReadOnlyList<Flag> flags, string argument)
    {
        foreach (Flag flag in flags)
        {
            if (flag.Name == argument || flag.Alias == argument)
            {
                return flag;
            }
        }

        return null;
    }
}
