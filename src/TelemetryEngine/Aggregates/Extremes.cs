using TelemetryEngine.Aggregates.Components;
using TelemetryEngine.Columns;

namespace TelemetryEngine.Aggregates;

/// <summary>Gives a number for each of some groups.</summary>
internal delegate void NumbersOfGroups(NumberSummary summary, ReadOnlySpan<int> groups, Span<double> results);

/// <summary>What min and max share. Those of numbers come from the column's summary; others have a component for each form of value, and a count that says whether there was any.</summary>
internal static class Extremes
{
    /// <summary>Binds one of them.</summary>
    /// <param name="name">Its name.</param>
    /// <param name="call">The call.</param>
    /// <param name="numbers">Its values for groups of numbers.</param>
    /// <param name="integer">Its value for a group of integers.</param>
    public static AggregateBinding Bind<TLong, TText>(
        string name, AggregateCall call, NumbersOfGroups numbers, Func<DecimalSummary, int, long> integer)
        where TLong : struct, IPreference<long>
        where TText : struct, IPreference<Text>
    {
        AggregateInput input = call.Single();
        if (input.Type.IsNumeric)
        {
            FinishGroups finishNumbers = input.Type.IsInteger
                ? (parts, groups, result) => FinishIntegers((DecimalSummary)parts[0], groups, result, integer)
                : (parts, groups, result) => FinishNumbers((NumberSummary)parts[0], groups, result, numbers);
            return new AggregateBinding(ResultValues.TypeOf(input.Type), [NumberSummary.Part(input, call.Filter)], finishNumbers);
        }

        ComponentSpec spec = new(name, input.Ordinal, call.Filter);
        bool isText = input.Type.IsText;
        ComponentPart part = isText
            ? new(spec, static () => new StateColumn<Extreme<Text, TText>, Text, Components.TextReader>())
            : LongPart<TLong>(spec);
        FinishGroups finish = isText
            ? static (parts, groups, result) => ResultValues.Write(
                parts[1], groups, result, ((StateColumn<Extreme<Text, TText>, Text, Components.TextReader>)parts[0]).ValueOf)
            : static (parts, groups, result) => ResultValues.Write(
                parts[1], groups, result, ((StateColumn<Extreme<long, TLong>, long, LongReader>)parts[0]).ValueOf);
        return new AggregateBinding(ResultValues.TypeOf(input.Type), [part, Count.Part(input.Ordinal, call.Filter)], finish);
    }

    /// <summary>The component of the smallest or largest time.</summary>
    public static ComponentPart TimePart<TLong>(string name, int time)
        where TLong : struct, IPreference<long> => LongPart<TLong>(new ComponentSpec(name, time, -1));

    /// <summary>The smallest or largest time of a group that has any.</summary>
    public static long TimeOf<TLong>(Component component, int group)
        where TLong : struct, IPreference<long> => ((StateColumn<Extreme<long, TLong>, long, LongReader>)component)[group].Value;

    private static void FinishIntegers(DecimalSummary summary, ReadOnlySpan<int> groups, Vector result, Func<DecimalSummary, int, long> value) =>
        ResultValues.Write(summary, groups, result, group => value(summary, group));

    private static void FinishNumbers(NumberSummary summary, ReadOnlySpan<int> groups, Vector result, NumbersOfGroups numbers) =>
        ResultValues.Write(summary, groups, result, (some, _, results) => numbers(summary, some, results));

    private static ComponentPart LongPart<TLong>(ComponentSpec spec)
        where TLong : struct, IPreference<long> => new(spec, static () => new StateColumn<Extreme<long, TLong>, long, LongReader>());

    private static TValue ValueOf<TValue, TPreference, TReader>(
        this StateColumn<Extreme<TValue, TPreference>, TValue, TReader> column, int group)
        where TPreference : struct, IPreference<TValue>
        where TReader : struct, IColumnReader<TValue> => column[group].Value;
}
