using TelemetryEngine.Aggregates.Components;

namespace TelemetryEngine.Aggregates;

/// <summary>The largest value.</summary>
internal static class Max
{
    public static AggregateBinding Bind(AggregateCall call) => Extremes.Bind<LargerLong, LargerDouble, LargerText>("max", call);
}
