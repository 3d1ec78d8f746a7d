namespace TelemetryEngine;

/// <summary>Aggregates for <see cref="Pipeline.Aggregate"/>. Arguments are column names or expressions over columns; nulls are skipped;
/// of no values the result is null, and a count 0.</summary>
public static class Aggregate
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

    /// <summary>The p-quantile within 1 % of the value, by a DDSketch (Masson, Rim, Lee 2019): of n values in order, NaN last, the one at rank
    /// ⌊p × (n − 1)⌋, counted from 0. A float64 in the column's unit; NaN only where that rank is one. Quantiles of one column share a sketch.</summary>
    /// <param name="column">A column or expression of numbers.</param>
    /// <param name="p">From 0 to 1: 0.5 for the median. Anything else is an error once the plan meets its input.</param>
    public static AggregatePlan ApproxQuantile(string column, double p) =>
        Of("approx_quantile", column, p.ToString("R", System.Globalization.CultureInfo.InvariantCulture));

    /// <summary>An aggregate by its name in the catalogue.</summary>
    public static AggregatePlan Of(string function, params string[] arguments) => new() { Function = function, Arguments = arguments };

    /// <summary>Names the result column.</summary>
    public static AggregatePlan As(this AggregatePlan aggregate, string name) => aggregate with { As = name };

    /// <summary>Gives the aggregate a filter of its own.</summary>
    public static AggregatePlan Filter(this AggregatePlan aggregate, string expression) => aggregate with { Filter = expression };
}
