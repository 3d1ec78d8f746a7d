namespace TelemetryEngine.Formats.Csv;

// A time whose parts stand in several columns, named Date+Time or Year+Month+Day+Hour.
internal static class JoinedTime
{
    // The columns, in the order of the name; null when the name is that of one column, or joins none.
    // throws PlanException: The name joins columns, of which one does not exist.
    public static int[]? Find(string? name, IReadOnlyList<string> columns)
    {
        if (name is null || !name.Contains('+') || columns.Contains(name))
        {
            return null;
        }

        List<int> parts = [];
        if (Parts(name, columns, parts))
        {
            return [.. parts];
        }

        string missing = name.Split('+').FirstOrDefault(part => IndexOf(columns, part) < 0) ?? name;
        string hint = NearestName.Hint(missing, columns, $"the columns are {string.Join(", ", columns)}");
        throw new PlanException($"{Fix.Time} {name}: there is no column '{missing}'; {hint}");
    }

    // names may have a + themselves, so each way to part the text is tried, the shortest first name first
    private static bool Parts(string name, IReadOnlyList<string> columns, List<int> parts)
    {
        for (int end = name.IndexOf('+'); ; end = name.IndexOf('+', end + 1))
        {
            int column = IndexOf(columns, end < 0 ? name : name[..end]);
            if (column >= 0)
            {
                parts.Add(column);
                if (end < 0 || Parts(name[(end + 1)..], columns, parts))
                {
                    return true;
                }

                parts.RemoveAt(parts.Count - 1);
            }

            if (end < 0)
            {
                return false;
            }
        }
    }

    private static int IndexOf(IReadOnlyList<string> columns, string name)
    {
        for (int i = 0; i < columns.Count; i++)
        {
            if (columns[i] == name)
            {
                return i;
            }
        }

        return -1;
    }
}
