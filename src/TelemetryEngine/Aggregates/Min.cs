using TelemetryEngine.Aggregates.Components;

namespace TelemetryEngine.Aggregates;

/// <summary>The smallest value.</summary>
internal static class Min
{
    public static AggregateBinding Bind(AggregateCall call) => Extremes.Bind<SmallerLong, SmallerText>(
        "min", call, static (summary, groups, results) => summary.Smallest(groups, results), static (summary, group) => summary.SmallestInteger(group));

    /// <summary>The component that holds the earliest time of a group: that of min(time).</summary>
    public static ComponentPart TimePart(int time) => Extremes.TimePart<SmallerLong>("min", time);
}
