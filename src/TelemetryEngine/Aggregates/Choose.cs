using TelemetryEngine.Aggregates.Components;
using TelemetryEngine.Columns;

namespace TelemetryEngine.Aggregates;

// arg_max and arg_min: the value of the row in which another value is the largest or smallest. Rows where either is null do not count.
internal static class Choose
{
    public static AggregateBinding Bind<TChoice>(AggregateCall call)
        where TChoice : struct, IChoice
    {
        if (call.Inputs.Count != 2 || call.Parameters.Length != 0 || call.Texts.Count != 0)
        {
            throw new PlanException($"{call.Name} takes a column and the one to choose by, as in {call.Name}(device_id, power_w)");
        }

        return call.Inputs[0].Type.Layout switch
        {
            VectorLayout.Codes => ByForm<Text, TextValues, TChoice>(call),
            VectorLayout.Double or VectorLayout.Scaled => ByForm<double, DoubleValues, TChoice>(call),
            _ => ByForm<long, LongValues, TChoice>(call),
        };
    }

    private static AggregateBinding ByForm<TValue, TValues, TChoice>(AggregateCall call)
        where TValues : struct, IValues<TValue>
        where TChoice : struct, IChoice => call.Inputs[1].Type.Layout switch
        {
            VectorLayout.Codes => Bind<TValue, TValues, Text, TextValues, TChoice>(call),
            VectorLayout.Double or VectorLayout.Scaled => Bind<TValue, TValues, double, DoubleValues, TChoice>(call),
            _ => Bind<TValue, TValues, long, LongValues, TChoice>(call),
        };

    private static AggregateBinding Bind<TValue, TValues, TBy, TBys, TChoice>(AggregateCall call)
        where TValues : struct, IValues<TValue>
        where TBys : struct, IValues<TBy>
        where TChoice : struct, IChoice
    {
        (AggregateInput input, AggregateInput by) = (call.Inputs[0], call.Inputs[1]);

        // the place in the input decides between equal ones, and rows without a time count
        ComponentSpec spec = new(TChoice.Name, input.Ordinal, call.Filter, NeedsOrder: true, Second: by.Ordinal, IgnoresTime: true);
        ComponentPart part = new(spec, static () => new AccumulatorColumn<Chosen<TValue, TValues, TBy, TBys, TChoice>>());
        return new AggregateBinding(ResultValues.TypeOf(input.Type), [part], static (parts, groups, result) =>
        {
            var chosen = (StateColumn<Chosen<TValue, TValues, TBy, TBys, TChoice>>)parts[0];
            for (int row = 0; row < groups.Length; row++)
            {
                if (chosen[groups[row]].Any)
                {
                    ResultValues.Set(result, row, chosen[groups[row]].Value);
                }
                else
                {
                    result.SetNull(row, groups.Length);
                }
            }
        });
    }
}
