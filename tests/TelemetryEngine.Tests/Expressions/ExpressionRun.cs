using TelemetryEngine.Columns;
using TelemetryEngine.Expressions;

namespace TelemetryEngine.Tests.Expressions;

/// <summary>What an expression gives for the rows of a batch.</summary>
internal static class ExpressionRun
{
    /// <summary>The values; every row has one.</summary>
    public static IEnumerable<object?> Run(string text, BatchBuilder data)
    {
        using Batch batch = data.Build();
        using BoundExpression bound = Expression.Bind(Expression.Parse(text), data.Columns);
        ExpressionErrors errors = new();
        ColumnVector result = bound.Evaluate(batch, errors);
        Assert.True(errors.IsEmpty);
        return [.. Enumerable.Range(0, batch.Rows).Select(row => BatchBuilder.Get(result, row))];
    }

    /// <summary>The rows without a value, each with the reason.</summary>
    public static string Errors(string text, BatchBuilder data)
    {
        using Batch batch = data.Build();
        using BoundExpression bound = Expression.Bind(Expression.Parse(text), data.Columns);
        ExpressionErrors errors = new();
        bound.Evaluate(batch, errors);
        Assert.Equal(errors.IsEmpty, errors.InOrder().Length == 0);
        return string.Join(" ", errors.InOrder().ToArray().Select(error => $"{error.Row}: {error.Message}"));
    }
}
