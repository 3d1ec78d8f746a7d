using TelemetryEngine.Aggregates.Components;

namespace TelemetryEngine.Aggregates;

/// <summary>The smallest value.</summary>
internal static class Min
{
    public static AggregateBinding Bind(AggregateCall call) => Extremes.Bind<SmallerLong, SmallerDouble, SmallerText>("min", call);
}
