namespace TelemetryEngine.Aggregates;

/// <summary>The value that occurs most often; of equally frequent ones the smallest.</summary>
internal static class Mode
{
    public static AggregateBinding Bind(AggregateCall call) => FrequentValues.Bind(call.Single(), call.Filter, [""]);
}
