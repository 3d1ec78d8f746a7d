using TelemetryEngine.Formats;
using TelemetryEngine.Formats.Inputs;

namespace TelemetryEngine.Cli.Inputs;

/// <summary>The inputs of a run: files that exist, in order, all of one kind.</summary>
/// <param name="Paths">Their names; - is standard input.</param>
/// <param name="Kind">How they are written.</param>
internal sealed record InputSet(IReadOnlyList<string> Paths, InputKind Kind)
{
    /// <summary>Standard input, for inputs that have it: its first bytes were looked at to see its kind.</summary>
    public Stream? StandardInput { get; private init; }

    /// <summary>The files, of which some were looked at for their kind: the run reads what was looked at.</summary>
    public InputFiles Files { get; private init; } = new();

    /// <summary>Finds the inputs that the operands name.</summary>
    /// <param name="operands">Names and patterns.</param>
    /// <param name="said">Their kind; null = as their names and first bytes say.</param>
    /// <exception cref="UsageException">A pattern matches nothing, an operand is a folder, or the inputs are of two kinds.</exception>
    /// <exception cref="InputException">There is no such file.</exception>
    public static InputSet Find(IReadOnlyList<string> operands, InputKind? said = null)
    {
        List<string> paths = [.. operands.SelectMany(Expand)];
        if (paths.Count(path => path == "-") > 1)
        {
            throw new UsageException("standard input (-) can be read only once");
        }

        Stream? standardInput = null;
        InputKind? kind = null;
        string first = paths[0];
        InputFiles files = new();
        if (paths.Contains("-"))
        {
            files.AddStandardInput();
        }

        foreach (string path in paths)
        {
            InputKind shown = path == "-" ? InputKinds.OfStandardInput(out standardInput) : said ?? InputKinds.Of(path, files);
            InputKind found = said ?? shown;
            if (kind is { } known && known != found)
            {
                throw new UsageException($"'{first}' is {InputKinds.Describe(known)} and '{path}' is {InputKinds.Describe(found)}; convert one of them first");
            }

            kind = found;
        }

        return new InputSet(paths, kind!.Value) { StandardInput = standardInput, Files = files };
    }

    /// <summary>The file's name, once it is known to be there.</summary>
    /// <exception cref="UsageException">It is a folder.</exception>
    /// <exception cref="InputException">There is no such file, or its folder can't be looked into.</exception>
    public static string Existing(string path)
    {
        if (FileIdentity.Of(path).Nature == FileNature.Directory)
        {
            throw new UsageException($"'{path}' is a folder; name the files in it, such as '{path.TrimEnd('/')}/*.csv'");
        }

        return FolderNames.IsFile(path) ? path : throw new InputException(NoSuchFile(path), path);
    }

    private static IReadOnlyList<string> Expand(string operand)
    {
        if (operand == "-")
        {
            return [operand];
        }

        if (!Glob.IsPattern(operand) || FileIdentity.Of(operand).Nature != FileNature.Missing)
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
        if (FileIdentity.Of(shown).Nature != FileNature.Directory)
        {
            return $"no such file: '{path}' (there is no folder '{folder}')";
        }

        string? nearest = NearestName.Find(Path.GetFileName(path), NamesIn(shown));
        return nearest is null ? $"no such file: '{path}'" : $"no such file: '{path}'; did you mean '{Path.Combine(folder, nearest)}'?";
    }

    // a name to suggest; in a folder that can't be listed there is none
    private static IEnumerable<string> NamesIn(string folder)
    {
        try
        {
            return FolderNames.In(folder).Where(static entry => !entry.IsFolder).Select(static entry => entry.Name);
        }
        catch (InputException)
        {
            return [];
        }
    }
}
