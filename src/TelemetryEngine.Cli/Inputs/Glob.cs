using System.Text;

namespace TelemetryEngine.Cli.Inputs;

/// <summary>File name patterns, for shells that leave them alone: <c>*</c>, <c>?</c> and <c>[a-z]</c> within a name, and <c>**</c> for folders of any depth.</summary>
internal static class Glob
{
    /// <summary>True when the text has a character that makes it a pattern.</summary>
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

    /// <summary>The files that match, sorted by their names' bytes. Hidden ones match only a pattern that begins with a dot.</summary>
    public static IReadOnlyList<string> Expand(string pattern)
    {
        string[] parts = pattern.Split('/', StringSplitOptions.RemoveEmptyEntries);
        List<string> found = [];
        Expand(pattern.StartsWith('/') ? "/" : "", parts, found);
        found.Sort(static (a, b) => Encoding.UTF8.GetBytes(a).AsSpan().SequenceCompareTo(Encoding.UTF8.GetBytes(b)));
        return [.. found.Distinct(StringComparer.Ordinal)];
    }

    /// <summary>True when a name fits a pattern without folders.</summary>
    internal static bool Matches(ReadOnlySpan<char> pattern, ReadOnlySpan<char> name)
    {
        if (pattern.IsEmpty)
        {
            return name.IsEmpty;
        }

        switch (pattern[0])
        {
            case '*':
                ReadOnlySpan<char> rest = pattern.TrimStart('*');
                for (int skipped = 0; skipped <= name.Length; skipped++)
                {
                    if (Matches(rest, name[skipped..]))
                    {
                        return true;
                    }
                }

                return false;
            case '[' when pattern[1..].IndexOf(']') is > 0 and var end:
                return !name.IsEmpty && IsIn(pattern[1..(end + 1)], name[0]) && Matches(pattern[(end + 2)..], name[1..]);
            default:
                return !name.IsEmpty && (pattern[0] == '?' || pattern[0] == name[0]) && Matches(pattern[1..], name[1..]);
        }
    }

    private static bool IsIn(ReadOnlySpan<char> set, char c)
    {
        bool negated = set[0] is '!' or '^';
        set = negated ? set[1..] : set;
        bool found = false;
        for (int i = 0; i < set.Length; i++)
        {
            if (i + 2 < set.Length && set[i + 1] == '-')
            {
                found |= c >= set[i] && c <= set[i + 2];
                i += 2;
            }
            else
            {
                found |= c == set[i];
            }
        }

        return found != negated;
    }

    private static void Expand(string folder, ReadOnlySpan<string> parts, List<string> found)
    {
        string part = parts[0];
        bool isLast = parts.Length == 1;
        if (part == "**" && !isLast)
        {
            Expand(folder, parts[1..], found);
            foreach (string name in Names(folder, foldersOnly: true).Where(name => !name.StartsWith('.')))
            {
                Expand(folder + name + "/", parts, found);
            }

            return;
        }

        foreach (string name in IsPattern(part) ? Names(folder, foldersOnly: !isLast).Where(name => Fits(part, name)) : [part])
        {
            if (!isLast)
            {
                Expand(folder + name + "/", parts[1..], found);
            }
            else if (File.Exists(folder + name))
            {
                found.Add(folder + name);
            }
        }
    }

    private static bool Fits(string part, string name) => (part[0] == '.' || !name.StartsWith('.')) && Matches(part, name);

    private static IEnumerable<string> Names(string folder, bool foldersOnly)
    {
        DirectoryInfo directory = new(folder.Length == 0 ? "." : folder);
        if (!directory.Exists)
        {
            return [];
        }

        EnumerationOptions options = new() { AttributesToSkip = 0, IgnoreInaccessible = true };
        return foldersOnly
            ? directory.EnumerateDirectories("*", options).Select(d => d.Name)
            : directory.EnumerateFiles("*", options).Select(f => f.Name);
    }
}
