using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using TelemetryEngine.Columns;
using TelemetryEngine.Kernels;
using TelemetryEngine.Kernels.Exact;
using TelemetryEngine.Kernels.Text;

namespace TelemetryEngine.Aggregates.Components;

// The summary of integers, or of decimal text as it was written: mantissas at the column's scale, summed in int64. Before a sum could leave
// that, all of them are carried over to Int128; values that do not fit an int64 have sums of any width. Where the extremes are not asked
// for there are none, which halves a state.
// scale: The scale of the column; 0 for integers.
// hasExtremes: Whether a caller will ask for the smallest and the largest value.
internal sealed class DecimalSummary(int scale, bool hasExtremes = true)
    : NumberSummary<WideDecimalSum>(new long[hasExtremes ? IntegerGroups.Words : IntegerSums.Words], CountWord,
        static () => new WideDecimalSum(), wideColumn: 3)
{
    private const ulong Sign = 1UL << 63;

    // the words of a state, as of IntegerGroups and IntegerSums; the extremes grow away from 0, so that zeros are a group without values
    private const int CountWord = 1;
    private const int LeastWord = 2;
    private const int MostWord = 3;

    private static readonly ColumnType[] SumTypes =
        [new(ColumnKind.Int64), new(ColumnKind.Int64), new(ColumnKind.Int64), new(ColumnKind.Utf8)];

    private static readonly ColumnType[] Types =
        [.. SumTypes, new(ColumnKind.Int64), new(ColumnKind.Int64), new(ColumnKind.Float64), new(ColumnKind.Float64)];

    private readonly WideExtremes _wideExtremes = new();
    private readonly int _words = hasExtremes ? IntegerGroups.Words : IntegerSums.Words;
    private readonly IntegerGroupAdder _addAll = hasExtremes ? IntegerGroups.Selected : IntegerSums.Selected;

    // No sum in the words of a state is further from zero.
    private long _reach;
    private int[] _narrow = [];

    public override long Bytes => base.Bytes + _wideExtremes.Bytes;

    public override IReadOnlyList<ColumnType> StateTypes => hasExtremes ? Types : SumTypes;

    public override void Quotients(ReadOnlySpan<int> groups, ReadOnlySpan<long> divisors, Span<double> results)
    {
        Span<long> states = States;
        for (int i = 0; i < results.Length; i++)
        {
            int group = groups[i];
            bool isNarrow = Folded.Length == 0 && !Wide.TryGet(group, out _);
            results[i] = isNarrow ? DecimalSum.Round(states[group * _words], scale, divisors[i]) : WideQuotient(group, divisors[i]);
        }
    }

    // The sum of a column of integers, if it fits.
    public bool TryInteger(int group, out long sum)
    {
        Int128 steps = Steps(group);
        sum = unchecked((long)steps);
        return steps == sum && !Wide.TryGet(group, out _);
    }

    public override void Smallest(ReadOnlySpan<int> groups, Span<double> results)
    {
        for (int i = 0; i < results.Length; i++)
        {
            int group = groups[i];
            results[i] = _wideExtremes.Smallest(group,
                HasNarrow(group) ? ScaledDecimal.ToDouble(SmallestInteger(group), scale) : double.NaN);
        }
    }

    public override void Largest(ReadOnlySpan<int> groups, Span<double> results)
    {
        for (int i = 0; i < results.Length; i++)
        {
            int group = groups[i];
            results[i] = _wideExtremes.Largest(group, HasNarrow(group) ? ScaledDecimal.ToDouble(LargestInteger(group), scale) : double.NaN);
        }
    }

    // The smallest value of a column of integers; of no values long.MaxValue.
    public long SmallestInteger(int group) => (long)(~Extreme(group, LeastWord) ^ Sign);

    // The largest value of a column of integers; of no values long.MinValue.
    public long LargestInteger(int group) => (long)(Extreme(group, MostWord) ^ Sign);

    public override bool TryRestart(int groups)
    {
        if (Folded.Length > 0 || _wideExtremes.Bytes > 0 || !base.TryRestart(groups))
        {
            return false;
        }

        _reach = 0;
        return true;
    }

    public override void Add(in RowInput rows)
    {
        ReadOnlySpan<int> groups = rows.Groups;
        ReadOnlySpan<long> mantissas = rows.Column.Int64s[..groups.Length];
        int single = rows.SingleGroup;
        if (rows.Column.Wide.Count > 0)
        {
            AddWide(rows);
            groups = _narrow.AsSpan(0, groups.Length);
            single = -1;
        }

        if (!TryReach(mantissas))
        {
            AddCarefully(groups, mantissas);
        }
        else if (single >= 0)
        {
            AddSingle(single, mantissas);
        }
        else if (Lanes.TryTake(groups))
        {
            Span<ulong> lanes = MemoryMarshal.Cast<long, ulong>(Lanes.All);
            if (hasExtremes)
            {
                LaneSums.AddIntegers(lanes, Lanes.First, groups, mantissas);
            }
            else
            {
                LaneSums.AddSums(lanes, Lanes.First, groups, mantissas);
            }
        }
        else
        {
            _addAll(MemoryMarshal.Cast<long, ulong>(States), groups, mantissas);
        }
    }

    public override void Merge(Component right, ReadOnlySpan<int> groups, ReadOnlySpan<int> into)
    {
        base.Merge(right, groups, into);
        _wideExtremes.Merge(((DecimalSummary)right)._wideExtremes, groups, into);
    }

    public override void Save(ReadOnlySpan<int> groups, IReadOnlyList<ColumnVector> columns)
    {
        base.Save(groups, columns);
        if (!hasExtremes)
        {
            return;
        }

        for (int row = 0; row < groups.Length; row++)
        {
            columns[4].Int64s[row] = SmallestInteger(groups[row]);
            columns[5].Int64s[row] = LargestInteger(groups[row]);
        }

        _wideExtremes.Save(groups, columns[6], columns[7]);
    }

    public override void Load(IReadOnlyList<ColumnVector> columns, ReadOnlySpan<int> groups)
    {
        base.Load(columns, groups);
        if (!hasExtremes)
        {
            return;
        }

        for (int row = 0; row < groups.Length; row++)
        {
            AddExtremes(StateOf(groups[row]), ~((ulong)columns[4].Int64s[row] ^ Sign), (ulong)columns[5].Int64s[row] ^ Sign);
        }

        _wideExtremes.Load(groups, columns[6], columns[7]);
    }

    protected override void AddLanes()
    {
        ReadOnlySpan<long> sums = Lanes.Field(0);
        ReadOnlySpan<long> counts = Lanes.Field(CountWord);
        ReadOnlySpan<long> leasts = hasExtremes ? Lanes.Field(LeastWord) : default;
        ReadOnlySpan<long> mosts = hasExtremes ? Lanes.Field(MostWord) : default;
        for (int lane = 0; lane < sums.Length; lane++)
        {
            // behind the last group there may be lanes without one
            if (counts[lane] == 0)
            {
                continue;
            }

            Span<long> state = StateOf(Lanes.First + lane);
            state[0] += sums[lane];
            state[CountWord] += counts[lane];
            if (state.Length > MostWord)
            {
                AddExtremes(state, (ulong)leasts[lane], (ulong)mosts[lane]);
            }
        }
    }

    protected override void MergeStates(NumberSummary<WideDecimalSum> right, ReadOnlySpan<int> groups, ReadOnlySpan<int> into)
    {
        var other = (DecimalSummary)right;
        Span<long> from = other.States;
        Span<long> states = States;
        for (int i = 0; i < groups.Length; i++)
        {
            if (i + StatesAhead < groups.Length)
            {
                ReadAhead.Line(ref from[groups[i + StatesAhead] * _words]);
            }

            Span<long> state = states.Slice(into[i] * _words, _words);
            ReadOnlySpan<long> more = from.Slice(groups[i] * _words, _words);
            long sum = state[0] + more[0];
            if (other.Folded.Length > 0 || ((state[0] ^ sum) & (more[0] ^ sum)) < 0)
            {
                AddSteps(into[i], other, groups[i]);
            }
            else
            {
                state[0] = sum;
            }

            state[CountWord] += more[CountWord];
            if (state.Length > MostWord)
            {
                AddExtremes(state, (ulong)more[LeastWord], (ulong)more[MostWord]);
            }
        }
    }

    protected override Int128 Words(int group) => States[group * _words];

    protected override void Fold(int group)
    {
        MakeFolded();
        ref long sum = ref States[group * _words];
        Folded[group] += sum;
        sum = 0;
    }

    protected override void Add(WideDecimalSum sum, Int128 steps) => sum.Add(steps, scale);

    protected override ExactNumber ToNumber(Int128 steps) => new(steps, -scale, 10);

    protected override double Round(Int128 steps, long divisor) => DecimalSum.Round(steps, scale, divisor);

    // Adds the smallest and the largest of some values, as they stand in a state.
    private static void AddExtremes(Span<long> state, ulong least, ulong most)
    {
        state[LeastWord] = (long)Math.Max((ulong)state[LeastWord], least);
        state[MostWord] = (long)Math.Max((ulong)state[MostWord], most);
    }

    private void AddSingle(int group, ReadOnlySpan<long> mantissas)
    {
        long sum = 0;
        long least = long.MaxValue;
        long most = long.MinValue;
        foreach (long mantissa in mantissas)
        {
            sum += mantissa;
            least = Math.Min(least, mantissa);
            most = Math.Max(most, mantissa);
        }

        Span<long> state = StateOf(group);
        state[0] += sum;
        state[CountWord] += mantissas.Length;
        if (hasExtremes)
        {
            AddExtremes(state, ~((ulong)least ^ Sign), (ulong)most ^ Sign);
        }
    }

    // throws InvalidOperationException: There are no extremes: the constructor did not ask for them.
    private ulong Extreme(int group, int word) =>
        hasExtremes ? (ulong)StateOf(group)[word] : throw new InvalidOperationException("these are sums without extremes");

    private bool HasNarrow(int group) => (Extreme(group, LeastWord) | Extreme(group, MostWord)) != 0;

    // Sees to it that sums can't leave int64 when these are added; false when no sum at all is safe from them.
    private bool TryReach(ReadOnlySpan<long> mantissas)
    {
        bool fits =
            Math.BigMul(IntegerGroups.MagnitudeBits(mantissas) + 1, (ulong)mantissas.Length, out ulong more) == 0 && more <= long.MaxValue;
        if (fits && more > (ulong)(MustCheck ? 0 : long.MaxValue - _reach))
        {
            FoldAll();
        }

        _reach += fits ? (long)more : 0;
        return fits;
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private void AddCarefully(ReadOnlySpan<int> groups, ReadOnlySpan<long> mantissas)
    {
        MakeFolded();
        for (int row = 0; row < groups.Length; row++)
        {
            Folded[groups[row]] += mantissas[row];
            Span<long> state = StateOf(groups[row]);
            state[CountWord]++;
            if (hasExtremes)
            {
                ulong key = (ulong)mantissas[row] ^ Sign;
                AddExtremes(state, ~key, key);
            }
        }
    }

    private void FoldAll()
    {
        Lanes.Empty();
        for (int group = 0; group < Count; group++)
        {
            Fold(group);
        }

        (_reach, MustCheck) = (0, false);
    }

    // Adds the values beside the vector. _narrow are the groups of the others: a wide value's place in the vector counts for nothing.
    private void AddWide(in RowInput rows)
    {
        int count = rows.Groups.Length;
        _narrow = _narrow.Length < count ? new int[count] : _narrow;
        rows.Groups.CopyTo(_narrow);
        foreach (WideValue value in CollectionsMarshal.AsSpan(rows.Column.Wide))
        {
            int group = rows.Groups[value.Row];
            _narrow[value.Row] = 0;
            if (group == 0)
            {
                continue;
            }

            CountIn(group)++;
            if (hasExtremes)
            {
                _wideExtremes.Add(group, ColumnViews.ToDouble(value));
            }

            if (value.NotFinite != 0)
            {
                Wide[group].AddNotFinite(value.NotFinite);
            }
            else
            {
                Wide[group].Add(value.Mantissa, value.Scale);
            }
        }
    }
}
