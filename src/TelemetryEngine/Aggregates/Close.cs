namespace TelemetryEngine.Aggregates;

/// <summary>The value at the latest time, as last has it, by the word that candles use.</summary>
internal static class Close
{
    public static AggregateBinding Bind(AggregateCall call) => Last.Bind(call);
}
