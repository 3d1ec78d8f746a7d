namespace TelemetryEngine.Aggregates;

/// <summary>A candle: the columns open, high, low and close.</summary>
internal static class Ohlc
{
    public static AggregateBinding Bind(AggregateCall call) => AggregateBinding.Join(
        ("open", Open.Bind(call)), ("high", High.Bind(call)), ("low", Low.Bind(call)), ("close", Close.Bind(call)));
}
