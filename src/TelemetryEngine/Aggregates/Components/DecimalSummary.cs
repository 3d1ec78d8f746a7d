using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using TelemetryEngine.Columns;
using TelemetryEngine.Kernels.Exact;
using TelemetryEngine.Kernels.Text;
using TelemetryEngine.Kernels.Wide;

namespace TelemetryEngine.Aggregates.Components;

/// <summary>
/// The summary of integers, or of decimal text as it was written: mantissas at the column's scale, summed in int64. Before a sum could leave that, all of them
/// are carried over to Int128; values that do not fit an int64 have sums of any width. Where nobody asks for the extremes there are none, which halves a state.
/// </summary>
internal sealed class DecimalSummary : NumberSummary
{
    private const ulong Sign = 1UL << 63;
    private const long Unknown = long.MaxValue;

    // the words of a state, as of IntegerGroups and IntegerSums; the extremes grow away from 0, so that zeros are a group without values
    private const int CountWord = 1;
    private const int LeastWord = 2;
    private const int MostWord = 3;

    private static readonly ColumnType[] SumTypes = [new(ColumnKind.Int64), new(ColumnKind.Int64), new(ColumnKind.Int64), new(ColumnKind.Utf8)];

    private static readonly ColumnType[] Types =
        [.. SumTypes, new(ColumnKind.Int64), new(ColumnKind.Int64), new(ColumnKind.Float64), new(ColumnKind.Float64)];

    private readonly WideSums<WideDecimalSum> _wide = new(static () => new WideDecimalSum());
    private readonly WideExtremes _wideExtremes = new();
    private readonly GroupLanes _lanes;
    private readonly GroupStates<long> _states;
    private readonly int _scale;
    private readonly int _words;
    private readonly bool _hasExtremes;
    private readonly IntegerGroupAdder _addAll;
    private Int128[] _carried = [];

    /// <summary>No sum in <see cref="_states"/> is further from zero.</summary>
    private long _reach;
    private int[] _narrow = [];

    /// <param name="scale">The scale of the column; 0 for integers.</param>
    /// <param name="hasExtremes">Whether anybody will ask for the smallest and the largest value.</param>
    public DecimalSummary(int scale, bool hasExtremes = true)
    {
        _scale = scale;
        _hasExtremes = hasExtremes;
        _words = hasExtremes ? IntegerGroups.Words : IntegerSums.Words;
        _addAll = hasExtremes ? IntegerGroups.Selected : IntegerSums.Selected;
        _states = new GroupStates<long>(0, _words);
        _lanes = new GroupLanes(new long[_words], AddLanes);
    }

    public override long Bytes => _states.Bytes + (_carried.Length * 16L) + _wide.Bytes + _wideExtremes.Bytes + _lanes.Bytes;

    public override IReadOnlyList<ColumnType> StateTypes => _hasExtremes ? Types : SumTypes;

    public override long CountOf(int group) => _states.At(group, CountWord);

    public override void CountsOf(ReadOnlySpan<int> groups, Span<long> counts)
    {
        Span<long> states = _states.All;
        for (int i = 0; i < counts.Length; i++)
        {
            counts[i] = states[(groups[i] * _words) + CountWord];
        }
    }

    public override void Quotients(ReadOnlySpan<int> groups, ReadOnlySpan<long> divisors, Span<double> results)
    {
        Span<long> states = _states.All;
        for (int i = 0; i < results.Length; i++)
        {
            int group = groups[i];
            bool isNarrow = _carried.Length == 0 && !_wide.TryGet(group, out _);
            results[i] = isNarrow ? DecimalSum.Round(states[group * _words], _scale, divisors[i]) : WideQuotient(group, divisors[i]);
        }
    }

    /// <summary>The sum of a column of integers, if it fits.</summary>
    public bool TryInteger(int group, out long sum)
    {
        sum = _states[group];
        return !_wide.TryGet(group, out _) && (_carried.Length == 0 || Fits(group, out sum));
    }

    public override ExactNumber ToNumber(int group) => _wide.Plus(new ExactNumber(Steps(group), -_scale, 10), group);

    public override void Smallest(ReadOnlySpan<int> groups, Span<double> results)
    {
        for (int i = 0; i < results.Length; i++)
        {
            int group = groups[i];
            results[i] = _wideExtremes.Smallest(group, HasNarrow(group) ? ScaledDecimal.ToDouble(SmallestInteger(group), _scale) : double.NaN);
        }
    }

    public override void Largest(ReadOnlySpan<int> groups, Span<double> results)
    {
        for (int i = 0; i < results.Length; i++)
        {
            int group = groups[i];
            results[i] = _wideExtremes.Largest(group, HasNarrow(group) ? ScaledDecimal.ToDouble(LargestInteger(group), _scale) : double.NaN);
        }
    }

    /// <summary>The smallest value of a column of integers; of no values long.MaxValue.</summary>
    public long SmallestInteger(int group) => (long)(~Extreme(group, LeastWord) ^ Sign);

    /// <summary>The largest value of a column of integers; of no values long.MinValue.</summary>
    public long LargestInteger(int group) => (long)(Extreme(group, MostWord) ^ Sign);

    public override void Reserve(int groups)
    {
        _states.Reserve(groups);
        ReserveCarried();
    }

    public override int Foresee(int groups)
    {
        int room = _states.Foresee(groups);
        ReserveCarried();
        return room;
    }

    public override bool TryRestart(int groups)
    {
        _lanes.Empty();
        if (_carried.Length > 0 || _wide.Bytes > 0 || _wideExtremes.Bytes > 0)
        {
            return false;
        }

        _reach = 0;
        _states.Restart(groups);
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
        else if (_lanes.TryTake(groups))
        {
            Span<ulong> lanes = MemoryMarshal.Cast<long, ulong>(_lanes.All);
            if (_hasExtremes)
            {
                LaneSums.AddIntegers(lanes, _lanes.First, groups, mantissas);
            }
            else
            {
                LaneSums.AddSums(lanes, _lanes.First, groups, mantissas);
            }
        }
        else
        {
            _addAll(MemoryMarshal.Cast<long, ulong>(_states.All), groups, mantissas);
        }
    }

    public override void Settle() => _lanes.Empty();

    public override void Release() => _states.Release();

    public override void Merge(Component right, ReadOnlySpan<int> groups, ReadOnlySpan<int> into)
    {
        var other = (DecimalSummary)right;
        _lanes.Empty();
        _reach = Unknown;
        Span<long> from = other._states.All;
        Span<long> states = _states.All;
        for (int i = 0; i < groups.Length; i++)
        {
            if (i + StatesAhead < groups.Length)
            {
                ReadAhead.Line(ref from[groups[i + StatesAhead] * _words]);
            }

            Span<long> state = states.Slice(into[i] * _words, _words);
            ReadOnlySpan<long> more = from.Slice(groups[i] * _words, _words);
            long sum = state[0] + more[0];
            if (((state[0] ^ sum) & (more[0] ^ sum)) < 0)
            {
                Carry(into[i]);
                sum = more[0];
            }

            state[0] = sum;
            state[CountWord] += more[CountWord];
            if (state.Length > MostWord)
            {
                AddExtremes(state, (ulong)more[LeastWord], (ulong)more[MostWord]);
            }
        }

        if (other._carried.Length > 0)
        {
            MergeCarried(other, groups, into);
        }

        _wide.Merge(other._wide, groups, into);
        _wideExtremes.Merge(other._wideExtremes, groups, into);
    }

    public override void Save(ReadOnlySpan<int> groups, IReadOnlyList<Vector> columns)
    {
        for (int row = 0; row < groups.Length; row++)
        {
            SavedInt128.Save(Steps(groups[row]), row, columns);
            columns[2].Int64s[row] = CountOf(groups[row]);
        }

        _wide.Save(groups, columns[3]);
        if (!_hasExtremes)
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

    public override void Load(IReadOnlyList<Vector> columns, ReadOnlySpan<int> groups)
    {
        _lanes.Empty();
        _reach = Unknown;
        for (int row = 0; row < groups.Length; row++)
        {
            AddSteps(groups[row], SavedInt128.Load(row, columns));
            _states.At(groups[row], CountWord) += columns[2].Int64s[row];
        }

        _wide.Load(columns[3], groups);
        if (!_hasExtremes)
        {
            return;
        }

        for (int row = 0; row < groups.Length; row++)
        {
            AddExtremes(StateOf(groups[row]), ~((ulong)columns[4].Int64s[row] ^ Sign), (ulong)columns[5].Int64s[row] ^ Sign);
        }

        _wideExtremes.Load(groups, columns[6], columns[7]);
    }

    /// <summary>Adds the smallest and the largest of some values, as they stand in a state.</summary>
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
        if (_hasExtremes)
        {
            AddExtremes(state, ~((ulong)least ^ Sign), (ulong)most ^ Sign);
        }
    }

    private Span<long> StateOf(int group) => _states.All.Slice(group * _words, _words);

    /// <exception cref="InvalidOperationException">There are no extremes: whoever made this did not ask for them.</exception>
    private ulong Extreme(int group, int word) => _hasExtremes ? (ulong)_states.At(group, word) : throw new InvalidOperationException("these are sums without extremes");

    private void AddLanes()
    {
        ReadOnlySpan<long> sums = _lanes.Field(0);
        ReadOnlySpan<long> counts = _lanes.Field(CountWord);
        ReadOnlySpan<long> leasts = _hasExtremes ? _lanes.Field(LeastWord) : default;
        ReadOnlySpan<long> mosts = _hasExtremes ? _lanes.Field(MostWord) : default;
        for (int lane = 0; lane < sums.Length; lane++)
        {
            // behind the last group there may be lanes without one
            if (counts[lane] == 0)
            {
                continue;
            }

            Span<long> state = StateOf(_lanes.First + lane);
            state[0] += sums[lane];
            state[CountWord] += counts[lane];
            if (state.Length > MostWord)
            {
                AddExtremes(state, (ulong)leasts[lane], (ulong)mosts[lane]);
            }
        }
    }

    /// <summary>Sees to it that sums can't leave int64 when these are added; false when no sum at all is safe from them.</summary>
    private bool TryReach(ReadOnlySpan<long> mantissas)
    {
        bool fits = Math.BigMul(IntegerGroups.MagnitudeBits(mantissas) + 1, (ulong)mantissas.Length, out ulong more) == 0 && more <= long.MaxValue;
        if (fits && more > (ulong)(long.MaxValue - _reach))
        {
            CarryAll();
        }

        _reach += fits ? (long)more : 0;
        return fits;
    }

    // no code with Int128 is compiled beforehand: what is needed in every run stands above
    [MethodImpl(MethodImplOptions.NoInlining)]
    private void AddCarefully(ReadOnlySpan<int> groups, ReadOnlySpan<long> mantissas)
    {
        MakeCarried();
        for (int row = 0; row < groups.Length; row++)
        {
            _carried[groups[row]] += mantissas[row];
            _states.At(groups[row], CountWord)++;
            if (_hasExtremes)
            {
                ulong key = (ulong)mantissas[row] ^ Sign;
                AddExtremes(StateOf(groups[row]), ~key, key);
            }
        }
    }

    private void CarryAll()
    {
        _lanes.Empty();
        for (int group = 0; group < _states.Count; group++)
        {
            Carry(group);
        }

        _reach = 0;
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private void Carry(int group)
    {
        MakeCarried();
        _carried[group] += _states[group];
        _states[group] = 0;
    }

    private void MakeCarried() => _carried = _carried.Length == 0 ? new Int128[_states.Capacity] : _carried;

    [MethodImpl(MethodImplOptions.NoInlining)]
    private void ReserveCarried()
    {
        if (_carried.Length > 0 && _carried.Length < _states.Capacity)
        {
            Array.Resize(ref _carried, _states.Capacity);
        }
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private void MergeCarried(DecimalSummary other, ReadOnlySpan<int> groups, ReadOnlySpan<int> into)
    {
        for (int i = 0; i < groups.Length; i++)
        {
            AddSteps(into[i], other._carried[groups[i]]);
        }
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private Int128 Steps(int group) => _carried.Length > 0 ? _carried[group] + _states[group] : _states[group];

    [MethodImpl(MethodImplOptions.NoInlining)]
    private bool Fits(int group, out long sum)
    {
        Int128 steps = Steps(group);
        sum = unchecked((long)steps);
        return steps == sum;
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private double WideQuotient(int group, long divisor)
    {
        if (!_wide.TryGet(group, out WideDecimalSum? wide))
        {
            return DecimalSum.Round(Steps(group), _scale, divisor);
        }

        WideDecimalSum whole = new();
        whole.Merge(wide);
        whole.Add(Steps(group), _scale);
        return whole.Round(divisor);
    }

    /// <summary>Adds a sum of any size.</summary>
    [MethodImpl(MethodImplOptions.NoInlining)]
    private void AddSteps(int group, Int128 steps)
    {
        Carry(group);
        if (!DecimalSum.TryAdd(ref _carried[group], steps))
        {
            _wide[group].Add(steps, _scale);
        }
    }

    private bool HasNarrow(int group) => (Extreme(group, LeastWord) | Extreme(group, MostWord)) != 0;

    /// <summary>Adds the values beside the vector. <see cref="_narrow"/> are the groups of the others: a wide value's place in the vector counts for nothing.</summary>
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

            _states.At(group, CountWord)++;
            if (_hasExtremes)
            {
                _wideExtremes.Add(group, ColumnViews.ToDouble(value));
            }

            if (value.NotFinite != 0)
            {
                _wide[group].AddNotFinite(value.NotFinite);
            }
            else
            {
                _wide[group].Add(value.Mantissa, value.Scale);
            }
        }
    }
}
