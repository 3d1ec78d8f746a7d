using TelemetryEngine.Aggregates.Components;
using TelemetryEngine.Columns;
using TelemetryEngine.Kernels.Exact;

namespace TelemetryEngine.Aggregates;

/// <summary>The exact sums of powers and products that deviations, correlations and the like are made of.</summary>
internal static class ExactSums
{
    /// <summary>Σx to Σx^<paramref name="degree"/> of a number column, in this order; integers and decimals as they were written.</summary>
    public static IEnumerable<ComponentPart> Powers(AggregateInput x, int degree, int filter) =>
        Enumerable.Range(2, degree - 1).Select(power => Product(x, null, power, filter)).Prepend(NumberSummary.SumPart(x, filter));

    /// <summary>Σx over the rows where neither is null. When one of the columns is binary, both count as float64.</summary>
    public static ComponentPart OfPair(AggregateInput x, AggregateInput y, int filter) => Paired(
        IsBinary(x, y) ? NumberSummary.BinaryPart(x, filter) : NumberSummary.SumPart(x, filter), y);

    /// <summary>Σx² over the rows where neither is null.</summary>
    public static ComponentPart SquareOfPair(AggregateInput x, AggregateInput y, int filter) => Paired(
        IsBinary(x, y) ? Binary(x, 2, isPair: false, filter) : Product(x, null, 2, filter), y);

    /// <summary>Σxy over the rows where neither is null.</summary>
    public static ComponentPart ProductOfPair(AggregateInput x, AggregateInput y, int filter) => Paired(
        IsBinary(x, y) ? Binary(x, 2, isPair: true, filter) : Product(x, y, 2, filter), y);

    /// <summary>A group's sum.</summary>
    public static ExactNumber Of(Component sum, int group) => ((IExactSum)sum).ToNumber(group);

    private static bool IsBinary(AggregateInput x, AggregateInput y) => x.Type.Layout == VectorLayout.Double || y.Type.Layout == VectorLayout.Double;

    private static ComponentPart Product(AggregateInput x, AggregateInput? y, int degree, int filter)
    {
        if (x.Type.Layout == VectorLayout.Double)
        {
            return Binary(x, degree, isPair: false, filter);
        }

        int scale = x.Type.Layout == VectorLayout.Scaled ? x.Type.Scale : 0;
        int? second = y is null ? null : y.Type.Layout == VectorLayout.Scaled ? y.Type.Scale : 0;
        return new(
            new(Name("decimal", degree, second is not null), x.Ordinal, filter), () => new DecimalProductSumColumn(degree, scale, second));
    }

    private static ComponentPart Binary(AggregateInput x, int degree, bool isPair, int filter) => new(
        new(Name("binary", degree, isPair), x.Ordinal, filter), () => new BinaryProductSumColumn(degree, isPair));

    private static string Name(string form, int degree, bool isPair) => isPair ? $"{form}_product_sum" : $"{form}_power_{degree}_sum";

    private static ComponentPart Paired(ComponentPart part, AggregateInput y) => part with { Spec = part.Spec with { Second = y.Ordinal }, Wider = null };
}
