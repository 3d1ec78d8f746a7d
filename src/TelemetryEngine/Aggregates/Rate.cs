using TelemetryEngine.Aggregates.Components;
using TelemetryEngine.Columns;
using TelemetryEngine.Kernels.Arithmetic;

namespace TelemetryEngine.Aggregates;

/// <summary>The increase ÷ the seconds that its steps cover; of several series the sum of increases ÷ the sum of seconds.</summary>
internal static class Rate
{
    public static AggregateBinding Bind(AggregateCall call) => Steps.Bind(
        call, ColumnKind.Float64, Increase.CounterName, static (numbers, rules) => new CounterSteps(numbers, rules), static state => state.Ticks > 0,
        (steps, group, row, result) => result.Doubles[row] = CanonicalDoubles.Of(PerSecond(steps, group, Steps.TicksPerSecond(call))));

    // whole seconds, the common case, need no big numbers
    private static double PerSecond(StepColumn steps, int group, ulong perSecond)
    {
        (UInt128 seconds, UInt128 rest) = UInt128.DivRem(steps[group].Ticks, perSecond);
        return rest == 0 ? steps.Round(group, seconds) : steps.Round(group, steps[group].Ticks, perSecond);
    }
}
