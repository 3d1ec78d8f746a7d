using TelemetryEngine.Aggregates;

namespace TelemetryEngine;

/// <summary>Aggregates for <see cref="Pipeline.Aggregate"/>. Arguments are column names or expressions over columns; nulls are skipped;
/// of no values the result is null, and a count 0.</summary>
public static partial class Aggregate
{
    /// <summary>The group's rows.</summary>
    public static AggregatePlan Count() => Of("count");

    /// <summary>The values that are not null; NaN counts.</summary>
    public static AggregatePlan Count(string column) => Of("count", column);

    /// <summary>The exact sum, rounded once. An integer sum that does not fit 64 bits is an error.</summary>
    public static AggregatePlan Sum(string column) => Of("sum", column);

    /// <summary>The exact average, rounded once.</summary>
    public static AggregatePlan Avg(string column) => Of("avg", column);

    /// <summary>The smallest value; NaN only if there is nothing else.</summary>
    public static AggregatePlan Min(string column) => Of("min", column);

    /// <summary>The largest value; NaN only if there is nothing else.</summary>
    public static AggregatePlan Max(string column) => Of("max", column);

    /// <summary>The value at the earliest time; of equal times the first in the input.</summary>
    public static AggregatePlan First(string column) => Of("first", column);

    /// <summary>The value at the latest time; of equal times the last in the input.</summary>
    public static AggregatePlan Last(string column) => Of("last", column);

    /// <summary>
    /// The value of the row in which another is largest; of equal ones the first in the input. Rows where either is null do not count, and
    /// NaN is largest only if there is nothing else.
    /// </summary>
    /// <param name="column">The column or expression whose value is given, of any type.</param>
    /// <param name="by">The column or expression that is compared, of any type; decimals count as float64.</param>
    public static AggregatePlan ArgMax(string column, string by) => Of("arg_max", column, by);

    /// <summary>
    /// The value of the row in which another is smallest; of equal ones the first in the input. Rows where either is null do not count, and
    /// NaN is smallest only if there is nothing else.
    /// </summary>
    /// <param name="column">The column or expression whose value is given, of any type.</param>
    /// <param name="by">The column or expression that is compared, of any type; decimals count as float64.</param>
    public static AggregatePlan ArgMin(string column, string by) => Of("arg_min", column, by);

    /// <summary>The rows in which a condition is true, as an int64: a <see cref="Count()"/> with a filter.</summary>
    /// <param name="condition">A column or expression of booleans.</param>
    public static AggregatePlan CountIf(string condition) => Of("count_if", condition);

    /// <summary>The sum of the rows in which a condition is true: a <see cref="Sum"/> with a filter.</summary>
    /// <param name="column">A column or expression of numbers.</param>
    /// <param name="condition">A column or expression of booleans.</param>
    public static AggregatePlan SumIf(string column, string condition) => Of("sum_if", column, condition);

    /// <summary>The average of the rows in which a condition is true: an <see cref="Avg"/> with a filter.</summary>
    /// <param name="column">A column or expression of numbers.</param>
    /// <param name="condition">A column or expression of booleans.</param>
    public static AggregatePlan AvgIf(string column, string condition) => Of("avg_if", column, condition);

    /// <summary>True when a condition is true in all rows in which it is not null, false when it is not. Null where there are
    /// none.</summary>
    /// <param name="condition">A column or expression of booleans.</param>
    public static AggregatePlan BoolAnd(string condition) => Of("bool_and", condition);

    /// <summary>True when a condition is true in any row, false when it is not. Null where it is null in all of them.</summary>
    /// <param name="condition">A column or expression of booleans.</param>
    public static AggregatePlan BoolOr(string condition) => Of("bool_or", condition);

    /// <summary>The p-quantile within 1 % of the value, by a DDSketch (Masson, Rim, Lee 2019): of n values in order, NaN last, the one at
    /// rank ⌊p × (n − 1)⌋, counted from 0. A float64 in the column's unit; NaN only where that rank is one. Quantiles of one column share a
    /// sketch.</summary>
    /// <param name="column">A column or expression of numbers.</param>
    /// <param name="p">From 0 to 1: 0.5 for the median. Anything else is an error once the plan meets its input.</param>
    public static AggregatePlan ApproxQuantile(string column, double p) =>
        Of("approx_quantile", column, [p]);

    /// <summary>
    /// How many different values there are, exactly; 0 of none. −0 is 0, all NaNs are one value, decimals are told apart as float64.
    /// </summary>
    /// <param name="column">A column or expression of any type.</param>
    public static AggregatePlan CountDistinct(string column) => Of("count_distinct", column);

    /// <summary>The exact p-quantile: of n values in order, NaN last, the one at rank p × (n − 1), counted from 0, and between two ranks
    /// the two values in proportion (type 7 of Hyndman and Fan, 1996). A float64 in the column's unit; NaN where a value that is needed is
    /// NaN, or where it lies between −∞ and +∞. All values of a group are kept in memory, once for all quantiles of a column.</summary>
    /// <param name="column">A column or expression of numbers; integers beyond 2⁵³ and decimals are rounded to float64.</param>
    /// <param name="p">From 0 to 1: 0.5 for the median. Anything else is an error once the plan meets its input.</param>
    public static AggregatePlan Quantile(string column, double p) =>
        Of("quantile", column, [p]);

    /// <summary>The exact median, as <see cref="Quantile"/> at 0.5.</summary>
    /// <param name="column">A column or expression of numbers.</param>
    public static AggregatePlan Median(string column) => Of("median", column);

    /// <summary>The most frequent value; of equally frequent ones the smallest: false before true, texts by bytes, NaN last.</summary>
    /// <param name="column">A column or expression of any type.</param>
    public static AggregatePlan Mode(string column) => Of("mode", column);

    /// <summary>
    /// The n most frequent values in n columns, whose names end in _1 to _n; of equally frequent ones the smaller first, null where there
    /// are fewer.
    /// </summary>
    /// <param name="column">A column or expression of any type.</param>
    /// <param name="n">From 1 to 100. Anything else is an error once the plan meets its input.</param>
    public static AggregatePlan Top(string column, int n) => Of("top", column, [n]);

    /// <summary>
    /// The values joined into one text, by time, then by position in the input. Numbers are written as in CSV, times as ISO-8601 in UTC.
    /// </summary>
    /// <param name="column">A column or expression of any type.</param>
    /// <param name="separator">What stands between two values.</param>
    public static AggregatePlan StringAgg(string column, string separator = ",") =>
        Of("string_agg", column, $"'{separator.Replace("'", "''", StringComparison.Ordinal)}'");

    /// <summary>The average over time, a float64 in the column's unit: each reading counts as long as it holds, until the next one of its
    /// series; or with
    /// <paramref name="linear"/> the straight line between them. Null where no time is covered.</summary>
    /// <param name="column">A column or expression of numbers.</param>
    /// <param name="linear">Straight lines instead of steps.</param>
    /// <param name="inside">Only steps between two readings of the window count; else the step over the window's border is cut
    /// there.</param>
    public static AggregatePlan TimeWeightedAvg(string column, bool linear = false, bool inside = false) =>
        linear ? Stepped("time_weighted_avg", column, inside, "method => 'linear'") : Stepped("time_weighted_avg", column, inside);

    /// <summary>
    /// Value × hours below straight lines from reading to reading of a series, as a float64: of watts it gives watt-hours. Null where no
    /// time is covered.
    /// </summary>
    /// <param name="column">A column or expression of numbers.</param>
    /// <param name="inside">Only steps between two readings of the window count; else the step over the window's border is cut
    /// there.</param>
    public static AggregatePlan Integral(string column, bool inside = false) => Stepped("integral", column, inside);

    /// <summary>What a counter counted, a float64 in its unit: the differences from reading to reading of a series, where a reading below
    /// the one before it began again at 0. Null where there is no step.</summary>
    /// <param name="column">A column or expression of numbers.</param>
    /// <param name="inside">Only steps between two readings of the window count; else the step from the one before counts where it
    /// ends.</param>
    public static AggregatePlan Increase(string column, bool inside = false) => Stepped("increase", column, inside);

    /// <summary>The increase ÷ the seconds that its steps cover, a float64 per second; of several series the sum of increases ÷ the sum of
    /// seconds. Null where no time is covered.</summary>
    /// <param name="column">A column or expression of numbers.</param>
    /// <param name="inside">Only steps between two readings of the window count; else the step from the one before counts where it
    /// ends.</param>
    public static AggregatePlan Rate(string column, bool inside = false) => Stepped("rate", column, inside);

    /// <summary>The change from the first reading of a series to the last, up or down, a float64 in the column's unit; of several series
    /// their sum. Null where there is no step.</summary>
    /// <param name="column">A column or expression of numbers.</param>
    /// <param name="inside">Only steps between two readings of the window count; else the step from the one before counts where it
    /// ends.</param>
    public static AggregatePlan Delta(string column, bool inside = false) => Stepped("delta", column, inside);

    /// <summary>
    /// How often a counter went down from one reading of a series to the next, an int64. Null where there are no readings.
    /// </summary>
    /// <param name="column">A column or expression of numbers.</param>
    /// <param name="inside">Only steps between two readings of the window count; else the step from the one before counts where it
    /// ends.</param>
    public static AggregatePlan NumResets(string column, bool inside = false) => Stepped("num_resets", column, inside);

    /// <summary>The sample's variance Σ(x − mean)² ÷ (n − 1), exact and rounded once, in the column's unit squared. Null below two values;
    /// NaN when one is NaN or infinite.</summary>
    public static AggregatePlan Var(string column) => Of("var", column);

    /// <summary>
    /// The population's variance Σ(x − mean)² ÷ n, exact and rounded once, in the column's unit squared. NaN when a value is NaN or
    /// infinite.
    /// </summary>
    public static AggregatePlan VarPop(string column) => Of("var_pop", column);

    /// <summary>The sample's standard deviation: the root of the exact <see cref="Var"/>, rounded once, in the column's unit. Null below
    /// two values; NaN when one is NaN or infinite.</summary>
    public static AggregatePlan Stddev(string column) => Of("stddev", column);

    /// <summary>The population's standard deviation: the root of the exact <see cref="VarPop"/>, rounded once, in the column's unit. NaN
    /// when a value is NaN or infinite.</summary>
    public static AggregatePlan StddevPop(string column) => Of("stddev_pop", column);

    /// <summary>The sample's skewness G₁ = √(n(n − 1)) ÷ (n − 2) × m₃ ÷ m₂^(3/2), rounded once from its exact square; a pure number. Null
    /// below three values or when all are equal; NaN when one is NaN or infinite.</summary>
    public static AggregatePlan Skew(string column) => Of("skew", column);

    /// <summary>The sample's excess kurtosis G₂ = (n − 1) ÷ ((n − 2)(n − 3)) × ((n + 1) m₄ ÷ m₂² − 3(n − 1)), exact and rounded once; a
    /// pure number. Null below four values or when all are equal; NaN when one is NaN or infinite.</summary>
    public static AggregatePlan Kurtosis(string column) => Of("kurtosis", column);

    /// <summary>
    /// The sample's covariance of the rows where neither is null, exact and rounded once. Null of one pair; NaN when a value is NaN or
    /// infinite.
    /// </summary>
    public static AggregatePlan Covar(string x, string y) => Of("covar", x, y);

    /// <summary>
    /// The population's covariance of the rows where neither is null, exact and rounded once. NaN when a value is NaN or infinite.
    /// </summary>
    public static AggregatePlan CovarPop(string x, string y) => Of("covar_pop", x, y);

    /// <summary>Pearson's correlation of the rows where neither is null, from −1 to 1, rounded once from its exact square. Null when x or y
    /// does not vary; NaN when a value is NaN or infinite.</summary>
    public static AggregatePlan Corr(string x, string y) => Of("corr", x, y);

    /// <summary>The slope of the line of least squares through the rows where neither is null, in units of y for one of x, exact and
    /// rounded once. Null when x does not vary; NaN when a value is NaN or infinite.</summary>
    public static AggregatePlan Slope(string y, string x) => Of("slope", y, x);

    /// <summary>Σxw ÷ Σw over the rows where neither is null, exact and rounded once, in the unit of x. Null when the weights add up to 0;
    /// NaN when a value is NaN or infinite.</summary>
    public static AggregatePlan WeightedAvg(string column, string weight) => Of("weighted_avg", column, weight);

    /// <summary>The smallest value up to which the weights add up to p of their sum or more (the inverse of the weighted distribution
    /// function), NaN last, over the rows where neither is null: one of the values, as a float64 in the unit of the column. Null when the
    /// weights add up to 0; a weight below 0, NaN or infinite is an error of the run. All values of a group are kept in memory.</summary>
    /// <param name="column">A column or expression of numbers.</param>
    /// <param name="weight">The weights: a column or expression of numbers from 0 on.</param>
    /// <param name="p">From 0 to 1.</param>
    public static AggregatePlan WeightedQuantile(string column, string weight, double p) =>
        new() { Function = "weighted_quantile", Typed = [Argument.Of(column), Argument.Of(weight), Argument.Of(p)] };

    /// <summary>
    /// max − min in the column's unit; NaN only if there is nothing else. Of integers an int64; a range that does not fit is an error.
    /// </summary>
    public static AggregatePlan Range(string column) => Of("range", column);

    /// <summary>The value at the earliest time, as <see cref="First"/>.</summary>
    public static AggregatePlan Open(string column) => Of("open", column);

    /// <summary>The largest value, as <see cref="Max"/>.</summary>
    public static AggregatePlan High(string column) => Of("high", column);

    /// <summary>The smallest value, as <see cref="Min"/>.</summary>
    public static AggregatePlan Low(string column) => Of("low", column);

    /// <summary>The value at the latest time, as <see cref="Last"/>.</summary>
    public static AggregatePlan Close(string column) => Of("close", column);

    /// <summary>Four columns, the name followed by <c>_open _high _low _close</c>: <see cref="First"/>, <see cref="Max"/>,
    /// <see cref="Min"/> and <see cref="Last"/> of the column.</summary>
    public static AggregatePlan Ohlc(string column) => Of("ohlc", column);

    /// <summary>The first value in the input that is not null, whatever its time.</summary>
    public static AggregatePlan Any(string column) => Of("any", column);

    /// <summary>Counts of the values below the first edge, from each edge up to the next, and from the last on: an int64 column each, the
    /// name followed by such as <c>_below_0 _0_10 _from_10</c>. Values count as float64; NaN is in none.</summary>
    /// <param name="column">A column or expression of numbers.</param>
    /// <param name="edges">1 to 1000, finite and rising; anything else is an error once the plan meets its input.</param>
    public static AggregatePlan Histogram(string column, params double[] edges) =>
        Of("histogram", column, edges);

    /// <summary>How many different values there are, as an int64: exact up to 768, then by a HyperLogLog with a standard error of 0.81 %.
    /// −0 is 0, all NaNs are one value, and decimals count as float64.</summary>
    public static AggregatePlan ApproxDistinct(string column) => Of("approx_distinct", column);

    /// <summary>
    /// Aggregates as users write them, parted by commas: <c>avg(power_w) filter (where phase = 1) as kw, count() as n</c>.
    /// </summary>
    /// <param name="text">The text. Names of functions may be in capitals.</param>
    /// <returns>The aggregates in their order. Whether there are such functions and columns shows when the plan meets its input.</returns>
    /// <exception cref="PlanException">The text does not read so; the message shows how it should.</exception>
    public static IReadOnlyList<AggregatePlan> Parse(string text) => AggregateText.ParseList(text);

    /// <summary>An aggregate by its name in the catalogue.</summary>
    public static AggregatePlan Of(string function, params string[] arguments) => new() { Function = function, Arguments = arguments };

    /// <summary>Names the result column.</summary>
    public static AggregatePlan As(this AggregatePlan aggregate, string name) => aggregate with { As = name };

    /// <summary>Gives the aggregate a filter of its own.</summary>
    public static AggregatePlan Filter(this AggregatePlan aggregate, string expression) => aggregate with { Filter = expression };

    private static AggregatePlan Of(string function, string column, double[] numbers) =>
        new() { Function = function, Typed = [Argument.Of(column), .. numbers.Select(Argument.Of)] };

    private static AggregatePlan Stepped(string function, string column, bool inside, params string[] options) =>
        Of(function, [column, .. options, .. inside ? ["bounds => 'inside'"] : Array.Empty<string>()]);
}
