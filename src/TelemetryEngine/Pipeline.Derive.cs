using TelemetryEngine.Expressions;

namespace TelemetryEngine;

/// <content>Columns that functions of the program compute.</content>
public sealed partial class Pipeline
{
    /// <summary>
    /// Adds a column behind the others that a function computes of another, batch by batch: of the values in the first span, the results
    /// in the second, which is as long and begins with zeros, false or null.
    /// </summary>
    /// <remarks>
    /// A result goes by the values at its own index alone: how rows are cut into batches differs from run to run. Several threads call the
    /// function at a time. It is called with the rows that have a value in each column and that no step before left out; the others are
    /// null. Columns of any number are read as <see langword="double"/>, where integers beyond 2⁵³ and decimals are rounded to the nearest;
    /// integers as <see langword="long"/>, conditions as <see langword="bool"/>, texts as <see langword="string"/>, one object for each
    /// different text. NaN and infinities are values. A <see langword="string"/> that is null is a null; −0 becomes 0. An exception of the function ends the run with
    /// a <see cref="RunException"/>, whose inner exception it is. A pipeline with such a step runs, and can't be stored:
    /// <see cref="ToPlan"/> and <see cref="Plan.ToJson"/> refuse it.
    /// </remarks>
    /// <param name="name">The name of the column, which no other has yet.</param>
    /// <param name="compute">The function.</param>
    /// <param name="column">The column it reads, by its name.</param>
    /// <typeparam name="T"><see langword="double"/>, <see langword="long"/>, <see langword="bool"/> or <see langword="string"/>.</typeparam>
    /// <typeparam name="TResult">The same.</typeparam>
    /// <exception cref="ArgumentException">It is another type.</exception>
    public Pipeline Derive<T, TResult>(string name, Action<ReadOnlySpan<T>, Span<TResult>> compute, string column) =>
        Derive<TResult>(
            name,
            compute,
            [column],
            [CustomValues.Of<T>()],
            (node, operands) => new SpanNode<T, TResult>(node, compute, operands));

    /// <summary>Adds a column that a function computes of two others, as <see cref="Derive{T, TResult}"/> says for one.</summary>
    /// <param name="name">The name of the column, which no other has yet.</param>
    /// <param name="compute">The function.</param>
    /// <param name="first">The column of its first span.</param>
    /// <param name="second">The column of its second span.</param>
    /// <typeparam name="T1"><see langword="double"/>, <see langword="long"/>, <see langword="bool"/> or <see langword="string"/>.</typeparam>
    /// <typeparam name="T2">The same.</typeparam>
    /// <typeparam name="TResult">The same.</typeparam>
    /// <exception cref="ArgumentException">It is another type.</exception>
    public Pipeline Derive<T1, T2, TResult>(
        string name, Action<ReadOnlySpan<T1>, ReadOnlySpan<T2>, Span<TResult>> compute, string first, string second) =>
        Derive<TResult>(
            name,
            compute,
            [first, second],
            [CustomValues.Of<T1>(), CustomValues.Of<T2>()],
            (node, operands) => new SpanNode<T1, T2, TResult>(node, compute, operands));

    /// <summary>Adds a column that a function computes of three others, as <see cref="Derive{T, TResult}"/> says for one.</summary>
    /// <param name="name">The name of the column, which no other has yet.</param>
    /// <param name="compute">The function.</param>
    /// <param name="first">The column of its first span.</param>
    /// <param name="second">The column of its second span.</param>
    /// <param name="third">The column of its third span.</param>
    /// <typeparam name="T1"><see langword="double"/>, <see langword="long"/>, <see langword="bool"/> or <see langword="string"/>.</typeparam>
    /// <typeparam name="T2">The same.</typeparam>
    /// <typeparam name="T3">The same.</typeparam>
    /// <typeparam name="TResult">The same.</typeparam>
    /// <exception cref="ArgumentException">It is another type.</exception>
    public Pipeline Derive<T1, T2, T3, TResult>(
        string name, Action<ReadOnlySpan<T1>, ReadOnlySpan<T2>, ReadOnlySpan<T3>, Span<TResult>> compute,
        string first, string second, string third) =>
        Derive<TResult>(
            name,
            compute,
            [first, second, third],
            [CustomValues.Of<T1>(), CustomValues.Of<T2>(), CustomValues.Of<T3>()],
            (node, operands) => new SpanNode<T1, T2, T3, TResult>(node, compute, operands));

    private Pipeline Derive<TResult>(
        string name, Delegate compute, string[] columns, CustomValues[] takes, Func<SpanFunctionNode, BoundNode[], BoundNode> make)
    {
        ArgumentException.ThrowIfNullOrEmpty(name);
        ArgumentNullException.ThrowIfNull(compute);
        Array.ForEach(columns, static column => ArgumentException.ThrowIfNullOrEmpty(column));
        CustomValues.Of<TResult>();
        ExpressionNode[] nodes = [.. columns.Select(static column => new ColumnNode(column))];
        return Then(new SpanStep(name, columns, new SpanFunctionNode(name, new SpanFunction(takes, make), nodes)));
    }
}
