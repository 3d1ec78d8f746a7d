
namespace TelemetryEngine.Formats.Unpivot;

// Which columns of a table are readings of one kind: those that names, patterns and ranges of an unpivot stand for.
internal static class ColumnPick
{
    private const string Range = "..";

    // The ordinals of the columns, in the order of the table, each once.
    // picks: Names, patterns with * ? [a-z], and ranges FIRST..LAST in the order of the table. A text that is a column's name is that
    // column.
    // throws PlanException: There is no pick, or one that stands for no column.
    public static int[] Find(IReadOnlyList<string> picks, IReadOnlyList<string> names)
    {
        if (picks.Count == 0)
        {
            throw new PlanException(
                $"an unpivot needs the columns that hold the readings, such as {Fix.Unpivot} '00:15..24:00' or {Fix.Unpivot} 'kwh_*'");
        }

        bool[] isPicked = new bool[names.Count];
        foreach (string pick in picks)
        {
            if (!TryPick(pick, names, isPicked))
            {
                throw Unknown(pick, names);
            }
        }

        return [.. Enumerable.Range(0, names.Count).Where(i => isPicked[i])];
    }

    private static bool TryPick(string pick, IReadOnlyList<string> names, bool[] isPicked)
    {
        if (IndexOf(names, pick) is >= 0 and int exact)
        {
            return isPicked[exact] = true;
        }

        bool any = false;
        int first = -1;
        int last = -1;
        for (int dots = pick.IndexOf(Range, StringComparison.Ordinal); dots >= 0
            && (first < 0 || last < 0); dots = pick.IndexOf(Range, dots + 1, StringComparison.Ordinal))
        {
            first = IndexOf(names, pick[..dots].Trim());
            last = IndexOf(names, pick[(dots + Range.Length)..].Trim());
        }

        for (int i = 0; i < names.Count; i++)
        {
            if (first >= 0 && last >= 0 ? i >= first && i <= last : NamePattern.Matches(pick, names[i]))
            {
                any = isPicked[i] = true;
            }
        }

        return any;
    }

    private static int IndexOf(IReadOnlyList<string> names, string name)
    {
        for (int i = 0; i < names.Count; i++)
        {
            if (names[i] == name)
            {
                return i;
            }
        }

        return -1;
    }

    private static PlanException Unknown(string pick, IReadOnlyList<string> names)
    {
        int dots = pick.IndexOf(Range, StringComparison.Ordinal);
        string[] ends = dots < 0 ? [pick] : [pick[..dots].Trim(), pick[(dots + Range.Length)..].Trim()];
        string wrong = ends.FirstOrDefault(end => IndexOf(names, end) < 0) ?? pick;
        if (dots >= 0 && wrong == pick)
        {
            return new PlanException(
                $"{Fix.Unpivot} '{pick}': '{ends[1]}' stands before '{ends[0]}' in the header; a range goes from left to right");
        }

        string hint = NearestName.Hint(wrong, names, $"the columns are {string.Join(", ", names.Take(30))}");
        return new PlanException(
            $"{Fix.Unpivot} '{pick}': no column {(wrong.AsSpan().IndexOfAny("*?[") >= 0 ? "matches" : "is named")} '{wrong}'; {hint}");
    }
}
