using TelemetryEngine.Aggregates.Components;

namespace TelemetryEngine.Aggregates;

/// <summary>The quantile at 0.5.</summary>
internal static class Median
{
    public static AggregateBinding Bind(AggregateCall call) => Quantile.Bind(call.SingleNumber(), call.Filter, new QuantilePoint(0.5));
}
