using TelemetryEngine.Aggregates.Components;

namespace TelemetryEngine.Aggregates;

/// <summary>The value at the smallest (time, position in the input).</summary>
internal static class First
{
    public static AggregateBinding Bind(AggregateCall call) => Edges.Bind<FirstEnd>(call);
}
