using TelemetryEngine.Aggregates.Components;
using TelemetryEngine.Columns;
using TelemetryEngine.Kernels.Arithmetic;

namespace TelemetryEngine.Aggregates;

/// <summary>The sum of value × time ÷ the time, where each reading holds until the next, or the value goes in straight lines.</summary>
internal static class TimeWeightedAvg
{
    /// <summary>The option that says what the value does between readings.</summary>
    public const string Method = "method";

    public static AggregateBinding Bind(AggregateCall call) => Steps.Choice(call, Method, "locf", "linear") == "locf"
        ? Steps.Bind(
            call, ColumnKind.Float64, "held", static (numbers, rules) => new HeldSteps(numbers, rules), static state => state.Ticks > 0,
            static (steps, group, row, result) => result.Doubles[row] = CanonicalDoubles.Of(steps.Round(group, steps[group].Ticks)))
        : Steps.Bind(
            call, ColumnKind.Float64, Integral.LinearName, static (numbers, rules) => new LinearSteps(numbers, rules), static state => state.Ticks > 0,
            static (steps, group, row, result) => result.Doubles[row] = CanonicalDoubles.Of(steps.Round(group, steps[group].Ticks * 2)));
}
