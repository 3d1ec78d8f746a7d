namespace TelemetryEngine.Aggregates;

/// <summary>The smallest value, as min has it, by the word that candles use.</summary>
internal static class Low
{
    public static AggregateBinding Bind(AggregateCall call) => Min.Bind(call);
}
