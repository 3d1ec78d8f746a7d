using TelemetryEngine.Aggregates.Components;
using TelemetryEngine.Columns;

namespace TelemetryEngine.Aggregates;

/// <summary>What min and max share: a component for each form of value, and a count that says whether there was any.</summary>
internal static class Extremes
{
    public static AggregateBinding Bind<TLong, TDouble, TText>(string name, AggregateCall call)
        where TLong : struct, IPreference<long>
        where TDouble : struct, IPreference<double>
        where TText : struct, IPreference<Text>
    {
        AggregateInput input = call.Single();
        ComponentSpec spec = new(name, input.Ordinal, call.Filter);
        ComponentPart part = input.Type.Layout switch
        {
            VectorLayout.Codes => new(spec, static () => new StateColumn<Extreme<Text, TText>, Text, Components.TextReader>()),
            VectorLayout.Double or VectorLayout.Scaled => new(spec, static () => new StateColumn<Extreme<double, TDouble>, double, DoubleReader>()),
            _ => LongPart<TLong>(spec),
        };
        FinishGroups finish = input.Type.Layout switch
        {
            VectorLayout.Codes => static (parts, groups, result) => ResultValues.Write(
                parts[1], groups, result, ((StateColumn<Extreme<Text, TText>, Text, Components.TextReader>)parts[0]).ValueOf),
            VectorLayout.Double or VectorLayout.Scaled => static (parts, groups, result) => ResultValues.Write(
                parts[1], groups, result, ((StateColumn<Extreme<double, TDouble>, double, DoubleReader>)parts[0]).ValueOf),
            _ => static (parts, groups, result) => ResultValues.Write(
                parts[1], groups, result, ((StateColumn<Extreme<long, TLong>, long, LongReader>)parts[0]).ValueOf),
        };
        return new AggregateBinding(ResultValues.TypeOf(input.Type), [part, Count.Part(input.Ordinal, call.Filter)], finish);
    }

    /// <summary>The component of the smallest or largest time.</summary>
    public static ComponentPart TimePart<TLong>(string name, int time)
        where TLong : struct, IPreference<long> => LongPart<TLong>(new ComponentSpec(name, time, -1));

    /// <summary>The smallest or largest time of a group that has any.</summary>
    public static long TimeOf<TLong>(Component component, int group)
        where TLong : struct, IPreference<long> => ((StateColumn<Extreme<long, TLong>, long, LongReader>)component)[group].Value;

    private static ComponentPart LongPart<TLong>(ComponentSpec spec)
        where TLong : struct, IPreference<long> => new(spec, static () => new StateColumn<Extreme<long, TLong>, long, LongReader>());

    private static TValue ValueOf<TValue, TPreference, TReader>(
        this StateColumn<Extreme<TValue, TPreference>, TValue, TReader> column, int group)
        where TPreference : struct, IPreference<TValue>
        where TReader : struct, IColumnReader<TValue> => column[group].Value;
}
