using System.Runtime.CompilerServices;
using TelemetryEngine.Columns;
using TelemetryEngine.Kernels.Exact;

namespace TelemetryEngine.Aggregates.Components;

/// <summary>
/// The exact sum of numbers with fractions: an Int128 of small steps for each group, and beside it, for the few groups that need one, a sum of any width.
/// Both are exact, so the order of rows, batches and merges does not matter; only the end rounds, once.
/// </summary>
/// <typeparam name="TWide">The sum of any width.</typeparam>
internal abstract class ExactSumColumn<TWide> : Component, IExactSum
    where TWide : class, IWideSum<TWide>, new()
{
    public override long Bytes => (Sums.Length * 16L) + Wide.Bytes;

    public override IReadOnlyList<ColumnType> StateTypes { get; } = [.. SavedInt128.Types, new(ColumnKind.Utf8)];

    protected Int128[] Sums { get; private set; } = [];

    protected WideSums<TWide> Wide { get; } = new(static () => new TWide());

    /// <summary>True when sums came in whose size is not known, so that every addition must look for overflow.</summary>
    protected bool MustCheck { get; private set; }

    /// <summary>sum ÷ count, rounded once to nearest even. A count of 1 gives the sum.</summary>
    public double Round(int group, long count)
    {
        if (!Wide.TryGet(group, out TWide? wide))
        {
            return RoundSteps(Sums[group], count);
        }

        TWide whole = new();
        whole.Merge(wide);
        AddSteps(whole, Sums[group]);
        return whole.Round(count);
    }

    /// <summary>The sum itself.</summary>
    public ExactNumber ToNumber(int group)
    {
        ExactNumber sum = ToNumber(Sums[group]);
        return Wide.TryGet(group, out TWide? wide) ? sum + wide.ToNumber() : sum;
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

    // no code with Int128 is compiled beforehand
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public override void Merge(Component right, ReadOnlySpan<int> groups, ReadOnlySpan<int> into)
    {
        var other = (ExactSumColumn<TWide>)right;
        for (int i = 0; i < groups.Length; i++)
        {
            AddSteps(into[i], other.Sums[groups[i]]);
            Wide.Merge(other.Wide, groups[i], into[i]);
        }
    }

    public override void Save(ReadOnlySpan<int> groups, IReadOnlyList<Vector> columns)
    {
        for (int row = 0; row < groups.Length; row++)
        {
            SavedInt128.Save(Sums[groups[row]], row, columns);
        }

        Wide.Save(groups, columns[2]);
    }

    public override void Load(IReadOnlyList<Vector> columns, ReadOnlySpan<int> groups)
    {
        for (int row = 0; row < groups.Length; row++)
        {
            AddSteps(groups[row], SavedInt128.Load(row, columns));
        }

        Wide.Load(columns[2], groups);
    }

    protected abstract double RoundSteps(Int128 steps, long count);

    protected abstract ExactNumber ToNumber(Int128 steps);

    protected abstract void AddSteps(TWide wide, Int128 steps);

    /// <summary>Adds a sum.</summary>
    protected void AddSteps(int group, Int128 steps)
    {
        MustCheck = true;
        if (!DecimalSum.TryAdd(ref Sums[group], steps))
        {
            AddSteps(Wide[group], steps);
        }
    }
}
