using TelemetryEngine.Aggregates;

namespace TelemetryEngine;

/// <content>Functions of the program.</content>
public static partial class Aggregate
{
    /// <summary>
    /// An aggregate of the program's own, computed in the same pass as the others. It is called as its type is, in words joined by
    /// <c>_</c>; <see cref="As"/> gives its column a name. A pipeline with one runs, and can't be stored:
    /// <see cref="Pipeline.ToPlan"/> and <see cref="Plan.ToJson"/> refuse it.
    /// </summary>
    /// <param name="function">The state of no values, such as <c>new SumOfSquares()</c>, with parameters where it has any.</param>
    /// <param name="column">A column or expression.</param>
    /// <exception cref="ArgumentException">A type of the function is none that functions take or give.</exception>
    public static AggregatePlan Custom<TSelf, TValue, TResult>(IAggregateFunction<TSelf, TValue, TResult> function, string column)
        where TSelf : struct, IAggregateFunction<TSelf, TValue, TResult> =>
        CustomAggregate.Of<TSelf, TValue, TResult>(CustomAggregate.Empty<TSelf>(function), column);

    /// <summary>An aggregate of the program's own over two columns, as <see cref="Custom{TSelf, TValue, TResult}(IAggregateFunction{TSelf, TValue, TResult}, string)"/>
    /// says of one.</summary>
    /// <param name="function">The state of no values, such as <c>new WeightedMean()</c>, with parameters where it has any.</param>
    /// <param name="first">The first column or expression.</param>
    /// <param name="second">The second column or expression.</param>
    /// <exception cref="ArgumentException">A type of the function is none that functions take or give.</exception>
    public static AggregatePlan Custom<TSelf, TFirst, TSecond, TResult>(
        IAggregateFunction<TSelf, TFirst, TSecond, TResult> function, string first, string second)
        where TSelf : struct, IAggregateFunction<TSelf, TFirst, TSecond, TResult> =>
        CustomAggregate.Of<TSelf, TFirst, TSecond, TResult>(CustomAggregate.Empty<TSelf>(function), first, second);

    /// <summary>An aggregate of the program's own that is given the values in order.</summary>
    /// <param name="function">The state of no values, with parameters where it has any.</param>
    /// <param name="column">A column or expression.</param>
    /// <exception cref="ArgumentException">A type of the function is none that functions take or give.</exception>
    public static AggregatePlan Custom<TSelf, TValue, TResult>(IOrderedAggregateFunction<TSelf, TValue, TResult> function, string column)
        where TSelf : struct, IOrderedAggregateFunction<TSelf, TValue, TResult>
        where TValue : unmanaged =>
        CustomAggregate.InOrder<TSelf, TValue, TResult>(CustomAggregate.Empty<TSelf>(function), column);

    /// <summary>An aggregate of the program's own over two columns that is given the rows in order.</summary>
    /// <param name="function">The state of no values, with parameters where it has any.</param>
    /// <param name="first">The first column or expression.</param>
    /// <param name="second">The second column or expression.</param>
    /// <exception cref="ArgumentException">A type of the function is none that functions take or give.</exception>
    public static AggregatePlan Custom<TSelf, TFirst, TSecond, TResult>(
        IOrderedAggregateFunction<TSelf, TFirst, TSecond, TResult> function, string first, string second)
        where TSelf : struct, IOrderedAggregateFunction<TSelf, TFirst, TSecond, TResult>
        where TFirst : unmanaged
        where TSecond : unmanaged =>
        CustomAggregate.InOrder<TSelf, TFirst, TSecond, TResult>(CustomAggregate.Empty<TSelf>(function), first, second);
}
