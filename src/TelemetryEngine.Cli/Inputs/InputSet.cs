namespace TelemetryEngine.Cli.Inputs;

// The inputs of a run: files that exist, in order, all of one kind.
// Paths: Their names; - is standard input.
internal sealed record InputSet(IReadOnlyList<string> Paths, InputKind Kind)
{
    // Standard input, for inputs that have it: its first bytes were looked at to see its kind.
    public Stream? StandardInput { get; private init; }

    // Finds the inputs that the operands name.
    // said: Their kind; null = as their names and first bytes say.
    // throws UsageException: A pattern matches nothing, an operand is a folder, or the inputs are of two kinds.
    // throws InputException: There is no such file.
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
                throw new UsageException(
                    $"'{first}' is {InputKinds.Describe(known)} and '{path}' is {InputKinds.Describe(found)}; convert one of them first");
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
