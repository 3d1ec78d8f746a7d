using TelemetryEngine.Aggregates.Components;

namespace TelemetryEngine.Aggregates;

/// <summary>The first value in the input, whatever its time.</summary>
internal static class Any
{
    public static AggregateBinding Bind(AggregateCall call) => Edges.Bind<InputEnd>(call);
}
