using TelemetryEngine.Aggregates.Components;

namespace TelemetryEngine.Aggregates;

// All aggregates, a line each. The help, the docs and the checks of plans are made from it.
internal static class AggregateCatalog
{
    public static IReadOnlyList<AggregateDefinition> All { get; } =
    [
        new("count", "count() or count(x)", "the group's rows, or its values that are not null (NaN counts)", OrderClass.AnyOrder,
            Count.Bind),
        new("sum", "sum(x)", "the exact sum, rounded once; of integers an int64, and an error when it does not fit", OrderClass.AnyOrder,
            Sum.Bind, TakesNumbersOnly: true),
        new("avg", "avg(x)", "the exact average, rounded once", OrderClass.AnyOrder, Sum.BindAvg, TakesNumbersOnly: true),
        new("min", "min(x)", "the smallest number, time, text or boolean; NaN only when there is nothing else", OrderClass.AnyOrder,
            Extremes.Min),
        new("max", "max(x)", "the largest number, time, text or boolean; NaN only when there is nothing else", OrderClass.AnyOrder,
            Extremes.Max),
        new("first", "first(x)", "the value at the earliest time; of equal times the first in the input", OrderClass.AnyOrder,
            Edges.Bind<FirstEnd>) { GoesByTime = true },
        new("last", "last(x)", "the value at the latest time; of equal times the last in the input", OrderClass.AnyOrder,
            Edges.Bind<LastEnd>) { GoesByTime = true },
        new("arg_max", "arg_max(x, by)", "x of the row in which by is largest; of equal ones the first in the input", OrderClass.AnyOrder,
            Choose.Bind<LargestChoice>),
        new("arg_min", "arg_min(x, by)", "x of the row in which by is smallest; of equal ones the first in the input", OrderClass.AnyOrder,
            Choose.Bind<SmallestChoice>),
        new("approx_quantile", "approx_quantile(x, p)", "the value at rank p × (n − 1) of n, within 1 %, as in approx_quantile(x, 0.95)",
            OrderClass.AnyOrder, ApproxQuantile.Bind, TakesNumbersOnly: true),
        new("count_distinct", "count_distinct(x)", "how many different values there are, exactly", OrderClass.AnyOrder,
            FrequentValues.CountDistinct),
        new("quantile", "quantile(x, p)",
            "the exact value at rank p × (n − 1) of n, between two values in proportion, as in quantile(x, 0.95)", OrderClass.AnyOrder,
            Quantile.Bind, TakesNumbersOnly: true),
        new("median", "median(x)", "the exact middle value, or the middle between two: quantile(x, 0.5)", OrderClass.AnyOrder,
            Quantile.Median, TakesNumbersOnly: true),
        new("mode", "mode(x)", "the most frequent value; of equally frequent ones the smallest", OrderClass.AnyOrder, FrequentValues.Mode),
        new("top", "top(x, n)", "the n most frequent values, in columns _1 to _n; of equally frequent ones the smaller first",
            OrderClass.AnyOrder, Top.Bind),
        new("string_agg", "string_agg(x) or string_agg(x, '; ')", "the values as texts by time, joined by a comma or another text",
            OrderClass.AnyOrder, StringAgg.Bind),
        InTime("time_weighted_avg", "time_weighted_avg(x)",
            "the average over time: each reading counts as long as it holds, or with method => 'linear' the straight line to the next",
            Steps.TimeWeightedAvg, Steps.Method, Steps.MaxGap),
        InTime("integral", "integral(x)", "value × hours below straight lines from reading to reading: of power_w the energy in Wh",
            Steps.Integral, Steps.MaxGap),
        InTime("increase", "increase(x)", "what a counter counted: where it goes down it began again at 0", Steps.Increase, Steps.MaxGap,
            Steps.Rollover, Steps.Glitch),
        InTime("rate", "rate(x)", "the increase per second", Steps.Rate, Steps.MaxGap, Steps.Rollover, Steps.Glitch),
        InTime("delta", "delta(x)", "the change from first to last, up or down", Steps.Delta, Steps.Glitch),
        InTime("num_resets", "num_resets(x)", "how often a counter began again at 0", Steps.NumResets, Steps.Rollover, Steps.Glitch),
        new("var", "var(x)", "the sample's variance, exact and rounded once; null of one value", OrderClass.AnyOrder, Moments.Var,
            TakesNumbersOnly: true),
        new("var_pop", "var_pop(x)", "the population's variance", OrderClass.AnyOrder, Moments.VarPop, TakesNumbersOnly: true),
        new("stddev", "stddev(x)", "the sample's standard deviation, the root of the exact variance; null of one value",
            OrderClass.AnyOrder, Moments.Stddev, TakesNumbersOnly: true),
        new("stddev_pop", "stddev_pop(x)", "the population's standard deviation", OrderClass.AnyOrder, Moments.StddevPop,
            TakesNumbersOnly: true),
        new("skew", "skew(x)", "the sample's skewness; null below three values or when all are equal", OrderClass.AnyOrder, Moments.Skew,
            TakesNumbersOnly: true),
        new("kurtosis", "kurtosis(x)", "the sample's excess kurtosis; null below four values or when all are equal", OrderClass.AnyOrder,
            Moments.Kurtosis, TakesNumbersOnly: true),
        new("covar", "covar(x, y)", "the sample's covariance; null of one pair", OrderClass.AnyOrder, Moments.Covar,
            TakesNumbersOnly: true),
        new("covar_pop", "covar_pop(x, y)", "the population's covariance", OrderClass.AnyOrder, Moments.CovarPop, TakesNumbersOnly: true),
        new("corr", "corr(x, y)", "Pearson's correlation, from -1 to 1; null when x or y does not vary", OrderClass.AnyOrder, Moments.Corr,
            TakesNumbersOnly: true),
        new("slope", "slope(y, x)", "the slope of the line of least squares, y by x; null when x does not vary", OrderClass.AnyOrder,
            Moments.Slope, TakesNumbersOnly: true),
        new("weighted_avg", "weighted_avg(x, w)", "Σxw ÷ Σw, exact and rounded once; null when the weights add up to 0",
            OrderClass.AnyOrder, ExactSums.WeightedAvg, TakesNumbersOnly: true),
        new("weighted_quantile", "weighted_quantile(x, w, p)",
            "the smallest value up to which the weights w add up to p of their sum or more, as in weighted_quantile(price, kwh, 0.9)",
            OrderClass.AnyOrder, WeightedQuantile.Bind, TakesNumbersOnly: true),
        new("range", "range(x)", "max − min; of integers an int64, and an error when it does not fit", OrderClass.AnyOrder, Range.Bind,
            TakesNumbersOnly: true),
        new("open", "open(x)", "the value at the earliest time, as first(x)", OrderClass.AnyOrder, Edges.Bind<FirstEnd>) { GoesByTime = true },
        new("high", "high(x)", "the largest value, as max(x)", OrderClass.AnyOrder, Extremes.Max),
        new("low", "low(x)", "the smallest value, as min(x)", OrderClass.AnyOrder, Extremes.Min),
        new("close", "close(x)", "the value at the latest time, as last(x)", OrderClass.AnyOrder, Edges.Bind<LastEnd>) { GoesByTime = true },
        new("ohlc", "ohlc(x)", "four columns: open, high, low and close of x", OrderClass.AnyOrder, Edges.Ohlc) { GoesByTime = true },
        new("any", "any(x)", "the first value in the input, whatever its time", OrderClass.AnyOrder, Edges.Bind<InputEnd>),
        new("histogram", "histogram(x, e0, e1, …)",
            "a column of counts for the values below e0, from each edge to the next, and from the last on; NaN is in none",
            OrderClass.AnyOrder, Histogram.Bind, TakesNumbersOnly: true),
        new("circular_avg", "circular_avg(x, period)",
            "the mean direction of values on a circle, as in circular_avg(wind_direction, 360); null where they cancel out",
            OrderClass.AnyOrder, CircularAvg.Bind, TakesNumbersOnly: true),
        new("count_if", "count_if(a)", "the rows in which a is true: count() filter (where a)", OrderClass.AnyOrder, Conditional.Bind),
        new("sum_if", "sum_if(x, a)", "the sum of the rows in which a is true: sum(x) filter (where a)", OrderClass.AnyOrder,
            Conditional.Bind, TakesNumbersOnly: true),
        new("avg_if", "avg_if(x, a)", "the average of the rows in which a is true: avg(x) filter (where a)", OrderClass.AnyOrder,
            Conditional.Bind, TakesNumbersOnly: true),
        new("bool_and", "bool_and(a)", "true when a condition is true in all rows in which it is not null", OrderClass.AnyOrder,
            Extremes.BoolAnd),
        new("bool_or", "bool_or(a)", "true when a condition is true in any row", OrderClass.AnyOrder, Extremes.BoolOr),
        new("approx_distinct", "approx_distinct(x)", "how many different values; exact up to 768, then with a standard error of 0.81 %",
            OrderClass.AnyOrder, ApproxDistinct.Bind),
    ];

    // What a plan calls: a function of the program, or one of these; null where there is no such.
    public static AggregateDefinition? Find(AggregatePlan call) => call.Custom ?? All.FirstOrDefault(d => d.Name == call.Function);

    // Binds a call.
    // definition: What Find gives.
    // throws PlanException: The function is unknown, or does not take these arguments.
    public static AggregateBinding Bind(AggregateDefinition? definition, AggregateCall call)
    {
        if (definition is not null)
        {
            return CheckOptions(definition, call).Bind(call);
        }

        if (EverydayWords.Aggregate(call.Name) is { } meant)
        {
            throw new PlanException($"unknown aggregate '{call.Name}'; did you mean {meant}?");
        }

        string hint = NearestName.Hint(call.Name, All.Select(d => d.Name), $"there is {string.Join(", ", All.Select(d => d.Name))}");
        throw new PlanException($"unknown aggregate '{call.Name}'; {hint}");
    }

    private static AggregateDefinition InTime(
        string name, string signature, string description, Func<AggregateCall, AggregateBinding> bind, params string[] options) =>
        new(name, signature, description, OrderClass.TimeOrder, bind,
            TakesNumbersOnly: true)
        { Options = [Steps.Bounds, .. options, Steps.Mixed] };

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
