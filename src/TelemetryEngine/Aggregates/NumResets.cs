using TelemetryEngine.Aggregates.Components;
using TelemetryEngine.Columns;

namespace TelemetryEngine.Aggregates;

/// <summary>How often a counter began again.</summary>
internal static class NumResets
{
    public static AggregateBinding Bind(AggregateCall call) => Steps.Bind(
        call, ColumnKind.Int64, Increase.CounterName, static (numbers, rules) => new CounterSteps(numbers, rules), static state => state.Readings > 0,
        static (steps, group, row, result) => result.Int64s[row] = steps[group].Drops);
}
