namespace TelemetryEngine.Formats.Csv;

/// <summary>A time whose date and clock stand in two columns, named <c>Date+Time</c>.</summary>
internal static class JoinedTime
{
    /// <summary>The two columns; null when the name is that of one column, or of none that the file has.</summary>
    /// <exception cref="PlanException">The name joins two columns, of which one does not exist.</exception>
    public static (int Left, int Right)? Find(string? name, IReadOnlyList<string> columns)
    {
        if (name is null || !name.Contains('+') || columns.Contains(name))
        {
            return null;
        }

        for (int plus = name.IndexOf('+'); plus >= 0; plus = name.IndexOf('+', plus + 1))
        {
            int left = IndexOf(columns, name[..plus]);
            int right = IndexOf(columns, name[(plus + 1)..]);
            if (left >= 0 && right >= 0)
            {
                return (left, right);
            }
        }

        string[] parts = name.Split('+', 2);
        string missing = IndexOf(columns, parts[0]) < 0 ? parts[0] : parts[1];
        string hint = NearestName.Find(missing, columns) is { } nearest ? $"; did you mean '{nearest}'?" : $"; the columns are {string.Join(", ", columns)}";
        throw new PlanException($"--time {name}: there is no column '{missing}'{hint}");
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
