using TelemetryEngine.Expressions;

namespace TelemetryEngine.Aggregates;

// count_if, sum_if and avg_if: an aggregate with a filter of its own, by the words that others use. A plan's call becomes one of that
// before it is bound, so that both share their components.
internal static class Conditional
{
    private const string Suffix = "_if";

    // True for a name of these.
    public static bool Is(string function) => function is "count_if" or "sum_if" or "avg_if";

    // The call with a filter in place of the condition; other calls as they are.
    // throws PlanException: A call of these does not have the arguments it takes.
    public static AggregatePlan WithFilter(AggregatePlan call)
    {
        if (call.Custom is not null || !Is(call.Function))
        {
            return call;
        }

        int values = call.Function == "count_if" ? 0 : 1;
        if (call.Typed.Count != values + 1 || call.Typed.Any(static argument => argument.Text is not null))
        {
            throw new PlanException(values == 0
                ? $"{call.Function} takes a condition, as in {call.Function}(power_w > 0)"
                : $"{call.Function} takes a column and a condition, as in {call.Function}(power_w, phase = 1)");
        }

        string condition = call.Typed[values].Written;
        return call with
        {
            Function = call.Function[..^Suffix.Length],
            Typed = [.. call.Typed.Take(values)],
            Filter = call.Filter is null
                ? condition
                : new CallNode("and", [Expression.Parse(call.Filter), Expression.Parse(condition)]).ToString(),
        };
    }

    // What is never bound, as WithFilter comes before.
    public static AggregateBinding Bind(AggregateCall call) => throw new InvalidOperationException($"{call.Name} is bound as a filter");
}
