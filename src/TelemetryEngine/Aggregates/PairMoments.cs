using System.Numerics;
using TelemetryEngine.Aggregates.Components;
using TelemetryEngine.Columns;
using TelemetryEngine.Kernels.Exact;
using Vector = TelemetryEngine.Columns.Vector;

namespace TelemetryEngine.Aggregates;

/// <summary>A result from the moments of a group's pairs, all of them finite; null where there is none.</summary>
internal delegate double? PairFormula(in PairMoments moments);

/// <summary>The second moments of a group's pairs (x, y), exactly, scaled by n² so that no division is left before the last one.</summary>
/// <param name="parts">Σx, which counts, Σy, Σxy, and Σx² and Σy² where the aggregate asked for them.</param>
/// <param name="group">The group.</param>
internal readonly ref struct PairMoments(ReadOnlySpan<Component> parts, int group)
{
    private readonly ReadOnlySpan<Component> _parts = parts;

    public BigInteger Count => ((ICount)_parts[0]).CountOf(group);

    /// <summary>n² × the population's covariance = nΣxy − ΣxΣy.</summary>
    public ExactNumber Covariance => (Sum(2) * Count) - (Sum(0) * Sum(1));

    /// <summary>n² × the population's variance of x = nΣx² − (Σx)².</summary>
    public ExactNumber VarianceOfX => (Sum(3) * Count) - (Sum(0) * Sum(0));

    /// <summary>n² × the population's variance of y = nΣy² − (Σy)².</summary>
    public ExactNumber VarianceOfY => (Sum(4) * Count) - (Sum(1) * Sum(1));

    /// <summary>Binds an aggregate of two number columns.</summary>
    /// <param name="call">The call.</param>
    /// <param name="x">Which of its arguments is x.</param>
    /// <param name="squares">How many sums of squares it needs: 0, 1 for Σx², 2 for Σy² too.</param>
    /// <param name="least">Of fewer pairs it is null.</param>
    /// <param name="formula">The result of groups with enough pairs, all of them finite; with others it is NaN.</param>
    public static AggregateBinding Bind(AggregateCall call, int x, int squares, long least, PairFormula formula)
    {
        (AggregateInput first, AggregateInput second) = call.TwoNumbers();
        return x == 0 ? Bind(first, second, call.Filter, squares, least, formula) : Bind(second, first, call.Filter, squares, least, formula);
    }

    private static AggregateBinding Bind(AggregateInput x, AggregateInput y, int filter, int squares, long least, PairFormula formula)
    {
        List<ComponentPart> parts =
        [
            ExactSums.OfPair(x, y, filter), ExactSums.OfPair(y, x, filter), ExactSums.ProductOfPair(x, y, filter),
        ];
        if (squares > 0)
        {
            parts.Add(ExactSums.SquareOfPair(x, y, filter));
        }

        if (squares > 1)
        {
            parts.Add(ExactSums.SquareOfPair(y, x, filter));
        }

        return new AggregateBinding(new ColumnType(ColumnKind.Float64), parts, (p, g, r) => Finish(least, formula, p, g, r));
    }

    private static void Finish(long least, PairFormula formula, ReadOnlySpan<Component> parts, ReadOnlySpan<int> groups, Vector result)
    {
        for (int row = 0; row < groups.Length; row++)
        {
            PairMoments moments = new(parts, groups[row]);
            double? value = moments.Count < least ? null : moments.Sum(0).IsFinite && moments.Sum(1).IsFinite ? formula(moments) : double.NaN;
            ResultValues.Write(value, row, groups.Length, result);
        }
    }

    private ExactNumber Sum(int part) => ExactSums.Of(_parts[part], group);
}
