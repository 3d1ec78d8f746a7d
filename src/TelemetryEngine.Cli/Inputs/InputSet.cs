namespace TelemetryEngine.Cli.Inputs;

/// <summary>The inputs of a run: files that exist, in order, all of one kind.</summary>
/// <param name="Paths">Their names; - is standard input.</param>
/// <param name="Kind">How they are written.</param>
internal sealed record InputSet(IReadOnlyList<string> Paths, InputKind Kind)
{
    /// <summary>Standard input, for inputs that have it: its first bytes were looked at to see its kind.</summary>
    public Stream? StandardInput { get; private init; }

    /// <summary>Finds the inputs that the operands name.</summary>
    /// <exception cref="UsageException">A pattern matches nothing, an operand is a folder, or the inputs are of two kinds.</exception>
    /// <exception cref="InputException">There is no such file.</exception>
    public static InputSet Find(IReadOnlyList<string> operands)
    {
        List<string> paths = [.. operands.SelectMany(Expand)];
        if (paths.Count(path => path == "-") > 1)
        {
            throw new UsageException("standard input (-) can be read only once");
        }

        Stream? standardInput = null;
        InputKind? kind = null;
        string first = paths[0];
        foreach (string path in paths)
        {
            InputKind found = path == "-" ? InputKinds.OfStandardInput(out standardInput) : InputKinds.Of(path);
            if (kind is { } known && known != found)
            {
                throw new UsageException($"'{first}' is {InputKinds.Describe(known)} and '{path}' is {InputKinds.Describe(found)}; convert one of them first");
            }

            kind = found;
        }

        return new InputSet(paths, kind!.Value) { StandardInput = standardInput };
    }

    /// <summary>The file's name, once it is known to be there.</summary>
    /// <exception cref="UsageException">It is a folder.</exception>
    /// <exception cref="InputException">There is no such file.</exception>
    public static string Existing(string path)
    {
        if (Directory.Exists(path))
        {
            throw new UsageException($"'{path}' is a folder; name the files in it, such as '{path.TrimEnd('/')}/*.csv'");
        }

        return File.Exists(path) ? path : throw new InputException(NoSuchFile(path), path);
    }

    private static IReadOnlyList<string> Expand(string operand)
    {
        if (operand == "-")
        {
            return [operand];
        }

        if (!Glob.IsPattern(operand) || Path.Exists(operand))
        {
            return [Existing(operand)];
        }

        IReadOnlyList<string> found = Glob.Expand(operand);
        return found.Count > 0 ? found : throw new UsageException($"no file matches '{operand}'");
    }

    private static string NoSuchFile(string path)
    {
        string folder = Path.GetDirectoryName(path) ?? "";
        string shown = folder.Length == 0 ? "." : folder;
        if (!Directory.Exists(shown))
        {
            return $"no such file: '{path}' (there is no folder '{folder}')";
        }

        IEnumerable<string> names = Directory.EnumerateFiles(shown).Select(file => Path.GetFileName(file)).Order(StringComparer.Ordinal);
        string? nearest = NearestName.Find(Path.GetFileName(path), names);
        return nearest is null ? $"no such file: '{path}'" : $"no such file: '{path}'; did you mean '{Path.Combine(folder, nearest)}'?";
    }
}
