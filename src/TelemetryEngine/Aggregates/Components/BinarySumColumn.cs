using System.Runtime.CompilerServices;
using TelemetryEngine.Kernels.Exact;

namespace TelemetryEngine.Aggregates.Components;

/// <summary>Sums float64 values exactly, in steps of 2^−75; what is larger or finer goes to an accumulator over the whole range of doubles.</summary>
internal sealed class BinarySumColumn : ExactSumColumn<WideBinarySum>
{
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public override void Add(in RowInput rows)
    {
        ReadOnlySpan<int> groups = rows.Groups;
        ReadOnlySpan<double> values = rows.Doubles[..groups.Length];
        Int128[] sums = Sums;
        for (int row = 0; row < groups.Length; row++)
        {
            if (!BinaryFixedPoint.TryAdd(ref sums[groups[row]], values[row]) && groups[row] != 0)
            {
                AddWide(groups[row], values[row]);
            }
        }
    }

    protected override double RoundSteps(Int128 steps, long count) => BinaryFixedPoint.Round(steps, count);

    protected override double RoundWide(WideBinarySum wide, long count) => wide.Round(count);

    protected override void AddSteps(WideBinarySum wide, Int128 steps) => wide.Add(steps);

    protected override void MergeWide(WideBinarySum wide, WideBinarySum right) => wide.Merge(right);

    protected override string ToText(WideBinarySum wide) => wide.ToText();

    protected override WideBinarySum Parse(string text) => WideBinarySum.Parse(text);

    private void AddWide(int group, double value)
    {
        if (double.IsFinite(value))
        {
            Wide(group).Add(value);
        }
        else
        {
            Wide(group).AddNotFinite(value);
        }
    }
}
