using System.Diagnostics.CodeAnalysis;

namespace TelemetryEngine;

/// <summary>The state of a group, of which a result is made.</summary>
/// <typeparam name="TResult"><see langword="double"/>, <see langword="long"/>, <see langword="bool"/> or
/// <see langword="string"/>.</typeparam>
public interface IAggregateState<TResult>
{
    /// <summary>Gives the result, and leaves the state as it was: it may be asked again, and take more afterwards.</summary>
    /// <param name="result">The result; NaN is one, and −0 becomes 0.</param>
    /// <returns>False where there is none: then it is null. A <see langword="string"/> that is null is null too.</returns>
    bool TryFinish([MaybeNullWhen(false)] out TResult result);
}

/// <summary>
/// An aggregate of a program's own whose partial states merge, as those of the built-in ones do. It is a struct, which is the state of one
/// group. Each thread has states of its own for the rows that it reads, and they are merged in the end; which rows these are differs from
/// run to run. So the result must not depend on it, to the last bit. <see cref="IOrderedAggregateFunction{TSelf, TValue, TResult}"/> is for
/// functions that can't promise that, as a sum of <see langword="double"/>s, whose rounding depends on the order.
/// </summary>
/// <remarks>
/// <para>The laws: <c>Add</c> of values in any order and in any pieces gives the same state; <see cref="Merge"/> is associative and
/// commutative, and gives what adding all values to one state gives; the empty state changes nothing. "The same" is what
/// <see cref="IAggregateState{TResult}.TryFinish"/> tells. The package <c>TelemetryEngine.Laws</c> checks them.</para>
/// <para>Every group begins as a copy of the value that <c>Aggregate.Custom</c> was given, which may hold parameters. States are copied by
/// assignment and read by several threads. So what a field refers to, if it is no value, must never be changed once it is there: a
/// <see langword="string"/> will do, a list that grows will not. States of values alone go to a temporary file where groups do not fit the
/// memory; with others the run then ends with a <see cref="RunException"/>. What fields refer to does not count against
/// <see cref="RunOptions.MemoryBytes"/>.</para>
/// <para>Nulls are not given to a function, nor are rows that the aggregate's own filter leaves out; NaN and infinities are. An exception
/// ends the run with a <see cref="RunException"/>, whose inner exception it is; a <see cref="RunException"/> passes as it is.</para>
/// </remarks>
/// <typeparam name="TSelf">The struct itself.</typeparam>
/// <typeparam name="TResult">The type of the result.</typeparam>
public interface IAggregateFunction<TSelf, TResult> : IAggregateState<TResult>
    where TSelf : struct, IAggregateFunction<TSelf, TResult>
{
    /// <summary>Adds another state of the group, which stays as it is.</summary>
    void Merge(in TSelf other);
}

/// <summary>An aggregate of a program's own over one column, whose partial states merge.</summary>
/// <typeparam name="TSelf">The struct itself.</typeparam>
/// <typeparam name="TValue"><see langword="double"/> for numbers of any kind, of which integers beyond 2⁵³ and decimals are rounded to the
/// nearest, <see langword="long"/> for integers, <see langword="bool"/> for conditions or <see langword="string"/> for texts.</typeparam>
/// <typeparam name="TResult">The type of the result.</typeparam>
public interface IAggregateFunction<TSelf, TValue, TResult> : IAggregateFunction<TSelf, TResult>
    where TSelf : struct, IAggregateFunction<TSelf, TValue, TResult>
{
    /// <summary>Adds values of the group.</summary>
    /// <param name="values">At least one, none of them null, valid during the call.</param>
    void Add(ReadOnlySpan<TValue> values);
}

/// <summary>An aggregate of a program's own over two columns, whose partial states merge. Rows where either is null do not
/// count.</summary>
/// <typeparam name="TSelf">The struct itself.</typeparam>
/// <typeparam name="TFirst">As of the function over one column.</typeparam>
/// <typeparam name="TSecond">The same.</typeparam>
/// <typeparam name="TResult">The type of the result.</typeparam>
public interface IAggregateFunction<TSelf, TFirst, TSecond, TResult> : IAggregateFunction<TSelf, TResult>
    where TSelf : struct, IAggregateFunction<TSelf, TFirst, TSecond, TResult>
{
    /// <summary>Adds rows of the group.</summary>
    /// <param name="first">The values of the first column: at least one, valid during the call.</param>
    /// <param name="second">The values of the second column in the same rows.</param>
    void Add(ReadOnlySpan<TFirst> first, ReadOnlySpan<TSecond> second);
}

/// <summary>
/// An aggregate of a program's own over one column that is given the values of a group in order: by time, then by position in the input;
/// by position alone where the plan has no time. Whatever it computes of them is the same in every run. All values of a group are held
/// until the result is made, as those of <c>quantile</c> are, in memory or in a temporary file; the state is made then.
/// </summary>
/// <remarks>Every group begins as a copy of the value that <c>Aggregate.Custom</c> was given, which may hold parameters. Nulls are not
/// given to it, nor rows that the aggregate's own filter leaves out, nor, where the plan has a time, rows without one; NaN and infinities
/// are. Several threads make results at a time. An exception ends the run with a <see cref="RunException"/>, whose inner exception it is.</remarks>
/// <typeparam name="TSelf">The struct itself.</typeparam>
/// <typeparam name="TValue"><see langword="double"/> for numbers of any kind, of which integers beyond 2⁵³ and decimals are rounded to the
/// nearest, <see langword="long"/> for integers or <see langword="bool"/> for conditions.</typeparam>
/// <typeparam name="TResult">The type of the result.</typeparam>
public interface IOrderedAggregateFunction<TSelf, TValue, TResult> : IAggregateState<TResult>
    where TSelf : struct, IOrderedAggregateFunction<TSelf, TValue, TResult>
    where TValue : unmanaged
{
    /// <summary>Adds the values that come next in the group.</summary>
    /// <param name="values">At least one, none of them null, valid during the call. Long groups come in pieces.</param>
    void Add(ReadOnlySpan<TValue> values);
}

/// <summary>An aggregate of a program's own over two columns that is given the rows of a group in order, as
/// <see cref="IOrderedAggregateFunction{TSelf, TValue, TResult}"/> says of one column. Rows where either is null do not count.</summary>
/// <typeparam name="TSelf">The struct itself.</typeparam>
/// <typeparam name="TFirst">As of the function over one column.</typeparam>
/// <typeparam name="TSecond">The same.</typeparam>
/// <typeparam name="TResult">The type of the result.</typeparam>
public interface IOrderedAggregateFunction<TSelf, TFirst, TSecond, TResult> : IAggregateState<TResult>
    where TSelf : struct, IOrderedAggregateFunction<TSelf, TFirst, TSecond, TResult>
    where TFirst : unmanaged
    where TSecond : unmanaged
{
    /// <summary>Adds the rows that come next in the group.</summary>
    /// <param name="first">The values of the first column: at least one, valid during the call.</param>
    /// <param name="second">The values of the second column in the same rows.</param>
    void Add(ReadOnlySpan<TFirst> first, ReadOnlySpan<TSecond> second);
}
