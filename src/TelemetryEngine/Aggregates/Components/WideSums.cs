using System.Diagnostics.CodeAnalysis;
using System.Text;
using TelemetryEngine.Columns;
using TelemetryEngine.Kernels.Exact;

namespace TelemetryEngine.Aggregates.Components;

// Sums of any width for the few groups whose values do not fit the narrow ones beside them.
internal sealed class WideSums<TWide>(Func<TWide> create)
    where TWide : class, IWideSum<TWide>
{
    private const int EntryBytes = 40;

    private readonly Dictionary<int, TWide> _sums = [];
    private long _bytes;

    // Bytes held.
    public long Bytes => _bytes;

    // The group's sum, made when first asked for.
    public TWide this[int group]
    {
        get
        {
            if (!_sums.TryGetValue(group, out TWide? sum))
            {
                sum = create();
                _sums.Add(group, sum);
                _bytes += sum.Bytes + EntryBytes;
            }

            return sum;
        }
    }

    public bool TryGet(int group, [MaybeNullWhen(false)] out TWide sum)
    {
        sum = null;
        return _sums.Count > 0 && _sums.TryGetValue(group, out sum);
    }

    // A sum and what the group has beside it.
    public ExactNumber Plus(ExactNumber narrow, int group) => TryGet(group, out TWide? wide) ? narrow + wide.ToNumber() : narrow;

    // Adds what other groups' sums hold, where they have one.
    public void Merge(WideSums<TWide> right, ReadOnlySpan<int> groups, ReadOnlySpan<int> into)
    {
        for (int i = 0; right._sums.Count > 0 && i < groups.Length; i++)
        {
            if (right.TryGet(groups[i], out TWide? sum))
            {
                this[into[i]].Merge(sum);
            }
        }
    }

    // Writes the groups' sums as texts; none is null.
    public void Save(ReadOnlySpan<int> groups, ColumnVector column)
    {
        column.Dictionary = new TextDictionary();
        for (int row = 0; row < groups.Length; row++)
        {
            if (TryGet(groups[row], out TWide? sum))
            {
                column.Codes[row] = column.Dictionary.GetOrAdd(Encoding.UTF8.GetBytes(sum.ToText()));
            }
            else
            {
                column.SetNull(row, groups.Length);
            }
        }
    }

    // Adds what Save wrote.
    // throws FormatException: A text is none of a sum.
    public void Load(ColumnVector column, ReadOnlySpan<int> groups)
    {
        for (int row = 0; row < groups.Length; row++)
        {
            if (!column.IsNull(row))
            {
                this[groups[row]].MergeText(Encoding.UTF8.GetString(column.Dictionary![column.Codes[row]]));
            }
        }
    }
}

// The smallest and largest of the values that do not fit the narrow ones beside them, for the few groups that have any. NaN counts only
// when there is nothing else.
internal sealed class WideExtremes
{
    private const int EntryBytes = 40;

    private readonly Dictionary<int, (double Least, double Most)> _groups = [];

    // Bytes held.
    public long Bytes => _groups.Count * (long)EntryBytes;

    // Adds a value.
    public void Add(int group, double value) => Add(group, value, value);

    // The smaller of a value and the group's smallest.
    public double Smallest(int group, double narrow) =>
        _groups.TryGetValue(group, out (double Least, double Most) wide) ? Smaller(narrow, wide.Least) : narrow;

    // The larger of a value and the group's largest.
    public double Largest(int group, double narrow) =>
        _groups.TryGetValue(group, out (double Least, double Most) wide) ? Larger(narrow, wide.Most) : narrow;

    // Adds what other groups hold.
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

    // Writes both; null for groups without any.
    public void Save(ReadOnlySpan<int> groups, ColumnVector least, ColumnVector most)
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

    // Adds what Save wrote.
    public void Load(ReadOnlySpan<int> groups, ColumnVector least, ColumnVector most)
    {
        for (int row = 0; row < groups.Length; row++)
        {
            if (!least.IsNull(row))
            {
                Add(groups[row], least.Doubles[row], most.Doubles[row]);
            }
        }
    }

    private void Add(int group, double least, double most) =>
        _groups[group] = _groups.TryGetValue(group, out (double Least, double Most) wide)
        ? (Smaller(wide.Least, least), Larger(wide.Most, most))
        : (least, most);

    private static double Smaller(double one, double other) => other < one || double.IsNaN(one) ? other : one;

    private static double Larger(double one, double other) => other > one || double.IsNaN(one) ? other : one;
}
