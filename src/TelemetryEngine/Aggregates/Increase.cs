using TelemetryEngine.Aggregates.Components;
using TelemetryEngine.Columns;
using TelemetryEngine.Kernels.Arithmetic;

namespace TelemetryEngine.Aggregates;

/// <summary>What a counter counted: a reading below the one before it means that it began again at 0.</summary>
internal static class Increase
{
    /// <summary>The name of a counter's steps, which increase, rate and num_resets share.</summary>
    public const string CounterName = "counter";

    public static AggregateBinding Bind(AggregateCall call) => Steps.Bind(
        call, ColumnKind.Float64, CounterName, static (numbers, rules) => new CounterSteps(numbers, rules), static state => state.Steps > 0,
        static (steps, group, row, result) => result.Doubles[row] = CanonicalDoubles.Of(steps.Round(group, 1)));
}
