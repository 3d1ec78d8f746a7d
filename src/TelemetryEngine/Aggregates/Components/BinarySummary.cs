using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using TelemetryEngine.Columns;
using TelemetryEngine.Kernels;
using TelemetryEngine.Kernels.Exact;

namespace TelemetryEngine.Aggregates.Components;

// The summary of float64 values: sums in steps of 2^−75; what is larger or finer goes to an accumulator over the whole range of doubles.
// While values are added by blocks, a group sums their two parts in int64, and folds both into an Int128 before more values could overflow
// them.
internal sealed class BinarySummary() : NumberSummary<WideBinarySum>(Nothing, CountWord, static () => new WideBinarySum(), wideColumn: 5)
{
    // Four times as many parts of 51 bits fit an int64: a block folds a group's parts when its count is a multiple of this; lanes, which
    // bring at most twice as many at once, before its count reaches one; and whatever else changes the count folds them too.
    private const int FoldedCount = 1 << 11;
    private const int QuotientsAtOnce = 256;

    // the words of a state, and the fields of a lane
    private const int CountWord = 2;
    private const int LeastField = 3;
    private const int MostField = 4;

    // Half of what an Int128 holds: while all values together are smaller, no sum of some of them overflows.
    private static readonly double MaxReach = Math.ScaleB(1, 126 - BinaryFixedPoint.FractionBits);

    private static readonly ColumnType[] Types =
    [
        new(ColumnKind.Int64), new(ColumnKind.Int64), new(ColumnKind.Int64), new(ColumnKind.Float64), new(ColumnKind.Float64),
        new(ColumnKind.Utf8),
    ];

    private static readonly long[] Nothing =
        [0, 0, 0, BitConverter.DoubleToInt64Bits(double.PositiveInfinity), BitConverter.DoubleToInt64Bits(double.NegativeInfinity)];

    private static readonly DoubleGroupAdder AddAll = DoubleGroups.Selected;

    // made by the first block of several groups: sums that are only merged, as a result's are by the thousand, never have one
    private long[] _parts = [];

    // While nothing is merged: no less than the magnitudes of all values together, but for those in NumberSummary<TWide>.Wide.
    private double _reach;

    public override IReadOnlyList<ColumnType> StateTypes => Types;

    private Span<State> Summaries => MemoryMarshal.Cast<long, State>(States);

    public override void Quotients(ReadOnlySpan<int> groups, ReadOnlySpan<long> divisors, Span<double> results)
    {
        if (Folded.Length > 0 || Wide.Bytes > 0)
        {
            for (int i = 0; i < results.Length; i++)
            {
                int group = groups[i];
                results[i] = Folded.Length > 0 || Wide.TryGet(group, out _)
                    ? WideQuotient(group, divisors[i])
                    : BinaryFixedPoint.Round(Summaries[group].High, Summaries[group].Low, divisors[i]);
            }

            return;
        }

        Span<long> highs = stackalloc long[QuotientsAtOnce];
        Span<long> lows = stackalloc long[QuotientsAtOnce];
        Span<State> states = Summaries;
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

    public override void Smallest(ReadOnlySpan<int> groups, Span<double> results)
    {
        Span<State> states = Summaries;
        for (int i = 0; i < results.Length; i++)
        {
            ref readonly State state = ref states[groups[i]];
            results[i] = state.HasNumbers ? state.Least : double.NaN;
        }
    }

    public override void Largest(ReadOnlySpan<int> groups, Span<double> results)
    {
        Span<State> states = Summaries;
        for (int i = 0; i < results.Length; i++)
        {
            ref readonly State state = ref states[groups[i]];
            results[i] = state.HasNumbers ? state.Most : double.NaN;
        }
    }

    public override bool TryRestart(int groups)
    {
        bool isEmpty = base.TryRestart(groups);
        _reach = isEmpty ? 0 : _reach;
        return isEmpty;
    }

    public override void Add(in RowInput rows)
    {
        ReadOnlySpan<int> groups = rows.Groups;
        ReadOnlySpan<double> values = rows.Doubles[..groups.Length];
        if (rows.SingleGroup < 0 && !MustCheck && Lanes.TryTake(groups))
        {
            AddByLanes(groups, values);
            return;
        }

        for (int start = 0; start < values.Length; start += FixedPointBlock.MaxRows)
        {
            int length = Math.Min(FixedPointBlock.MaxRows, values.Length - start);
            ReadOnlySpan<double> block = values.Slice(start, length);
            if (!WideVectors.IsEnabled
                || !(rows.SingleGroup >= 0 ? TryAddSingle(rows.SingleGroup, block) : TryAddBlock(groups.Slice(start, length), block)))
            {
                AddEach(groups.Slice(start, length), block);
            }
        }
    }

    public override void Save(ReadOnlySpan<int> groups, IReadOnlyList<ColumnVector> columns)
    {
        base.Save(groups, columns);
        for (int row = 0; row < groups.Length; row++)
        {
            ref readonly State state = ref Summaries[groups[row]];
            (columns[3].Doubles[row], columns[4].Doubles[row]) = (state.Least, state.Most);
        }
    }

    public override void Load(IReadOnlyList<ColumnVector> columns, ReadOnlySpan<int> groups)
    {
        base.Load(columns, groups);
        for (int row = 0; row < groups.Length; row++)
        {
            Summaries[groups[row]].Add(0, columns[3].Doubles[row], columns[4].Doubles[row]);
        }
    }

    protected override void MergeStates(NumberSummary<WideBinarySum> right, ReadOnlySpan<int> groups, ReadOnlySpan<int> into)
    {
        var other = (BinarySummary)right;
        Span<State> states = Summaries;
        Span<State> from = other.Summaries;
        for (int i = 0; i < groups.Length; i++)
        {
            if (i + StatesAhead < groups.Length)
            {
                ReadAhead.Line(ref from[groups[i + StatesAhead]]);
            }

            ref readonly State more = ref from[groups[i]];
            ref State state = ref states[into[i]];
            // parts alone can't leave an Int128; beside a sum whose size is not known they might
            if (Folded.Length > 0 || other.Folded.Length > 0 || !state.TryAddParts(more.High, more.Low))
            {
                AddSteps(into[i], other, groups[i]);
            }

            state.Add(more.Count, more.Least, more.Most);
        }
    }

    protected override void AddLanes()
    {
        Span<State> states = Summaries[Lanes.First..];
        ReadOnlySpan<long> counts = Lanes.Field(2);
        ReadOnlySpan<long> highs = Lanes.Field(0)[..counts.Length];
        ReadOnlySpan<long> lows = Lanes.Field(1)[..counts.Length];
        ReadOnlySpan<double> leasts = MemoryMarshal.Cast<long, double>(Lanes.Field(LeastField))[..counts.Length];
        ReadOnlySpan<double> mosts = MemoryMarshal.Cast<long, double>(Lanes.Field(MostField))[..counts.Length];

        // values that came since, by themselves or in sums, may have led a sum to where it must not be added to unseen
        bool mustCheck = MustCheck || !IsNear(0);
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
                AddParts(Lanes.First + lane, highs[lane], lows[lane]);
            }
            else
            {
                if ((state.Count % FoldedCount) + count >= FoldedCount)
                {
                    Fold(Lanes.First + lane);
                }

                state.High += highs[lane];
                state.Low += lows[lane];
            }

            state.Add(count, leasts[lane], mosts[lane]);
        }
    }

    protected override Int128 Words(int group) => FixedPointBlock.Join(Summaries[group].High, Summaries[group].Low);

    [MethodImpl(MethodImplOptions.NoInlining)]
    protected override void Fold(int group)
    {
        MakeFolded();
        ref State state = ref Summaries[group];
        Folded[group] += FixedPointBlock.Join(state.High, state.Low);
        (state.High, state.Low) = (0, 0);
    }

    protected override void Add(WideBinarySum sum, Int128 steps) => sum.Add(steps);

    protected override ExactNumber ToNumber(Int128 steps) => new(steps, -BinaryFixedPoint.FractionBits, 2);

    protected override double Round(Int128 steps, long divisor) => BinaryFixedPoint.Round(steps, divisor);

    private bool TryAddSingle(int group, ReadOnlySpan<double> block)
    {
        if (!FixedPointBlock.TrySum(block, out Int128 sum, out double least, out double most))
        {
            return false;
        }

        if (!MustCheck && TryReach(Math.Max(-least, most) * block.Length))
        {
            Fold(group);
            Folded[group] += sum;
        }
        else
        {
            AddSteps(group, sum);
        }

        Summaries[group].Add(block.Length, least, most);
        return true;
    }

    private bool TryAddBlock(ReadOnlySpan<int> groups, ReadOnlySpan<double> block)
    {
        if (_parts.Length == 0)
        {
            _parts = new long[2 * FixedPointBlock.MaxRows];
        }

        if (MustCheck || !FixedPointBlock.TrySplit(block, _parts, out double largest) || !TryReach(largest * block.Length))
        {
            return false;
        }

        Span<long> states = States;
        for (int row = 0; row < groups.Length;)
        {
            row = AddAll(states, groups, block, _parts, row, FoldedCount);
            if (CountOf(groups[row - 1]) % FoldedCount == 0)
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
                next += LaneSums.AddDoubles(Lanes.All, Lanes.First, groups[row..], values[row..], FixedPointBlock.Limit, ref largest);
                _reach += largest * (next - row);
            }

            row = Math.Min(values.Length, next + FixedPointBlock.MaxRows);
            if (next < row)
            {
                AddEach(groups[next..row], values[next..row]);
            }
        }
    }

    // True while no sum overflows when values of that magnitude come in.
    private bool IsNear(double more) => _reach + more < MaxReach;

    private bool TryReach(double more)
    {
        bool isNear = IsNear(more);
        _reach += isNear ? more : 0;
        return isNear;
    }

    private void AddEach(ReadOnlySpan<int> groups, ReadOnlySpan<double> values)
    {
        Span<State> states = Summaries;
        for (int row = 0; row < groups.Length; row++)
        {
            double value = values[row];
            ref State state = ref states[groups[row]];
            state.AddCounted(value);
            Fold(groups[row]);
            if (BinaryFixedPoint.TryAdd(ref Folded[groups[row]], value))
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
            Wide[group].Add(value);
        }
        else
        {
            Wide[group].AddNotFinite(value);
        }
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private void AddParts(int group, long high, long low) => AddSteps(group, FixedPointBlock.Join(high, low));

    // The words of a summary of DoubleGroups.
    private struct State
    {
        public long High;
        public long Low;
        public long Count;
        public double Least;
        public double Most;

        // False when there are no values, or only NaN.
        public readonly bool HasNumbers => Least <= Most;

        // Counts any value.
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

        // Adds parts; false, and nothing changed, when they do not fit.
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
