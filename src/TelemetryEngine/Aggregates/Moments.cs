using System.Numerics;
using TelemetryEngine.Aggregates.Components;
using TelemetryEngine.Columns;
using TelemetryEngine.Kernels.Exact;
using Vector = TelemetryEngine.Columns.Vector;

namespace TelemetryEngine.Aggregates;

/// <summary>A result from the moments of a group with finite values; null where there is none.</summary>
internal delegate double? MomentFormula(in Moments moments);

/// <summary>
/// The central moments of a group's values, exactly: m_k is the mean of (x − mean)^k. They come from the power sums, and are scaled by powers of the count
/// so that no division is left before the last one.
/// </summary>
/// <param name="parts">The sums of powers from 1 on; the first is the column's summary, which counts.</param>
/// <param name="group">The group.</param>
internal readonly ref struct Moments(ReadOnlySpan<Component> parts, int group)
{
    private readonly ReadOnlySpan<Component> _parts = parts;

    public BigInteger Count => ((ICount)_parts[0]).CountOf(group);

    /// <summary>n² × m₂ = nΣx² − (Σx)².</summary>
    public ExactNumber Second => (Power(2) * Count) - (Power(1) * Power(1));

    /// <summary>n³ × m₃ = n²Σx³ − 3nΣx²Σx + 2(Σx)³.</summary>
    public ExactNumber Third
    {
        get
        {
            ExactNumber sum = Power(1);
            return (Power(3) * (Count * Count)) - (Power(2) * sum * (3 * Count)) + (sum * sum * sum * 2);
        }
    }

    /// <summary>n⁴ × m₄ = n³Σx⁴ − 4n²Σx³Σx + 6nΣx²(Σx)² − 3(Σx)⁴.</summary>
    public ExactNumber Fourth
    {
        get
        {
            BigInteger count = Count;
            ExactNumber sum = Power(1);
            ExactNumber square = sum * sum;
            return (Power(4) * (count * count * count)) - (Power(3) * sum * (4 * count * count)) + (Power(2) * square * (6 * count)) - (square * square * 3);
        }
    }

    /// <summary>Binds an aggregate of one number column that follows from its moments.</summary>
    /// <param name="call">The call.</param>
    /// <param name="degree">The highest power it needs.</param>
    /// <param name="least">Of fewer values it is null.</param>
    /// <param name="formula">The result of groups with enough values, all of them finite; with others it is NaN.</param>
    public static AggregateBinding Bind(AggregateCall call, int degree, long least, MomentFormula formula)
    {
        AggregateInput input = call.SingleNumber();
        ComponentPart[] parts = [.. ExactSums.Powers(input, degree, call.Filter)];
        return new AggregateBinding(new ColumnType(ColumnKind.Float64), parts, (p, g, r) => Finish(least, formula, p, g, r));
    }

    private static void Finish(long least, MomentFormula formula, ReadOnlySpan<Component> parts, ReadOnlySpan<int> groups, Vector result)
    {
        for (int row = 0; row < groups.Length; row++)
        {
            Moments moments = new(parts, groups[row]);
            double? value = moments.Count < least ? null : moments.Power(1).IsFinite ? formula(moments) : double.NaN;
            ResultValues.Write(value, row, groups.Length, result);
        }
    }

    private ExactNumber Power(int power) => ExactSums.Of(_parts[power - 1], group);
}
