using TelemetryEngine.Columns;

namespace TelemetryEngine.Expressions;

// Expressions over columns, for filter and derive: text to a tree, a tree to something that runs over batches.
internal static class Expression
{
    // Reads an expression.
    // throws PlanException: The text is none; the message shows where, and suggests the nearest function name.
    public static ExpressionNode Parse(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        return ExpressionGrammar.Parse(text);
    }

    // The names of the columns that an expression uses, each once, in the order of the text.
    public static IReadOnlyList<string> Columns(ExpressionNode node)
    {
        List<string> names = [];
        Collect(node, names);
        return names;
    }

    // Ties an expression to columns. Each worker binds its own: what comes back is for one thread at a time.
    // columns: The columns of the batches, at their ordinals, with the names that the expression has for them.
    // throws PlanException: A column is unknown, or types don't go together; the message shows where.
    public static BoundExpression Bind(ExpressionNode node, NamedColumns columns)
    {
        Binder binder = new(columns);
        BoundNode root = Coercion.ToValue(binder.Bind(node));
        return new BoundExpression(root, [.. binder.Ordinals]);
    }

    // As above, of columns that go by their own names.
    public static BoundExpression Bind(ExpressionNode node, IReadOnlyList<Column> columns) => Bind(node, new NamedColumns(columns));

    private static void Collect(ExpressionNode node, List<string> names)
    {
        if (node is ColumnNode column && !names.Contains(column.Name))
        {
            names.Add(column.Name);
        }

        foreach (ExpressionNode child in node.Children)
        {
            Collect(child, names);
        }
    }
}
