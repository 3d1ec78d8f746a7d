using TelemetryEngine.Aggregates.Components;
using TelemetryEngine.Columns;
using TelemetryEngine.Kernels.Arithmetic;

namespace TelemetryEngine.Aggregates;

/// <summary>The change: the sum of the differences from reading to reading.</summary>
internal static class Delta
{
    public static AggregateBinding Bind(AggregateCall call) => Steps.Bind(
        call, ColumnKind.Float64, "difference", static (numbers, rules) => new DifferenceSteps(numbers, rules), static state => state.Steps > 0,
        static (steps, group, row, result) => result.Doubles[row] = CanonicalDoubles.Of(steps.Round(group, 1)));
}
