using System.Text;
using TelemetryEngine.Columns;
using TelemetryEngine.Kernels.Exact;

namespace TelemetryEngine.Aggregates.Components;

/// <summary>
/// The exact sum of numbers with fractions: an Int128 of small steps for each group, and beside it, for the few groups that need one, a sum of any width.
/// Both are exact, so the order of rows, batches and merges does not matter; only the end rounds, once.
/// </summary>
/// <typeparam name="TWide">The sum of any width.</typeparam>
internal abstract class ExactSumColumn<TWide> : Component
    where TWide : class, new()
{
    private readonly Dictionary<int, TWide> _wide = [];

    public override long Bytes => (Sums.Length * 16L) + (_wide.Count * 512L);

    public override IReadOnlyList<ColumnType> StateTypes { get; } = [.. SavedInt128.Types, new(ColumnKind.Utf8)];

    protected Int128[] Sums { get; private set; } = [];

    /// <summary>True when sums came in whose size is not known, so that every addition must look for overflow.</summary>
    protected bool MustCheck { get; private set; }

    /// <summary>sum ÷ count, rounded once to nearest even. A count of 1 gives the sum.</summary>
    public double Round(int group, long count)
    {
        if (!_wide.TryGetValue(group, out TWide? wide))
        {
            return RoundSteps(Sums[group], count);
        }

        TWide whole = new();
        MergeWide(whole, wide);
        AddSteps(whole, Sums[group]);
        return RoundWide(whole, count);
    }

    public override void Reserve(int groups)
    {
        if (Sums.Length < groups)
        {
            Int128[] sums = Sums;
            Array.Resize(ref sums, Grown(sums.Length, groups));
            Sums = sums;
        }
    }

    public override void Merge(Component right, ReadOnlySpan<int> groups, ReadOnlySpan<int> into)
    {
        var other = (ExactSumColumn<TWide>)right;
        for (int i = 0; i < groups.Length; i++)
        {
            AddSteps(into[i], other.Sums[groups[i]]);
            if (other._wide.Count > 0 && other._wide.TryGetValue(groups[i], out TWide? wide))
            {
                MergeWide(Wide(into[i]), wide);
            }
        }
    }

    public override void Save(ReadOnlySpan<int> groups, IReadOnlyList<Vector> columns)
    {
        columns[2].Dictionary = new TextDictionary();
        for (int row = 0; row < groups.Length; row++)
        {
            SavedInt128.Save(Sums[groups[row]], row, columns);
            if (_wide.TryGetValue(groups[row], out TWide? wide))
            {
                columns[2].Codes[row] = columns[2].Dictionary!.GetOrAdd(Encoding.UTF8.GetBytes(ToText(wide)));
            }
            else
            {
                columns[2].SetNull(row, groups.Length);
            }
        }
    }

    public override void Load(IReadOnlyList<Vector> columns, ReadOnlySpan<int> groups)
    {
        for (int row = 0; row < groups.Length; row++)
        {
            AddSteps(groups[row], SavedInt128.Load(row, columns));
            if (!columns[2].IsNull(row))
            {
                ReadOnlySpan<byte> text = columns[2].Dictionary![columns[2].Codes[row]];
                MergeWide(Wide(groups[row]), Parse(Encoding.UTF8.GetString(text)));
            }
        }
    }

    /// <summary>The group's sum of any width, made when first asked for.</summary>
    protected TWide Wide(int group)
    {
        if (!_wide.TryGetValue(group, out TWide? wide))
        {
            wide = new TWide();
            _wide.Add(group, wide);
        }

        return wide;
    }

    protected abstract double RoundSteps(Int128 steps, long count);

    protected abstract double RoundWide(TWide wide, long count);

    protected abstract void AddSteps(TWide wide, Int128 steps);

    protected abstract void MergeWide(TWide wide, TWide right);

    protected abstract string ToText(TWide wide);

    protected abstract TWide Parse(string text);

    /// <summary>Adds a sum.</summary>
    protected void AddSteps(int group, Int128 steps)
    {
        MustCheck = true;
        if (!DecimalSum.TryAdd(ref Sums[group], steps))
        {
            AddSteps(Wide(group), steps);
        }
    }
}
