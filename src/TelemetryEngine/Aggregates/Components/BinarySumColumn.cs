using System.Runtime.CompilerServices;
using TelemetryEngine.Kernels;
using TelemetryEngine.Kernels.Exact;

namespace TelemetryEngine.Aggregates.Components;

/// <summary>Sums float64 values exactly, in steps of 2^−75; what is larger or finer goes to an accumulator over the whole range of doubles.</summary>
internal sealed class BinarySumColumn : ExactSumColumn<WideBinarySum>
{
    /// <summary>Half of what an Int128 holds: while all values together are smaller, no sum of some of them overflows.</summary>
    private static readonly double MaxReach = Math.ScaleB(1, 126 - BinaryFixedPoint.FractionBits);

    // made by the first block of several groups: sums that are only merged, as a result's are by the thousand, never have one
    private long[] _highs = [];
    private long[] _lows = [];

    /// <summary>No less than the magnitudes of all values in <see cref="ExactSumColumn{TWide}.Sums"/> together.</summary>
    private double _reach;

    public override void Add(in RowInput rows)
    {
        ReadOnlySpan<int> groups = rows.Groups;
        ReadOnlySpan<double> values = rows.Doubles[..groups.Length];
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

    protected override double RoundSteps(Int128 steps, long count) => BinaryFixedPoint.Round(steps, count);

    protected override ExactNumber ToNumber(Int128 steps) => new(steps, -BinaryFixedPoint.FractionBits, 2);

    protected override void AddSteps(WideBinarySum wide, Int128 steps) => wide.Add(steps);

    private bool TryAddSingle(int group, ReadOnlySpan<double> block)
    {
        if (!FixedPointBlock.TrySum(block, out Int128 sum))
        {
            return false;
        }

        if (!MustCheck && TryReach(FixedPointBlock.Limit * block.Length))
        {
            Sums[group] += sum;
        }
        else
        {
            AddSteps(group, sum);
        }

        return true;
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private bool TryAddBlock(ReadOnlySpan<int> groups, ReadOnlySpan<double> block)
    {
        if (_highs.Length == 0)
        {
            _highs = new long[FixedPointBlock.MaxRows];
            _lows = new long[FixedPointBlock.MaxRows];
        }

        ReadOnlySpan<long> highs = _highs.AsSpan(0, groups.Length);
        ReadOnlySpan<long> lows = _lows.AsSpan(0, groups.Length);
        if (MustCheck || !FixedPointBlock.TrySplit(block, _highs, _lows, out double largest) || !TryReach(largest * block.Length))
        {
            return false;
        }

        Int128[] sums = Sums;
        for (int row = 0; row < groups.Length; row++)
        {
            sums[groups[row]] += FixedPointBlock.Join(highs[row], lows[row]);
        }

        return true;
    }

    private bool TryReach(double more)
    {
        bool isNear = _reach + more < MaxReach;
        _reach += isNear ? more : 0;
        return isNear;
    }

    private void AddEach(ReadOnlySpan<int> groups, ReadOnlySpan<double> values)
    {
        Int128[] sums = Sums;
        for (int row = 0; row < groups.Length; row++)
        {
            double value = values[row];
            if (BinaryFixedPoint.TryAdd(ref sums[groups[row]], value))
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
}
