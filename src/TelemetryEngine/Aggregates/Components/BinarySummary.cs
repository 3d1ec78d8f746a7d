using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using TelemetryEngine.Columns;
using TelemetryEngine.Kernels;
using TelemetryEngine.Kernels.Exact;
using TelemetryEngine.Kernels.Wide;

namespace TelemetryEngine.Aggregates.Components;

/// <summary>
/// The summary of float64 values: sums in steps of 2^−75; what is larger or finer goes to an accumulator over the whole range of doubles. While values are added by
/// blocks, a group sums their two parts in int64, and folds both into an Int128 before more values could overflow them.
/// </summary>
internal sealed class BinarySummary : NumberSummary
{
    /// <summary>
    /// Four times as many parts of 51 bits fit an int64: a block folds a group's parts when its count is a multiple of this; lanes, which bring at most twice as many at once,
    /// before its count reaches one; and whatever else changes the count folds them too.
    /// </summary>
    private const int FoldedCount = 1 << 11;
    private const int QuotientsAtOnce = 256;

    // the fields of a lane, as of a state
    private const int LeastField = 3;
    private const int MostField = 4;

    /// <summary>Half of what an Int128 holds: while all values together are smaller, no sum of some of them overflows.</summary>
    private static readonly double MaxReach = Math.ScaleB(1, 126 - BinaryFixedPoint.FractionBits);

    private static readonly ColumnType[] Types =
    [
        new(ColumnKind.Int64), new(ColumnKind.Int64), new(ColumnKind.Int64), new(ColumnKind.Float64), new(ColumnKind.Float64), new(ColumnKind.Utf8),
    ];

    private static readonly long[] Nothing =
        [0, 0, 0, BitConverter.DoubleToInt64Bits(double.PositiveInfinity), BitConverter.DoubleToInt64Bits(double.NegativeInfinity)];

    private static readonly DoubleGroupAdder AddAll = DoubleGroups.Selected;

    private readonly WideSums<WideBinarySum> _wide = new(static () => new WideBinarySum());
    private readonly GroupLanes _lanes;
    private readonly GroupStates<State> _states = new(State.Empty);

    /// <summary>The sums without what <see cref="_states"/> hold; empty until the first is needed.</summary>
    private Int128[] _folded = [];

    // made by the first block of several groups: sums that are only merged, as a result's are by the thousand, never have one
    private long[] _parts = [];

    /// <summary>While nothing is merged: no less than the magnitudes of all values together, but for those in <see cref="_wide"/>.</summary>
    private double _reach;

    /// <summary>True when sums came in whose size is not known, so that every addition must look for overflow.</summary>
    private bool _mustCheck;

    public BinarySummary() => _lanes = new GroupLanes(Nothing, AddLanes);

    public override long Bytes => _states.Bytes + (_folded.Length * 16L) + _wide.Bytes + _lanes.Bytes;

    public override IReadOnlyList<ColumnType> StateTypes => Types;

    public override long CountOf(int group) => _states[group].Count;

    public override void CountsOf(ReadOnlySpan<int> groups, Span<long> counts)
    {
        Span<State> states = _states.All;
        for (int i = 0; i < counts.Length; i++)
        {
            counts[i] = states[groups[i]].Count;
        }
    }

    public override void Quotients(ReadOnlySpan<int> groups, ReadOnlySpan<long> divisors, Span<double> results)
    {
        if (_folded.Length > 0 || _wide.Bytes > 0)
        {
            for (int i = 0; i < results.Length; i++)
            {
                int group = groups[i];
                results[i] = _folded.Length > 0 || _wide.TryGet(group, out _)
                    ? WideQuotient(group, divisors[i])
                    : BinaryFixedPoint.Round(_states[group].High, _states[group].Low, divisors[i]);
            }

            return;
        }

        Span<long> highs = stackalloc long[QuotientsAtOnce];
        Span<long> lows = stackalloc long[QuotientsAtOnce];
        Span<State> states = _states.All;
        for (int start = 0; start < results.Length; start += QuotientsAtOnce)
        {
            int length = Math.Min(QuotientsAtOnce, results.Length - start);
            for (int i = 0; i < length; i++)
            {
                ref readonly State state = ref states[groups[start + i]];
                (highs[i], lows[i]) = (state.High, state.Low);
            }

            BinaryFixedPoint.Round(highs[..length], lows[..length], divisors.Slice(start, length), results.Slice(start, length));
        }
    }

    public override ExactNumber ToNumber(int group) => _wide.Plus(new ExactNumber(Steps(group), -BinaryFixedPoint.FractionBits, 2), group);

    public override void Smallest(ReadOnlySpan<int> groups, Span<double> results)
    {
        Span<State> states = _states.All;
        for (int i = 0; i < results.Length; i++)
        {
            ref readonly State state = ref states[groups[i]];
            results[i] = state.HasNumbers ? state.Least : double.NaN;
        }
    }

    public override void Largest(ReadOnlySpan<int> groups, Span<double> results)
    {
        Span<State> states = _states.All;
        for (int i = 0; i < results.Length; i++)
        {
            ref readonly State state = ref states[groups[i]];
            results[i] = state.HasNumbers ? state.Most : double.NaN;
        }
    }

    public override void Reserve(int groups)
    {
        _states.Reserve(groups);
        ReserveFolded();
    }

    public override int Foresee(int groups)
    {
        int room = _states.Foresee(groups);
        ReserveFolded();
        return room;
    }

    public override bool TryRestart(int groups)
    {
        _lanes.Empty();
        if (_wide.Bytes > 0)
        {
            return false;
        }

        // without vectors every sum is folded
        _folded = [];
        (_reach, _mustCheck) = (0, false);
        _states.Restart(groups);
        return true;
    }

    public override void Add(in RowInput rows)
    {
        ReadOnlySpan<int> groups = rows.Groups;
        ReadOnlySpan<double> values = rows.Doubles[..groups.Length];
        if (rows.SingleGroup < 0 && !_mustCheck && _lanes.TryTake(groups))
        {
            AddByLanes(groups, values);
            return;
        }

        for (int start = 0; start < values.Length; start += FixedPointBlock.MaxRows)
        {
            int length = Math.Min(FixedPointBlock.MaxRows, values.Length - start);
            ReadOnlySpan<double> block = values.Slice(start, length);
            if (!WideVectors.IsEnabled || !(rows.SingleGroup >= 0 ? TryAddSingle(rows.SingleGroup, block) : TryAddBlock(groups.Slice(start, length), block)))
            {
                AddEach(groups.Slice(start, length), block);
            }
        }
    }

    public override void Settle() => _lanes.Empty();

    public override void Release() => _states.Release();

    public override void Merge(Component right, ReadOnlySpan<int> groups, ReadOnlySpan<int> into)
    {
        var other = (BinarySummary)right;
        _lanes.Empty();
        _mustCheck = true;
        Span<State> states = _states.All;
        Span<State> from = other._states.All;
        for (int i = 0; i < groups.Length; i++)
        {
            if (i + StatesAhead < groups.Length)
            {
                ReadAhead.Line(ref from[groups[i + StatesAhead]]);
            }

            ref readonly State more = ref from[groups[i]];
            ref State state = ref states[into[i]];
            // parts alone can't leave an Int128; beside a sum whose size is not known they might
            if (_folded.Length > 0 || other._folded.Length > 0 || !state.TryAddParts(more.High, more.Low))
            {
                AddSteps(into[i], other, groups[i]);
            }

            state.Add(more.Count, more.Least, more.Most);
        }

        _wide.Merge(other._wide, groups, into);
    }

    public override void Save(ReadOnlySpan<int> groups, IReadOnlyList<Vector> columns)
    {
        for (int row = 0; row < groups.Length; row++)
        {
            ref readonly State state = ref _states[groups[row]];
            SavedInt128.Save(Steps(groups[row]), row, columns);
            columns[2].Int64s[row] = state.Count;
            columns[3].Doubles[row] = state.Least;
            columns[4].Doubles[row] = state.Most;
        }

        _wide.Save(groups, columns[5]);
    }

    public override void Load(IReadOnlyList<Vector> columns, ReadOnlySpan<int> groups)
    {
        _lanes.Empty();
        for (int row = 0; row < groups.Length; row++)
        {
            AddSteps(groups[row], SavedInt128.Load(row, columns));
            _states[groups[row]].Add(columns[2].Int64s[row], columns[3].Doubles[row], columns[4].Doubles[row]);
        }

        _wide.Load(columns[5], groups);
    }

    private bool TryAddSingle(int group, ReadOnlySpan<double> block)
    {
        if (!FixedPointBlock.TrySum(block, out Int128 sum, out double least, out double most))
        {
            return false;
        }

        if (!_mustCheck && TryReach(Math.Max(-least, most) * block.Length))
        {
            Fold(group);
            _folded[group] += sum;
        }
        else
        {
            AddSteps(group, sum);
        }

        _states[group].Add(block.Length, least, most);
        return true;
    }

    private bool TryAddBlock(ReadOnlySpan<int> groups, ReadOnlySpan<double> block)
    {
        if (_parts.Length == 0)
        {
            _parts = new long[2 * FixedPointBlock.MaxRows];
        }

        if (_mustCheck || !FixedPointBlock.TrySplit(block, _parts, out double largest) || !TryReach(largest * block.Length))
        {
            return false;
        }

        Span<long> states = MemoryMarshal.Cast<State, long>(_states.All);
        for (int row = 0; row < groups.Length;)
        {
            row = AddAll(states, groups, block, _parts, row, FoldedCount);
            if (_states[groups[row - 1]].Count % FoldedCount == 0)
            {
                Fold(groups[row - 1]);
            }
        }

        return true;
    }

    private void AddByLanes(ReadOnlySpan<int> groups, ReadOnlySpan<double> values)
    {
        for (int row = 0; row < values.Length;)
        {
            int next = row;
            if (IsNear(FixedPointBlock.Limit * (values.Length - row)))
            {
                double largest = 0;
                next += LaneSums.AddDoubles(_lanes.All, _lanes.First, groups[row..], values[row..], FixedPointBlock.Limit, ref largest);
                _reach += largest * (next - row);
            }

            row = Math.Min(values.Length, next + FixedPointBlock.MaxRows);
            if (next < row)
            {
                AddEach(groups[next..row], values[next..row]);
            }
        }
    }

    private void AddLanes()
    {
        Span<State> states = _states.All[_lanes.First..];
        ReadOnlySpan<long> counts = _lanes.Field(2);
        ReadOnlySpan<long> highs = _lanes.Field(0)[..counts.Length];
        ReadOnlySpan<long> lows = _lanes.Field(1)[..counts.Length];
        ReadOnlySpan<double> leasts = MemoryMarshal.Cast<long, double>(_lanes.Field(LeastField))[..counts.Length];
        ReadOnlySpan<double> mosts = MemoryMarshal.Cast<long, double>(_lanes.Field(MostField))[..counts.Length];

        // values that came since, by themselves or in sums, may have led a sum to where it must not be added to unseen
        bool mustCheck = _mustCheck || !IsNear(0);
        for (int lane = 0; lane < counts.Length; lane++)
        {
            long count = counts[lane];
            if (count == 0)
            {
                continue;
            }

            ref State state = ref states[lane];
            if (mustCheck)
            {
                AddParts(_lanes.First + lane, highs[lane], lows[lane]);
            }
            else
            {
                if ((state.Count % FoldedCount) + count >= FoldedCount)
                {
                    Fold(_lanes.First + lane);
                }

                state.High += highs[lane];
                state.Low += lows[lane];
            }

            state.Add(count, leasts[lane], mosts[lane]);
        }
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private void ReserveFolded()
    {
        if (_folded.Length > 0 && _folded.Length < _states.Capacity)
        {
            Array.Resize(ref _folded, _states.Capacity);
        }
    }

    // no code with Int128 is compiled beforehand
    [MethodImpl(MethodImplOptions.NoInlining)]
    private double WideQuotient(int group, long divisor)
    {
        if (!_wide.TryGet(group, out WideBinarySum? wide))
        {
            return BinaryFixedPoint.Round(Steps(group), divisor);
        }

        WideBinarySum whole = new();
        whole.Merge(wide);
        whole.Add(Steps(group));
        return whole.Round(divisor);
    }

    /// <summary>The sum, as far as it has a place here.</summary>
    [MethodImpl(MethodImplOptions.NoInlining)]
    private Int128 Steps(int group)
    {
        Int128 parts = FixedPointBlock.Join(_states[group].High, _states[group].Low);
        return _folded.Length > 0 ? _folded[group] + parts : parts;
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private void Fold(int group)
    {
        _folded = _folded.Length == 0 ? new Int128[_states.Capacity] : _folded;
        ref State state = ref _states[group];
        _folded[group] += FixedPointBlock.Join(state.High, state.Low);
        (state.High, state.Low) = (0, 0);
    }

    /// <summary>True while no sum overflows when values of that magnitude come in.</summary>
    private bool IsNear(double more) => _reach + more < MaxReach;

    private bool TryReach(double more)
    {
        bool isNear = IsNear(more);
        _reach += isNear ? more : 0;
        return isNear;
    }

    private void AddEach(ReadOnlySpan<int> groups, ReadOnlySpan<double> values)
    {
        Span<State> states = _states.All;
        for (int row = 0; row < groups.Length; row++)
        {
            double value = values[row];
            ref State state = ref states[groups[row]];
            state.AddCounted(value);
            Fold(groups[row]);
            if (BinaryFixedPoint.TryAdd(ref _folded[groups[row]], value))
            {
                _reach += Math.Abs(value);
            }
            else if (groups[row] != 0)
            {
                AddWide(groups[row], value);
            }
        }
    }

    private void AddWide(int group, double value)
    {
        if (double.IsFinite(value))
        {
            _wide[group].Add(value);
        }
        else
        {
            _wide[group].AddNotFinite(value);
        }
    }

    // no code with Int128 is compiled beforehand
    [MethodImpl(MethodImplOptions.NoInlining)]
    private void AddParts(int group, long high, long low) => AddSteps(group, FixedPointBlock.Join(high, low));

    // no code with Int128 is compiled beforehand
    [MethodImpl(MethodImplOptions.NoInlining)]
    private void AddSteps(int group, BinarySummary other, int from) => AddSteps(group, other.Steps(from));

    /// <summary>Adds a sum.</summary>
    [MethodImpl(MethodImplOptions.NoInlining)]
    private void AddSteps(int group, Int128 steps)
    {
        _mustCheck = true;
        Fold(group);
        if (!DecimalSum.TryAdd(ref _folded[group], steps))
        {
            _wide[group].Add(steps);
        }
    }

    /// <summary>The words of a summary of <see cref="DoubleGroups"/>.</summary>
    private struct State
    {
        public long High;
        public long Low;
        public long Count;
        public double Least;
        public double Most;

        public static State Empty => new() { Least = double.PositiveInfinity, Most = double.NegativeInfinity };

        /// <summary>False when there are no values, or only NaN.</summary>
        public readonly bool HasNumbers => Least <= Most;

        /// <summary>Counts any value.</summary>
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public void AddCounted(double value)
        {
            Count++;
            if (value < Least)
            {
                Least = value;
            }

            if (value > Most)
            {
                Most = value;
            }
        }

        /// <summary>Adds parts; false, and nothing changed, when they do not fit.</summary>
        public bool TryAddParts(long high, long low)
        {
            long highs = High + high;
            long lows = Low + low;
            bool fits = (((High ^ highs) & (high ^ highs)) | ((Low ^ lows) & (low ^ lows))) >= 0;
            (High, Low) = fits ? (highs, lows) : (High, Low);
            return fits;
        }

        public void Add(long count, double least, double most)
        {
            Count += count;
            // neither is NaN; which values are the smallest so far can't be foreseen
            Least = double.MinNative(Least, least);
            Most = double.MaxNative(Most, most);
        }
    }
}
