namespace TelemetryEngine;

// Patterns of names without folders: *, ? and [a-z].
internal static class NamePattern
{
    // True when a name fits. The time grows with the product of the two lengths at most: only the last star is ever tried again.
    public static bool Matches(ReadOnlySpan<char> pattern, ReadOnlySpan<char> name)
    {
        int at = 0;
        int behindStar = -1;
        int tried = 0;
        for (int i = 0; i < name.Length;)
        {
            if (at < pattern.Length && pattern[at] == '*')
            {
                behindStar = ++at;
                tried = i;
            }
            else if (at < pattern.Length && Fits(pattern[at..], name[i], out int width))
            {
                at += width;
                i++;
            }
            else if (behindStar >= 0)
            {
                at = behindStar;
                i = ++tried;
            }
            else
            {
                return false;
            }
        }

        return pattern[at..].Trim('*').IsEmpty;
    }

    // Whether the pattern's first element fits a character, and how long the element is.
    private static bool Fits(ReadOnlySpan<char> pattern, char c, out int width)
    {
        width = 1;
        if (pattern[0] == '[' && pattern[1..].IndexOf(']') is > 0 and int length)
        {
            width = length + 2;
            return IsIn(pattern.Slice(1, length), c);
        }

        return pattern[0] == '?' || pattern[0] == c;
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
}
