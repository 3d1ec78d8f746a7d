using TelemetryEngine.Aggregates.Components;
using TelemetryEngine.Columns;

namespace TelemetryEngine.Aggregates;

// The values at the ends of an order: first and last, or open and close by the words that candles use, have the smallest and greatest
// (time, position in the input); any has the first in the input, whatever its time.
internal static class Edges
{
    public static AggregateBinding Bind<TEnd>(AggregateCall call)
        where TEnd : struct, IEnd
    {
        AggregateInput input = call.Single();
        return input.Type.Layout switch
        {
            VectorLayout.Codes => Bind<Text, TextValues, TEnd>(input, call.Filter),
            VectorLayout.Double or VectorLayout.Scaled => Bind<double, DoubleValues, TEnd>(input, call.Filter),
            _ => Bind<long, LongValues, TEnd>(input, call.Filter),
        };
    }

    // A candle: the columns open, high, low and close.
    public static AggregateBinding Ohlc(AggregateCall call) => AggregateBinding.Join(
        ("open", Bind<FirstEnd>(call)), ("high", Extremes.Max(call)), ("low", Extremes.Min(call)), ("close", Bind<LastEnd>(call)));

    private static AggregateBinding Bind<TValue, TValues, TEnd>(AggregateInput input, int filter)
        where TValues : struct, IValues<TValue>
        where TEnd : struct, IEnd
    {
        ComponentSpec spec = new(TEnd.Name, input.Ordinal, filter, NeedsOrder: true, IgnoresTime: !TEnd.GoesByTime);
        ComponentPart count = Count.Part(input.Ordinal, filter);
        ComponentPart[] parts =
        [
            new(spec, static () => new AccumulatorColumn<Edge<TValue, TValues, TEnd>>()),

            // a value at no time is neither first nor last, so a group may hold values and yet have no first one
            TEnd.GoesByTime ? count with { Spec = count.Spec with { NeedsOrder = true } } : count,
        ];
        return new AggregateBinding(ResultValues.TypeOf(input.Type), parts, static (parts, groups, result) =>
        {
            var edges = (StateColumn<Edge<TValue, TValues, TEnd>>)parts[0];
            ResultValues.Write(parts[1], groups, result, group => edges[group].Value);
        });
    }
}
