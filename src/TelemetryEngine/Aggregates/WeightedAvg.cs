using TelemetryEngine.Aggregates.Components;
using TelemetryEngine.Columns;
using TelemetryEngine.Kernels.Exact;

namespace TelemetryEngine.Aggregates;

/// <summary>The exact quotient Σxw ÷ Σw, rounded once.</summary>
internal static class WeightedAvg
{
    public static AggregateBinding Bind(AggregateCall call)
    {
        (AggregateInput x, AggregateInput w) = call.TwoNumbers();
        ComponentPart[] parts =
        [
            ExactSums.OfPair(x, w, call.Filter), ExactSums.ProductOfPair(x, w, call.Filter), ExactSums.OfPair(w, x, call.Filter),
        ];
        return new AggregateBinding(new ColumnType(ColumnKind.Float64), parts, Finish);
    }

    private static void Finish(ReadOnlySpan<Component> parts, ReadOnlySpan<int> groups, Vector result)
    {
        var count = (ICount)parts[0];
        for (int row = 0; row < groups.Length; row++)
        {
            int group = groups[row];
            ResultValues.Write(count.CountOf(group) == 0 ? null : Quotient(parts, group), row, groups.Length, result);
        }
    }

    private static double? Quotient(ReadOnlySpan<Component> parts, int group)
    {
        ExactNumber products = ExactSums.Of(parts[1], group);
        ExactNumber weights = ExactSums.Of(parts[2], group);
        return !weights.IsFinite || !ExactSums.Of(parts[0], group).IsFinite ? double.NaN
            : weights.Significand.IsZero ? null
            : ExactNumber.Quotient(products, weights);
    }
}
