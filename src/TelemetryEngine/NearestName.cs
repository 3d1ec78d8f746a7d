namespace TelemetryEngine;

// Finds what a misspelt name was probably meant to be.
internal static class NearestName
{
    // The candidate with the fewest edits (insert, delete, replace, swap of neighbours; letter case costs nothing), the first of equals.
    // Null when all are further away than a third of the name's length, but at least one edit.
    public static string? Find(string name, IEnumerable<string> candidates)
    {
        string? nearest = null;
        int limit = Math.Max(1, name.Length / 3) + 1;
        foreach (string candidate in candidates)
        {
            if (Math.Abs(candidate.Length - name.Length) >= limit)
            {
                continue;
            }

            int distance = Distance(name, candidate);
            if (distance < limit && distance < candidate.Length)
            {
                nearest = candidate;
                limit = distance;
            }
        }

        return nearest;
    }

    // The question whether the nearest candidate was meant, or what is said where none is near.
    public static string Hint(string name, IEnumerable<string> candidates, string otherwise) =>
        Find(name, candidates) is { } nearest ? $"did you mean '{nearest}'?" : otherwise;

    // The optimal string alignment distance, by three rows of the usual table.
    internal static int Distance(string a, string b)
    {
        int[] before = new int[b.Length + 1];
        int[] last = new int[b.Length + 1];
        int[] row = new int[b.Length + 1];
        for (int j = 0; j <= b.Length; j++)
        {
            last[j] = j;
        }

        for (int i = 1; i <= a.Length; i++)
        {
            row[0] = i;
            for (int j = 1; j <= b.Length; j++)
            {
                int replaced = last[j - 1] + (Same(a[i - 1], b[j - 1]) ? 0 : 1);
                row[j] = Math.Min(replaced, Math.Min(last[j], row[j - 1]) + 1);
                if (i > 1 && j > 1 && Same(a[i - 1], b[j - 2]) && Same(a[i - 2], b[j - 1]))
                {
                    row[j] = Math.Min(row[j], before[j - 2] + 1);
                }
            }

            (before, last, row) = (last, row, before);
        }

        return last[b.Length];
    }

    private static bool Same(char a, char b) => char.ToLowerInvariant(a) == char.ToLowerInvariant(b);
}
