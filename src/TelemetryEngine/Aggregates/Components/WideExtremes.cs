using TelemetryEngine.Columns;

namespace TelemetryEngine.Aggregates.Components;

/// <summary>The smallest and largest of the values that do not fit the narrow ones beside them, for the few groups that have any. NaN counts only when there is nothing else.</summary>
internal sealed class WideExtremes
{
    private const int EntryBytes = 40;

    private readonly Dictionary<int, (double Least, double Most)> _groups = [];

    /// <summary>Bytes held.</summary>
    public long Bytes => _groups.Count * (long)EntryBytes;

    /// <summary>Adds a value.</summary>
    public void Add(int group, double value) => Add(group, value, value);

    /// <summary>The smaller of a value and the group's smallest.</summary>
    public double Smallest(int group, double narrow) => _groups.TryGetValue(group, out (double Least, double Most) wide) ? Smaller(narrow, wide.Least) : narrow;

    /// <summary>The larger of a value and the group's largest.</summary>
    public double Largest(int group, double narrow) => _groups.TryGetValue(group, out (double Least, double Most) wide) ? Larger(narrow, wide.Most) : narrow;

    /// <summary>Adds what other groups hold.</summary>
    public void Merge(WideExtremes right, ReadOnlySpan<int> groups, ReadOnlySpan<int> into)
    {
        for (int i = 0; right._groups.Count > 0 && i < groups.Length; i++)
        {
            if (right._groups.TryGetValue(groups[i], out (double Least, double Most) wide))
            {
                Add(into[i], wide.Least, wide.Most);
            }
        }
    }

    /// <summary>Writes both; null for groups without any.</summary>
    public void Save(ReadOnlySpan<int> groups, Vector least, Vector most)
    {
        for (int row = 0; row < groups.Length; row++)
        {
            if (_groups.TryGetValue(groups[row], out (double Least, double Most) wide))
            {
                (least.Doubles[row], most.Doubles[row]) = wide;
            }
            else
            {
                least.SetNull(row, groups.Length);
                most.SetNull(row, groups.Length);
            }
        }
    }

    /// <summary>Adds what <see cref="Save"/> wrote.</summary>
    public void Load(ReadOnlySpan<int> groups, Vector least, Vector most)
    {
        for (int row = 0; row < groups.Length; row++)
        {
            if (!least.IsNull(row))
            {
                Add(groups[row], least.Doubles[row], most.Doubles[row]);
            }
        }
    }

    private void Add(int group, double least, double most) => _groups[group] = _groups.TryGetValue(group, out (double Least, double Most) wide)
        ? (Smaller(wide.Least, least), Larger(wide.Most, most))
        : (least, most);

    private static double Smaller(double one, double other) => other < one || double.IsNaN(one) ? other : one;

    private static double Larger(double one, double other) => other > one || double.IsNaN(one) ? other : one;
}
