using System.Runtime.CompilerServices;
using TelemetryEngine.Columns;
using TelemetryEngine.Kernels.Exact;

namespace TelemetryEngine.Aggregates.Components;

// The count, the exact sum, the smallest and the largest value of a number column, side by side for each group: avg, sum, count, min, max
// and range of a column share one pass over the rows and one look into memory for each. Sums are exact, so the order of rows, batches and
// merges does not matter.
// empty: The words of a summary of nothing.
// countWord: Which of them is the count.
internal abstract class NumberSummary(long[] empty, int countWord) : GroupColumn<long>(empty), ICount, IExactSum
{
    // The summary of a number column, in the form that its values have.
    public static ComponentPart Part(AggregateInput input, int filter) => input.Type.Layout == VectorLayout.Double
        ? BinaryPart(input, filter)
        : DecimalPart("decimal_summary", input, filter, hasExtremes: true);

    // The summary of a number column for those who don't ask for its extremes.
    public static ComponentPart SumPart(AggregateInput input, int filter) => input.Type.Layout == VectorLayout.Double
        ? BinaryPart(input, filter)
        : DecimalPart("decimal_sum", input, filter, hasExtremes: false) with { Wider = Part(input, filter) };

    // The summary of a number column's values as float64.
    public static ComponentPart BinaryPart(AggregateInput input, int filter) =>
        new(new("binary_summary", input.Ordinal, filter), static () => new BinarySummary());

    private static ComponentPart DecimalPart(string name, AggregateInput input, int filter, bool hasExtremes) => new(
        new(name, input.Ordinal, filter),
        () => new DecimalSummary(input.Type.Layout == VectorLayout.Scaled ? input.Type.Scale : 0, hasExtremes));

    public long CountOf(int group) => CountIn(group);

    public void CountsOf(ReadOnlySpan<int> groups, Span<long> counts)
    {
        Span<long> states = States;
        int words = Width;
        for (int i = 0; i < counts.Length; i++)
        {
            counts[i] = states[(groups[i] * words) + countWord];
        }
    }

    public abstract ExactNumber ToNumber(int group);

    // sum ÷ divisor for each group, rounded once to nearest even. A divisor of 1 gives the sum.
    // divisors: Their divisors, at least 1.
    public abstract void Quotients(ReadOnlySpan<int> groups, ReadOnlySpan<long> divisors, Span<double> results);

    // The smallest value of each group that has any; NaN only when there is nothing else.
    public abstract void Smallest(ReadOnlySpan<int> groups, Span<double> results);

    // The largest value of each group that has any; NaN only when there is nothing else.
    public abstract void Largest(ReadOnlySpan<int> groups, Span<double> results);

    // The count in a group's state.
    protected ref long CountIn(int group) => ref States[(group * Width) + countWord];

    // sum ÷ divisor of one group.
    public double Quotient(int group, long divisor)
    {
        double result = 0;
        Quotients(new ReadOnlySpan<int>(in group), new ReadOnlySpan<long>(in divisor), new Span<double>(ref result));
        return result;
    }

    // The smallest value of one group.
    public double Smallest(int group)
    {
        double result = 0;
        Smallest(new ReadOnlySpan<int>(in group), new Span<double>(ref result));
        return result;
    }

    // The largest value of one group.
    public double Largest(int group)
    {
        double result = 0;
        Largest(new ReadOnlySpan<int>(in group), new Span<double>(ref result));
        return result;
    }
}

// The ladder of a sum: lanes, where rows come round after round; the first words of a state; an Int128 for each group, once these might
// overflow; and a sum of any width for the few groups whose values or sums do not fit that.
internal abstract class NumberSummary<TWide> : NumberSummary
    where TWide : class, IWideSum<TWide>
{
    // How many states ahead a merge asks for memory: a result's order is none in which groups were met.
    protected const int StatesAhead = 16;

    private readonly Func<TWide> _create;
    private readonly int _wideColumn;

    // empty: The words of a summary of nothing.
    // countWord: Which of them is the count.
    // create: Makes a sum of any width.
    // wideColumn: Which column of a state that travels holds the sum of any width.
    protected NumberSummary(long[] empty, int countWord, Func<TWide> create, int wideColumn)
        : base(empty, countWord)
    {
        Lanes = new GroupLanes(empty, AddLanes);
        Wide = new WideSums<TWide>(create);
        (_create, _wideColumn) = (create, wideColumn);
    }

    public override long Bytes => base.Bytes + (Folded.Length * 16L) + Wide.Bytes + Lanes.Bytes;

    protected GroupLanes Lanes { get; }

    protected WideSums<TWide> Wide { get; }

    // The sums without what the words hold; empty until the first is needed.
    protected Int128[] Folded { get; private set; } = [];

    // True when sums came in whose size is not known.
    protected bool MustCheck { get; set; }

    public override ExactNumber ToNumber(int group) => Wide.Plus(ToNumber(Steps(group)), group);

    public override void Reserve(int groups)
    {
        base.Reserve(groups);
        ReserveFolded();
    }

    public override int Foresee(int groups)
    {
        int room = base.Foresee(groups);
        ReserveFolded();
        return room;
    }

    public override bool TryRestart(int groups)
    {
        Lanes.Empty();
        if (Wide.Bytes > 0)
        {
            return false;
        }

        // without vectors every sum is folded
        (Folded, MustCheck) = ([], false);
        return base.TryRestart(groups);
    }

    public override void Flush() => Lanes.Empty();

    public override void Merge(Component right, ReadOnlySpan<int> groups, ReadOnlySpan<int> into)
    {
        var other = (NumberSummary<TWide>)right;
        Lanes.Empty();
        MustCheck = true;
        MergeStates(other, groups, into);
        Wide.Merge(other.Wide, groups, into);
    }

    public override void Save(ReadOnlySpan<int> groups, IReadOnlyList<ColumnVector> columns)
    {
        for (int row = 0; row < groups.Length; row++)
        {
            SavedInt128.Save(Steps(groups[row]), row, columns);
            columns[2].Int64s[row] = CountOf(groups[row]);
        }

        Wide.Save(groups, columns[_wideColumn]);
    }

    public override void Load(IReadOnlyList<ColumnVector> columns, ReadOnlySpan<int> groups)
    {
        Lanes.Empty();
        for (int row = 0; row < groups.Length; row++)
        {
            AddSteps(groups[row], SavedInt128.Load(row, columns));
            CountIn(groups[row]) += columns[2].Int64s[row];
        }

        Wide.Load(columns[_wideColumn], groups);
    }

    // Adds what the lanes hold to the states.
    protected abstract void AddLanes();

    // Adds the words of other states, and with AddSteps the sums that are more than words, or lead beyond them.
    protected abstract void MergeStates(NumberSummary<TWide> right, ReadOnlySpan<int> groups, ReadOnlySpan<int> into);

    // The sum in the words of a state.
    protected abstract Int128 Words(int group);

    // Brings the sum in the words of a state to Folded.
    protected abstract void Fold(int group);

    protected abstract void Add(TWide sum, Int128 steps);

    protected abstract ExactNumber ToNumber(Int128 steps);

    protected abstract double Round(Int128 steps, long divisor);

    protected void MakeFolded() => Folded = Folded.Length == 0 ? new Int128[Capacity] : Folded;

    // The sum, as far as it has a place here.
    protected Int128 Steps(int group) => Folded.Length > 0 ? Folded[group] + Words(group) : Words(group);

    // Adds another summary's sum.
    [MethodImpl(MethodImplOptions.NoInlining)]
    protected void AddSteps(int group, NumberSummary<TWide> other, int from) => AddSteps(group, other.Steps(from));

    // Adds a sum of any size.
    [MethodImpl(MethodImplOptions.NoInlining)]
    protected void AddSteps(int group, Int128 steps)
    {
        MustCheck = true;
        Fold(group);
        if (!DecimalSum.TryAdd(ref Folded[group], steps))
        {
            Add(Wide[group], steps);
        }
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    protected double WideQuotient(int group, long divisor)
    {
        if (!Wide.TryGet(group, out TWide? wide))
        {
            return Round(Steps(group), divisor);
        }

        TWide whole = _create();
        whole.Merge(wide);
        Add(whole, Steps(group));
        return whole.Round(divisor);
    }

    private void ReserveFolded()
    {
        if (Folded.Length > 0 && Folded.Length < Capacity)
        {
            Int128[] longer = new Int128[Capacity];
            Folded.CopyTo(longer, 0);
            Folded = longer;
        }
    }
}
