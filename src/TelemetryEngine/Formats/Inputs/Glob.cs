using System.Text;

namespace TelemetryEngine.Formats.Inputs;

// File name patterns, for shells that leave them alone: *, ? and [a-z] within a name, and ** for folders of any depth. Links are followed
// as by the system; but from the first ** on each folder is gone into once, however many links lead to it, by the name that needs the
// fewest of them.
internal sealed class Glob
{
    private const string AnyDepth = "**";

    private readonly List<string> _parts = [];
    private readonly List<string> _found = [];

    private Glob(string pattern)
    {
        foreach (string part in pattern.Split('/', StringSplitOptions.RemoveEmptyEntries))
        {
            // two in a row mean what one does
            if (part != AnyDepth || _parts.LastOrDefault() != AnyDepth)
            {
                _parts.Add(part);
            }
        }
    }

    // True when the text has a character that makes it a pattern.
    public static bool IsPattern(string text)
    {
        // a search for a set of characters would be the first and only one of most runs, and costs a millisecond of preparation
        foreach (char c in text)
        {
            if (c is '*' or '?' or '[')
            {
                return true;
            }
        }

        return false;
    }

    // The files that match, sorted by their names' bytes. Hidden ones match only a pattern that begins with a dot; a link that leads
    // nowhere counts as a file, as in a shell.
    // throws InputException: A folder can't be looked into, so that files would be missed.
    public static IReadOnlyList<string> Expand(string pattern)
    {
        Glob glob = new(pattern);
        glob.Go(pattern.StartsWith('/') ? "/" : "", 0);
        glob._found.Sort(static (a, b) => Encoding.UTF8.GetBytes(a).AsSpan().SequenceCompareTo(Encoding.UTF8.GetBytes(b)));
        return [.. glob._found.Distinct(StringComparer.Ordinal)];
    }

    // Goes on with a part of the pattern in a folder.
    private void Go(string folder, int part)
    {
        if (IsDeep(part))
        {
            GoDeep(folder, part);
            return;
        }

        foreach ((string next, bool _) in Match(folder, part))
        {
            Go(next, part + 1);
        }
    }

    // Goes on below a **. Folders are gone into before links to folders, and each once for a part of the pattern: so links that lead back
    // up end nothing and count nothing twice.
    private void GoDeep(string start, int startPart)
    {
        HashSet<(int Part, long Device, ulong Inode)> entered = [];
        Stack<(string Folder, int Part)> folders = [];
        Queue<(string Folder, int Part)> links = [];
        folders.Push((start, startPart));
        while (folders.TryPop(out (string Folder, int Part) at) || links.TryDequeue(out at))
        {
            FileIdentity identity = FileIdentity.Of(at.Folder.Length == 0 ? "." : at.Folder);
            if (identity.Inode != 0 && !entered.Add((at.Part, identity.Device, identity.Inode)))
            {
                continue;
            }

            if (IsDeep(at.Part))
            {
                folders.Push((at.Folder, at.Part + 1));
            }

            foreach ((string next, bool isLink) in IsDeep(at.Part) ? Below(at.Folder) : Match(at.Folder, at.Part))
            {
                (string, int) ahead = (next, IsDeep(at.Part) ? at.Part : at.Part + 1);
                if (!isLink)
                {
                    folders.Push(ahead);
                }
                else if (identity.Inode != 0)
                {
                    // where the system can't say which folder it is, links are left alone
                    links.Enqueue(ahead);
                }
            }
        }
    }

    private bool IsDeep(int part) => _parts[part] == AnyDepth && part < _parts.Count - 1;

    private static IEnumerable<(string Folder, bool IsLink)> Below(string folder) =>
        FolderNames.In(folder).Where(static entry => entry.IsFolder && !entry.Name.StartsWith('.'))
            .Select(entry => (folder + entry.Name + "/", entry.IsLink));

    // The folders in which the next part is to be looked for. The last part finds files.
    private IEnumerable<(string Folder, bool IsLink)> Match(string folder, int part)
    {
        string pattern = _parts[part];
        bool isLast = part == _parts.Count - 1;
        if (!IsPattern(pattern))
        {
            if (isLast && FolderNames.IsFile(folder + pattern))
            {
                _found.Add(folder + pattern);
            }

            return isLast ? [] : [(folder + pattern + "/", false)];
        }

        IEnumerable<FolderEntry> fitting = FolderNames.In(folder).Where(entry => entry.IsFolder != isLast && Fits(pattern, entry.Name));
        if (!isLast)
        {
            return fitting.Select(entry => (folder + entry.Name + "/", entry.IsLink));
        }

        _found.AddRange(fitting.Select(entry => folder + entry.Name));
        return [];
    }

    private static bool Fits(string part, string name) => (part[0] == '.' || !name.StartsWith('.')) && NamePattern.Matches(part, name);
}
