using TelemetryEngine.Aggregates.Components;
using TelemetryEngine.Columns;
using TelemetryEngine.Kernels.Arithmetic;

namespace TelemetryEngine.Aggregates;

/// <summary>Value × hours below the straight lines from reading to reading: of watts it gives watt-hours.</summary>
internal static class Integral
{
    /// <summary>The name of the steps in straight lines, which the time-weighted average may share.</summary>
    public const string LinearName = "linear";

    private const ulong SecondsInTwoHours = 2 * 3600;

    public static AggregateBinding Bind(AggregateCall call) => Steps.Bind(
        call, ColumnKind.Float64, LinearName, static (numbers, rules) => new LinearSteps(numbers, rules), static state => state.Ticks > 0,
        (steps, group, row, result) => result.Doubles[row] = CanonicalDoubles.Of(steps.Round(group, SecondsInTwoHours * Steps.TicksPerSecond(call))));
}
