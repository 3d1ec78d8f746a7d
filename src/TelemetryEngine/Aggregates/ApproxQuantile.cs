using System.Globalization;
using TelemetryEngine.Aggregates.Components;
using TelemetryEngine.Columns;

namespace TelemetryEngine.Aggregates;

// The lower p-quantile of a DDSketch (Masson, Rim, Lee 2019): the value at rank ⌊p × (n − 1)⌋ of the n values in their order, NaN last,
// within 1 %. Quantiles of one column share a sketch.
internal static class ApproxQuantile
{
    public static AggregateBinding Bind(AggregateCall call)
    {
        (AggregateInput input, QuantilePoint point) = Arguments(call);
        ComponentPart part = new(new("ddsketch", input.Ordinal, call.Filter), static () => new DdSketchColumn());
        return new AggregateBinding(new ColumnType(ColumnKind.Float64), [part],
            (parts, groups, result) => Finish(point, parts, groups, result));
    }

    // The arguments of a quantile: a column of numbers and p.
    // throws PlanException: They are something else.
    public static (AggregateInput Input, QuantilePoint Point) Arguments(AggregateCall call) =>
        call.Inputs.Count == 1 && call.Parameters.Length == 1 && call.Texts.Count == 0
            ? (call.Number(call.Inputs[0]), Point(call))
            : throw new PlanException($"{call.Name} takes one column and a number from 0 to 1, as in {call.Name}(power_w, 0.95)");

    // The p of a quantile, its only number.
    // throws PlanException: It is not from 0 to 1.
    public static QuantilePoint Point(AggregateCall call)
    {
        double p = call.Parameters[0];
        if (QuantilePoint.IsOne(p))
        {
            return new QuantilePoint(p);
        }

        double meant = p is > 1 and <= 100 ? p / 100 : 0.5;
        throw new PlanException(string.Create(
            CultureInfo.InvariantCulture,
            $"the p of {call.Name} is from 0 to 1, and {p} is not; write {call.Name}({string.Join(", ", call.Inputs.Select(static input => input.Name))}, {meant}) for the {meant * 100}th percentile"));
    }

    private static void Finish(QuantilePoint point, ReadOnlySpan<Component> parts, ReadOnlySpan<int> groups, ColumnVector result)
    {
        var sketch = (DdSketchColumn)parts[0];
        for (int row = 0; row < groups.Length; row++)
        {
            ResultValues.Write(sketch.Quantile(groups[row], point), row, groups.Length, result);
        }
    }
}
