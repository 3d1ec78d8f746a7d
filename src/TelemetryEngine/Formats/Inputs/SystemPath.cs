namespace TelemetryEngine.Formats.Inputs;

// Names as the system means them. The framework takes link/.. for nothing; to the system, and to every other program, it is the folder
// above the one that the link leads to.
internal static class SystemPath
{
    // More links than this are a circle, as to the system.
    private const int MostLinks = 40;

    // The same file by a name that the framework can't misread. It is the name itself where that has no .. in it.
    // throws IOException: A folder on the way is missing, or links go round in a circle.
    public static string Of(string path)
    {
        if (OperatingSystem.IsWindows() || !path.Contains("..", StringComparison.Ordinal))
        {
            return path;
        }

        string[] parts = path.Split('/');
        int last = Array.LastIndexOf(parts, "..");
        if (last < 0)
        {
            return path;
        }

        string folder = Walk(path.StartsWith('/') ? "/" : Environment.CurrentDirectory, parts.AsSpan(0, last + 1), path);
        return Below(folder, string.Join('/', parts[(last + 1)..]));
    }

    // Goes from folder to folder, through links.
    private static string Walk(string folder, ReadOnlySpan<string> parts, string path)
    {
        Stack<string> ahead = [];
        Push(ahead, parts);
        int links = 0;
        while (ahead.TryPop(out string? part))
        {
            if (part is "" or ".")
            {
                continue;
            }

            if (part == "..")
            {
                folder = Path.GetDirectoryName(folder) ?? "/";
                continue;
            }

            string next = Below(folder, part);
            if (new FileInfo(next).LinkTarget is not { } target)
            {
                folder = Directory.Exists(next)
                    ? next
                    : throw new DirectoryNotFoundException($"'{path}' leads through '{next}', which is no folder that can be entered");
                continue;
            }

            if (++links > MostLinks)
            {
                throw new IOException($"'{path}' leads through links that go round in a circle");
            }

            folder = target.StartsWith('/') ? "/" : folder;
            Push(ahead, target.Split('/'));
        }

        return folder;
    }

    private static void Push(Stack<string> ahead, ReadOnlySpan<string> parts)
    {
        for (int i = parts.Length - 1; i >= 0; i--)
        {
            ahead.Push(parts[i]);
        }
    }

    private static string Below(string folder, string name) =>
        name.Length == 0 ? folder : folder.EndsWith('/') ? folder + name : folder + "/" + name;
}
