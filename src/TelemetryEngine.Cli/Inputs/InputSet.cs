namespace TelemetryEngine.Cli.Inputs;

/// <summary>The inputs of a run: files that exist, in order, all of one kind.</summary>
/// <param name="Paths">Their names; - is standard input.</param>
/// <param name="Kind">How they are written.</param>
internal sealed record InputSet(IReadOnlyList<string> Paths, InputKind Kind)
{
    /// <summary>Standard input, for inputs that have it: its first bytes were looked at to see its kind.</summary>
    public Stream? StandardInput { get; private init; }

    /// <summary>Finds the inputs that the operands name.</summary>
    /// <param name="operands">Names and patterns.</param>
    /// <param name="said">Their kind; null = as their names and first bytes say.</param>
    /// <exception cref="UsageException">A pattern matches nothing, an operand is a folder, or the inputs are of two kinds.</exception>
    /// <exception cref="InputException">There is no such file.</exception>
    public static InputSet Find(IReadOnlyList<string> operands, InputKind? said = null)
    {
        List<string> paths = [.. operands.SelectMany(Named)];
        if (paths.Count(path => path == "-") > 1)
        {
            throw new UsageException("standard input (-) can be read only once");
        }

        Stream? standardInput = null;
        InputKind? kind = null;
        string first = paths[0];
        foreach (string path in paths)
        {
            InputKind shown = path == "-" ? InputKinds.OfStandardInput(out standardInput) : said ?? InputKinds.Of(path);
            InputKind found = said ?? shown;
            if (kind is { } known && known != found)
            {
                throw new UsageException($"'{first}' is {InputKinds.Describe(known)} and '{path}' is {InputKinds.Describe(found)}; convert one of them first");
            }

            kind = found;
        }

        return new InputSet(paths, kind!.Value) { StandardInput = standardInput };
    }

    private static IReadOnlyList<string> Named(string operand)
    {
        try
        {
            return Telemetry.FindFiles(operand);
        }
        catch (PlanException e)
        {
            throw new UsageException(e.Text);
        }
    }
}
