namespace TelemetryEngine.Formats.Inputs;

// The files that a name or a pattern stands for.
internal static class InputNames
{
    // The file of this name, also where the name could be a pattern; else the files that match it; - is standard input.
    // throws PlanException: It is a folder, or a pattern that matches nothing.
    // throws InputException: There is no such file, or a folder can't be looked into.
    public static IReadOnlyList<string> Find(string name)
    {
        if (name == "-")
        {
            return [name];
        }

        if (!Glob.IsPattern(name) || FileIdentity.Of(name).Nature != FileNature.Missing)
        {
            return [Existing(name)];
        }

        IReadOnlyList<string> found = Glob.Expand(name);
        return found.Count > 0 ? found : throw new PlanException($"no file matches '{name}'");
    }

    // The file's name, once it is known to be there.
    // throws PlanException: It is a folder.
    // throws InputException: There is no such file, or its folder can't be looked into.
    public static string Existing(string path)
    {
        if (FileIdentity.Of(path).Nature == FileNature.Directory)
        {
            throw new PlanException($"'{path}' is a folder; name the files in it, such as '{path.TrimEnd('/')}/*.csv'");
        }

        return FolderNames.IsFile(path) ? path : throw new InputException(NoSuchFile(path), path);
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
