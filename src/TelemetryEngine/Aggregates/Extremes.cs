using TelemetryEngine.Aggregates.Components;
using TelemetryEngine.Columns;

namespace TelemetryEngine.Aggregates;

// Gives a number for each of some groups.
internal delegate void NumbersOfGroups(NumberSummary summary, ReadOnlySpan<int> groups, Span<double> results);

// min and max, or low and high by the words that candles use. Those of numbers come from the column's summary; others have a component for
// each form of value, and a count that says whether there was any.
internal static class Extremes
{
    // The smallest value.
    public static AggregateBinding Min(AggregateCall call) => Bind<SmallerLong, SmallerText>(
        "min", call, static (summary, groups, results) => summary.Smallest(groups, results),
        static (summary, group) => summary.SmallestInteger(group));

    // The largest value.
    public static AggregateBinding Max(AggregateCall call) => Bind<LargerLong, LargerText>(
        "max", call, static (summary, groups, results) => summary.Largest(groups, results),
        static (summary, group) => summary.LargestInteger(group));

    // The smallest of booleans: whether all are true.
    public static AggregateBinding BoolAnd(AggregateCall call) => Min(Conditions(call));

    // The largest of booleans: whether any is true.
    public static AggregateBinding BoolOr(AggregateCall call) => Max(Conditions(call));

    // The component of the smallest time of a group: that of min(time).
    public static ComponentPart FirstTime(int time) => Part<long, LongValues, SmallerLong>(new ComponentSpec("min", time, -1));

    // The component of the largest time of a group: that of max(time).
    public static ComponentPart LastTime(int time) => Part<long, LongValues, LargerLong>(new ComponentSpec("max", time, -1));

    // The smallest or largest time of a group that has any.
    public static long TimeOf<TLong>(Component component, int group)
        where TLong : struct, IPreference<long> => ((StateColumn<Extreme<long, LongValues, TLong>>)component)[group].Value;

    private static AggregateCall Conditions(AggregateCall call) => call.Single() is { Type.Kind: not ColumnKind.Bool } input
        ? throw new PlanException(
            $"{call.Name}({input.Name}) needs a condition (bool), and '{input.Name}' is {input.Type}; compare it, as in {call.Name}(power_w > 0)")
        : call;

    private static AggregateBinding Bind<TLong, TText>(
        string name, AggregateCall call, NumbersOfGroups numbers, Func<DecimalSummary, int, long> integer)
        where TLong : struct, IPreference<long>
        where TText : struct, IPreference<Text>
    {
        AggregateInput input = call.Single();
        if (!input.Type.IsNumeric)
        {
            ComponentSpec spec = new(name, input.Ordinal, call.Filter);
            return input.Type.IsText ? Bind<Text, TextValues, TText>(input, spec) : Bind<long, LongValues, TLong>(input, spec);
        }

        return new AggregateBinding(ResultValues.TypeOf(input.Type), [NumberSummary.Part(input, call.Filter)], input.Type.IsInteger
            ? (parts, groups, result) => FinishIntegers((DecimalSummary)parts[0], groups, result, integer)
            : (parts, groups, result) => FinishNumbers((NumberSummary)parts[0], groups, result, numbers));
    }

    private static AggregateBinding Bind<TValue, TValues, TPreference>(AggregateInput input, ComponentSpec spec)
        where TValues : struct, IValues<TValue>
        where TPreference : struct, IPreference<TValue> => new(
            ResultValues.TypeOf(input.Type),
            [Part<TValue, TValues, TPreference>(spec), Count.Part(input.Ordinal, spec.Filter)],
            static (parts, groups, result) =>
            {
                var extremes = (StateColumn<Extreme<TValue, TValues, TPreference>>)parts[0];
                ResultValues.Write(parts[1], groups, result, group => extremes[group].Value);
            });

    private static ComponentPart Part<TValue, TValues, TPreference>(ComponentSpec spec)
        where TValues : struct, IValues<TValue>
        where TPreference : struct, IPreference<TValue> =>
            new(spec, static () => new AccumulatorColumn<Extreme<TValue, TValues, TPreference>>());

    private static void FinishIntegers(
        DecimalSummary summary, ReadOnlySpan<int> groups, ColumnVector result, Func<DecimalSummary, int, long> value) =>
        ResultValues.Write(summary, groups, result, group => value(summary, group));

    private static void FinishNumbers(NumberSummary summary, ReadOnlySpan<int> groups, ColumnVector result, NumbersOfGroups numbers) =>
        ResultValues.Write(summary, groups, result, (some, _, results) => numbers(summary, some, results));
}
