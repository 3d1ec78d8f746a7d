using TelemetryEngine.Aggregates.Components;
using TelemetryEngine.Columns;

namespace TelemetryEngine.Aggregates;

// About how many different values there are, by HyperLogLog.
internal static class ApproxDistinct
{
    public static AggregateBinding Bind(AggregateCall call)
    {
        AggregateInput input = call.Single();
        ComponentSpec spec = new("hyperloglog", input.Ordinal, call.Filter);
        ComponentPart part = input.Type.Layout switch
        {
            VectorLayout.Codes => new(spec, static () => new HyperLogLogColumn<Text, TextValues>()),
            VectorLayout.Double or VectorLayout.Scaled => new(spec, static () => new HyperLogLogColumn<double, DoubleValues>()),
            _ => new(spec, static () => new HyperLogLogColumn<long, LongValues>()),
        };
        return new AggregateBinding(new ColumnType(ColumnKind.Int64), [part], Finish);
    }

    private static void Finish(ReadOnlySpan<Component> parts, ReadOnlySpan<int> groups, ColumnVector result)
    {
        var sketches = (HyperLogLogColumn)parts[0];
        for (int row = 0; row < groups.Length; row++)
        {
            result.Int64s[row] = sketches.Estimate(groups[row]);
        }
    }
}
