using TelemetryEngine.Aggregates.Components;

namespace TelemetryEngine.Aggregates;

/// <summary>The largest value.</summary>
internal static class Max
{
    public static AggregateBinding Bind(AggregateCall call) => Extremes.Bind<LargerLong, LargerText>(
        "max", call, static (summary, groups, results) => summary.Largest(groups, results), static (summary, group) => summary.LargestInteger(group));

    /// <summary>The component that holds the latest time of a group: that of max(time).</summary>
    public static ComponentPart TimePart(int time) => Extremes.TimePart<LargerLong>("max", time);
}
