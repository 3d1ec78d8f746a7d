namespace TelemetryEngine.Aggregates;

/// <summary>The largest value, as max has it, by the word that candles use.</summary>
internal static class High
{
    public static AggregateBinding Bind(AggregateCall call) => Max.Bind(call);
}
