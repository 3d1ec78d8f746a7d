namespace TelemetryEngine.Laws;

/// <summary>
/// Checks that an aggregate of a program's own keeps the laws that its interface names: for values that are made at random, from a seed, so
/// that a check always does the same. It belongs in a unit test of any framework: what is broken throws.
/// </summary>
/// <remarks>
/// <para>Of every function: the same values give the same result; they may come in any pieces; asking for the result changes nothing; a
/// copy of a state and the state know nothing of each other. Of one that merges also: values may come in any order; merged states give
/// what one state of all values gives; <c>Merge</c> is commutative and associative, and leaves the other state as it was; the empty state
/// changes nothing.</para>
/// <para>Results are the same when they are equal to the bit, but for −0, which is 0, and NaN, of which there is one. A function that
/// throws breaks the law at hand: where it is not made for all values, give it those that it is made for.</para>
/// </remarks>
public static class AggregateLaws
{
    /// <summary>How many samples are checked where no other number is given.</summary>
    public const int DefaultSamples = 200;

    /// <summary>Checks a function of one column whose states merge.</summary>
    /// <param name="function">The state of no values, as <c>Aggregate.Custom</c> gets it.</param>
    /// <param name="value">Makes a value; null = any of the type: small, large and in between, NaN and infinities too.</param>
    /// <param name="samples">How many times the laws are checked, each time with other values: none, a few, some hundred.</param>
    /// <param name="seed">What the values are made from.</param>
    /// <exception cref="LawException">A law is broken.</exception>
    public static void Check<TSelf, TValue, TResult>(
        IAggregateFunction<TSelf, TValue, TResult> function, Func<Random, TValue>? value = null, int samples = DefaultSamples, int seed = 1)
        where TSelf : struct, IAggregateFunction<TSelf, TValue, TResult> =>
        new Trial<TSelf, TValue, TResult>(
            Empty<TSelf>(function),
            static (ref state, values) => state.Add(values),
            static (ref state, in other) => state.Merge(other),
            value ?? AnyValue.Of<TValue>).Check(samples, seed);

    /// <summary>Checks a function of two columns whose states merge.</summary>
    /// <param name="function">The state of no values, as <c>Aggregate.Custom</c> gets it.</param>
    /// <param name="row">Makes a row; null = any values of the types.</param>
    /// <param name="samples">How many times the laws are checked, each time with other values.</param>
    /// <param name="seed">What the values are made from.</param>
    /// <exception cref="LawException">A law is broken.</exception>
    public static void Check<TSelf, TFirst, TSecond, TResult>(
        IAggregateFunction<TSelf, TFirst, TSecond, TResult> function, Func<Random, (TFirst First, TSecond Second)>? row = null,
        int samples = DefaultSamples, int seed = 1)
        where TSelf : struct, IAggregateFunction<TSelf, TFirst, TSecond, TResult> =>
        new Trial<TSelf, (TFirst First, TSecond Second), TResult>(
            Empty<TSelf>(function),
            static (ref state, rows) => state.Add(First(rows), Second(rows)),
            static (ref state, in other) => state.Merge(other),
            row ?? AnyValue.Of<TFirst, TSecond>).Check(samples, seed);

    /// <summary>Checks a function of one column that is given the values in order.</summary>
    /// <param name="function">The state of no values, as <c>Aggregate.Custom</c> gets it.</param>
    /// <param name="value">Makes a value; null = any of the type.</param>
    /// <param name="samples">How many times the laws are checked, each time with other values.</param>
    /// <param name="seed">What the values are made from.</param>
    /// <exception cref="LawException">A law is broken.</exception>
    public static void Check<TSelf, TValue, TResult>(
        IOrderedAggregateFunction<TSelf, TValue, TResult> function, Func<Random, TValue>? value = null, int samples = DefaultSamples,
        int seed = 1)
        where TSelf : struct, IOrderedAggregateFunction<TSelf, TValue, TResult>
        where TValue : unmanaged =>
        new Trial<TSelf, TValue, TResult>(
            Empty<TSelf>(function),
            static (ref state, values) => state.Add(values),
            merge: null,
            value ?? AnyValue.Of<TValue>).Check(samples, seed);

    /// <summary>Checks a function of two columns that is given the rows in order.</summary>
    /// <param name="function">The state of no values, as <c>Aggregate.Custom</c> gets it.</param>
    /// <param name="row">Makes a row; null = any values of the types.</param>
    /// <param name="samples">How many times the laws are checked, each time with other values.</param>
    /// <param name="seed">What the values are made from.</param>
    /// <exception cref="LawException">A law is broken.</exception>
    public static void Check<TSelf, TFirst, TSecond, TResult>(
        IOrderedAggregateFunction<TSelf, TFirst, TSecond, TResult> function, Func<Random, (TFirst First, TSecond Second)>? row = null,
        int samples = DefaultSamples, int seed = 1)
        where TSelf : struct, IOrderedAggregateFunction<TSelf, TFirst, TSecond, TResult>
        where TFirst : unmanaged
        where TSecond : unmanaged =>
        new Trial<TSelf, (TFirst First, TSecond Second), TResult>(
            Empty<TSelf>(function),
            static (ref state, rows) => state.Add(First(rows), Second(rows)),
            merge: null,
            row ?? AnyValue.Of<TFirst, TSecond>).Check(samples, seed);

    private static TSelf Empty<TSelf>(object function)
    {
        ArgumentNullException.ThrowIfNull(function);
        return (TSelf)function;
    }

    private static TFirst[] First<TFirst, TSecond>(ReadOnlySpan<(TFirst First, TSecond Second)> rows)
    {
        TFirst[] values = new TFirst[rows.Length];
        for (int i = 0; i < values.Length; i++)
        {
            values[i] = rows[i].First;
        }

        return values;
    }

    private static TSecond[] Second<TFirst, TSecond>(ReadOnlySpan<(TFirst First, TSecond Second)> rows)
    {
        TSecond[] values = new TSecond[rows.Length];
        for (int i = 0; i < values.Length; i++)
        {
            values[i] = rows[i].Second;
        }

        return values;
    }
}
