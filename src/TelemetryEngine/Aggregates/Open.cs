namespace TelemetryEngine.Aggregates;

/// <summary>The value at the earliest time, as first has it, by the word that candles use.</summary>
internal static class Open
{
    public static AggregateBinding Bind(AggregateCall call) => First.Bind(call);
}
