using TelemetryEngine.Aggregates.Components;

namespace TelemetryEngine.Aggregates;

/// <summary>The value at the greatest (time, position in the input).</summary>
internal static class Last
{
    public static AggregateBinding Bind(AggregateCall call) => Edges.Bind<LastEnd>(call);
}
