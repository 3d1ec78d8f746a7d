namespace TelemetryEngine.Aggregates;

/// <summary>All aggregates, a line each. The help, the docs and the checks of plans are made from it.</summary>
internal static class AggregateCatalog
{
    public static IReadOnlyList<AggregateDefinition> All { get; } =
    [
        new("count", "count() or count(x)", "the group's rows, or its values that are not null (NaN counts)", OrderClass.AnyOrder, Count.Bind),
        new("sum", "sum(x)", "the exact sum, rounded once; of integers an int64, and an error when it does not fit", OrderClass.AnyOrder, Sum.Bind, TakesNumbersOnly: true),
        new("avg", "avg(x)", "the exact average, rounded once", OrderClass.AnyOrder, Avg.Bind, TakesNumbersOnly: true),
        new("min", "min(x)", "the smallest number, time, text or boolean; NaN only when there is nothing else", OrderClass.AnyOrder, Min.Bind),
        new("max", "max(x)", "the largest number, time, text or boolean; NaN only when there is nothing else", OrderClass.AnyOrder, Max.Bind),
        new("first", "first(x)", "the value at the earliest time; of equal times the first in the input", OrderClass.AnyOrder, First.Bind),
        new("last", "last(x)", "the value at the latest time; of equal times the last in the input", OrderClass.AnyOrder, Last.Bind),
        new("approx_quantile", "approx_quantile(x, p)", "the value at rank p × (n − 1) of n, within 1 %, as in approx_quantile(x, 0.95)", OrderClass.AnyOrder, ApproxQuantile.Bind, TakesNumbersOnly: true),
        new("count_distinct", "count_distinct(x)", "how many different values there are, exactly", OrderClass.AnyOrder, CountDistinct.Bind),
        new("quantile", "quantile(x, p)", "the exact value at rank p × (n − 1) of n, between two values in proportion, as in quantile(x, 0.95)", OrderClass.AnyOrder, Quantile.Bind, TakesNumbersOnly: true),
        new("median", "median(x)", "the exact middle value, or the middle between two: quantile(x, 0.5)", OrderClass.AnyOrder, Median.Bind, TakesNumbersOnly: true),
        new("mode", "mode(x)", "the most frequent value; of equally frequent ones the smallest", OrderClass.AnyOrder, Mode.Bind),
        new("top", "top(x, n)", "the n most frequent values, in columns _1 to _n; of equally frequent ones the smaller first", OrderClass.AnyOrder, Top.Bind),
        new("string_agg", "string_agg(x) or string_agg(x, '; ')", "the values as texts by time, joined by a comma or another text", OrderClass.AnyOrder, StringAgg.Bind),
        InTime("time_weighted_avg", "time_weighted_avg(x)", "the average over time: each reading counts as long as it holds, or with method => 'linear' the straight line to the next", TimeWeightedAvg.Bind, TimeWeightedAvg.Method),
        InTime("integral", "integral(x)", "value × hours below straight lines from reading to reading: of power_w the energy in Wh", Integral.Bind),
        InTime("increase", "increase(x)", "what a counter counted: where it goes down it began again at 0", Increase.Bind),
        InTime("rate", "rate(x)", "the increase per second", Rate.Bind),
        InTime("delta", "delta(x)", "the change from first to last, up or down", Delta.Bind),
        InTime("num_resets", "num_resets(x)", "how often a counter began again at 0", NumResets.Bind),
    ];

    /// <summary>Binds a call.</summary>
    /// <exception cref="PlanException">The function is unknown, or does not take these arguments.</exception>
    public static AggregateBinding Bind(AggregateCall call)
    {
        AggregateDefinition? definition = All.FirstOrDefault(d => d.Name == call.Name);
        if (definition is not null)
        {
            return CheckOptions(definition, call).Bind(call);
        }

        string? nearest = NearestName.Find(call.Name, All.Select(d => d.Name));
        string hint = nearest is null ? $"there is {string.Join(", ", All.Select(d => d.Name))}" : $"did you mean '{nearest}'?";
        throw new PlanException($"unknown aggregate '{call.Name}'; {hint}");
    }

    private static AggregateDefinition InTime(
        string name, string signature, string description, Func<AggregateCall, AggregateBinding> bind, params string[] options) =>
        new(name, signature, description, OrderClass.TimeOrder, bind, TakesNumbersOnly: true) { Options = [Steps.Bounds, .. options] };

    private static AggregateDefinition CheckOptions(AggregateDefinition definition, AggregateCall call)
    {
        foreach (string option in call.Options.Keys)
        {
            if (!definition.Options.Contains(option))
            {
                string hint = definition.Options.Count == 0 ? "it takes none" : $"there is {string.Join(", ", definition.Options)}";
                throw new PlanException($"{call.Name} has no option '{option}'; {hint}");
            }
        }

        return definition;
    }
}
