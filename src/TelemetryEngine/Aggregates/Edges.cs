using TelemetryEngine.Aggregates.Components;
using TelemetryEngine.Columns;

namespace TelemetryEngine.Aggregates;

/// <summary>What first, last and any share.</summary>
internal static class Edges
{
    public static AggregateBinding Bind<TEnd>(AggregateCall call)
        where TEnd : struct, IEnd
    {
        AggregateInput input = call.Single();
        ComponentSpec spec = new(TEnd.Name, input.Ordinal, call.Filter, NeedsOrder: true, IgnoresTime: !TEnd.GoesByTime);
        ComponentPart part = input.Type.Layout switch
        {
            VectorLayout.Codes => new(spec, static () => new EdgeColumn<Text, Components.TextReader, TEnd>(new(ColumnKind.Utf8))),
            VectorLayout.Double or VectorLayout.Scaled => new(spec, static () => new EdgeColumn<double, DoubleReader, TEnd>(new(ColumnKind.Float64))),
            _ => new(spec, static () => new EdgeColumn<long, LongReader, TEnd>(new(ColumnKind.Int64))),
        };
        FinishGroups finish = input.Type.Layout switch
        {
            VectorLayout.Codes => static (parts, groups, result) =>
                ResultValues.Write(parts[1], groups, result, ((EdgeColumn<Text, Components.TextReader, TEnd>)parts[0]).ValueOf),
            VectorLayout.Double or VectorLayout.Scaled => static (parts, groups, result) =>
                ResultValues.Write(parts[1], groups, result, ((EdgeColumn<double, DoubleReader, TEnd>)parts[0]).ValueOf),
            _ => static (parts, groups, result) =>
                ResultValues.Write(parts[1], groups, result, ((EdgeColumn<long, LongReader, TEnd>)parts[0]).ValueOf),
        };
        return new AggregateBinding(ResultValues.TypeOf(input.Type), [part, TEnd.GoesByTime ? TimedCount(input.Ordinal, call.Filter) : Count.Part(input.Ordinal, call.Filter)], finish);
    }

    // a value at no time is neither first nor last, so a group may hold values and yet have no first one
    private static ComponentPart TimedCount(int input, int filter)
    {
        ComponentPart count = Count.Part(input, filter);
        return count with { Spec = count.Spec with { NeedsOrder = true } };
    }

    private static TValue ValueOf<TValue, TReader, TEnd>(this EdgeColumn<TValue, TReader, TEnd> column, int group)
        where TReader : struct, IColumnReader<TValue>
        where TEnd : struct, IEnd => column[group];
}
