using System.Runtime.CompilerServices;
using TelemetryEngine.Columns;
using TelemetryEngine.Kernels.Exact;

namespace TelemetryEngine.Aggregates.Components;

/// <summary>Sums decimal text as it was written, in steps of 10^−scale. 2⁶⁵ mantissas of 62 bits fit an Int128, so the loop need not look for overflow.</summary>
internal sealed class DecimalSumColumn(int scale) : ExactSumColumn<WideDecimalSum>
{
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public override void Add(in RowInput rows)
    {
        ReadOnlySpan<int> groups = rows.Groups;
        ReadOnlySpan<long> mantissas = rows.Column.Int64s[..groups.Length];
        Int128[] sums = Sums;
        for (int row = 0; row < groups.Length; row++)
        {
            sums[groups[row]] += mantissas[row];
        }

        foreach (WideValue value in rows.Column.Wide)
        {
            AddWide(groups[value.Row], value);
        }
    }

    protected override double RoundSteps(Int128 steps, long count) => DecimalSum.Round(steps, scale, count);

    protected override ExactNumber ToNumber(Int128 steps) => new(steps, -scale, 10);

    protected override void AddSteps(WideDecimalSum wide, Int128 steps) => wide.Add(steps, scale);

    private void AddWide(int group, WideValue value)
    {
        if (group == 0)
        {
            return;
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
