using TelemetryEngine.Expressions;

namespace TelemetryEngine.Sql;

// <content>SELECT: filter, groups, functions over rows, items, order.</content>
internal sealed partial class SqlPlanner
{
    // A column of the result.
    // Expression: As text of a plan, over the rows that the items see.
    // Value: What it was written as; null for the columns of a star.
    private sealed record Item(string Expression, string Name, ExpressionNode? Value);

    private Pipeline Select(SqlSelectBody select, SqlList<SqlOrder> order)
    {
        SqlScope scope = select.From is { } table ? From(table)
            : throw select.At.Error("there is no 'from'; a query reads a table, such as 'readings.csv'");
        CheckPlaces(select);
        if (select.Where is { } filter)
        {
            scope = Filtered(scope, filter);
        }

        IEnumerable<ExpressionNode> values = select.Items.OfType<SqlValueItem>().Select(static item => item.Value)
            .Concat(order.Select(static item => item.Value).OfType<ExpressionNode>());
        bool isGrouped = select.GroupBy is not null || select.SampleBy is not null || select.Having is not null || values.Any(HasAggregate)
            || HasAggregate(select.Qualify);
        ExpressionNode[] over = [.. values.Append(select.Having).Append(select.Qualify).OfType<ExpressionNode>()];
        SqlRows rows = isGrouped ? WithQueries(Grouped(select, order, scope), over) : Plain(select, WithQueries(scope, over));
        if (select.Having is { } having)
        {
            rows = rows with { Rows = rows.Rows.Where(rows.Text(having)) };
        }

        ExpressionNode[] overs = [.. values.Append(select.Qualify).OfType<ExpressionNode>().Where(HasOver)];
        rows = overs.Length == 0 ? rows : Over(rows, overs);
        if (select.Qualify is { } qualify)
        {
            rows = rows with { Rows = rows.Rows.Where(rows.Text(qualify)) };
        }

        return Chosen(select, order, rows);
    }

    private SqlRows Plain(SqlSelectBody select, SqlScope scope)
    {
        if (select.Fill.Count > 0)
        {
            throw select.Fill[0].At.Error("only windows are filled; group by one, such as time_bucket('1h', ts)");
        }

        if (scope.Windows is { } windows)
        {
            // windows that do not overlap are a column of each row
            if (windows.Plan is not { Kind: "tumbling", Every: { } every, Offset: null })
            {
                throw windows.At.Error("windows that overlap, are sessions or are shifted have groups: write 'group by window_start'");
            }

            string time = ExpressionWriter.Name(scope.Rows.Written.Time!.Column!);
            scope = scope with { Rows = scope.Rows.Derive("window_start", $"time_bucket({ExpressionWriter.Quote(every)}, {time})"), Windows = null };
        }

        return new SqlRows(scope.Rows, node => Operand(node, scope), scope);
    }

    private static void CheckPlaces(SqlSelectBody select)
    {
        if (HasAggregate(select.Where))
        {
            throw select.Where!.At.Error("an aggregate can't stand in 'where', which is about rows; filter groups with 'having'");
        }

        if (HasOver(select.Where) || HasOver(select.Having))
        {
            throw (HasOver(select.Where) ? select.Where! : select.Having!).At.Error("a function over rows is filtered by with 'qualify'");
        }

        if (select.Qualify is { } qualify && !HasOver(qualify))
        {
            throw qualify.At.Error("'qualify' filters by a function over rows, such as row_number() over (…); write 'where' or 'having'");
        }
    }

    // The columns of the result, sorted.
    private Pipeline Chosen(SqlSelectBody select, SqlList<SqlOrder> order, SqlRows rows)
    {
        List<Item>? items = Items(select, rows);
        Pipeline result = rows.Rows;
        List<Item> hidden = [];
        SortColumn[] by = [.. order.SelectMany(item => OrderOf(item, items, rows, hidden))];
        if (hidden.Count > 0 && select.Distinct)
        {
            throw order[0].At.Error("rows that are 'distinct' are ordered by columns of the result");
        }

        if (items is not null && !IsAll(items, rows, hidden.Count))
        {
            result = result.Then(new SelectStep { Columns = [.. items.Concat(hidden).Select(Column)] });
        }
        else if (hidden.Count > 0)
        {
            result = hidden.Aggregate(result, static (all, item) => all.Derive(item.Name, item.Expression));
        }

        result = select.Distinct ? result.Dedup() : result;
        result = by.Length == 0 ? result : result.Then(new SortStep { By = by });
        return hidden.Count == 0 ? result : result.Drop([.. hidden.Select(static item => item.Name)]);
    }

    private static SelectColumn Column(Item item) =>
        new(item.Expression, item.Expression == ExpressionWriter.Name(item.Name) ? null : item.Name);

    // Whether the items are the columns of the rows, which need not be chosen then.
    private static bool IsAll(List<Item> items, SqlRows rows, int hidden) =>
        hidden == 0 && rows.Columns is { } columns && items.Select(static item => item.Name).SequenceEqual(columns)
            && items.TrueForAll(static item => item.Expression == ExpressionWriter.Name(item.Name));

    // The items; null where they are all columns, whatever these are.
    private static List<Item>? Items(SqlSelectBody select, SqlRows rows)
    {
        if (select.Items is [SqlStarItem { Except.Count: 0 } only] && rows.Star(only) is null)
        {
            return null;
        }

        List<Item> items = [];
        foreach (SqlItem item in select.Items)
        {
            if (item is SqlValueItem value)
            {
                items.Add(new Item(rows.Text(value.Value), value.Alias ?? NameOf(value.Value, rows), value.Value));
            }
            else if (item is SqlStarItem star)
            {
                IEnumerable<string> columns = rows.Star(star) ?? rows.Rows.ColumnNames().Where(name => !star.Except.Contains(name));
                items.AddRange(columns.Select(static column => new Item(ExpressionWriter.Name(column), column, null)));
            }
        }

        if (items.GroupBy(static item => item.Name).FirstOrDefault(static names => names.Count() > 1) is { } twice)
        {
            throw select.At.Error($"two columns of the result are called '{twice.Key}'; give one another name with 'as'");
        }

        return items;
    }

    // The name of a value without one: that of the column, else its words.
    private static string NameOf(ExpressionNode value, SqlRows rows) => value switch
    {
        ColumnNode column => column.Name,
        QualifiedColumnNode column => column.Name,
        _ => rows.NameOf(value) ?? NamedText.Words(ExpressionWriter.Write(value, isSql: true)),
    };

    // What an item of ORDER BY means; what is no column of the result becomes one that is dropped behind the sort.
    private static IEnumerable<SortColumn> OrderOf(SqlOrder order, List<Item>? items, SqlRows rows, List<Item> hidden)
    {
        string[] names = [.. items?.Select(static item => item.Name) ?? []];
        switch (order.Value)
        {
            case null:
                return (items is null ? rows.Rows.ColumnNames() : names).Select(name => Sort(name, order));
            case LiteralNode { Value: long place }:
                return [Sort(Place(order.At, place, items is null ? rows.Rows.ColumnNames() : names), order)];
            case ColumnNode column when names.Contains(column.Name):
                return [Sort(column.Name, order)];
        }

        string text = rows.Text(order.Value);
        if (items?.Find(item => item.Expression == text) is { } same)
        {
            return [Sort(same.Name, order)];
        }

        if (items is null && order.Value is ColumnNode or QualifiedColumnNode)
        {
            return [Sort(rows.ColumnOf(order.Value), order)];
        }

        string name = $"order {hidden.Count + 1}";
        hidden.Add(new Item(text, name, null));
        return [Sort(name, order)];
    }
}

// Rows that the items of a query are chosen from.
// Operand: What stands for a node in a plan; null = it is written.
// Scope: How columns are called; null where the rows are groups.
internal sealed record SqlRows(Pipeline Rows, Func<ExpressionNode, string?> Operand, SqlScope? Scope)
{
    // The columns, where they are known.
    public IReadOnlyList<string>? Columns { get; init; }

    // The names that nodes have as columns, such as aggregates.
    public Func<ExpressionNode, string?> NameOf { get; init; } = static _ => null;

    public string Text(ExpressionNode node) => ExpressionWriter.Write(node, replace: Operand);

    // The column that a name means.
    public string ColumnOf(ExpressionNode node)
    {
        string text = Text(node);
        return text.StartsWith('"') ? text[1..^1].Replace("\"\"", "\"", StringComparison.Ordinal) : text;
    }

    // The columns that a star means; null where they are not looked at.
    public IReadOnlyList<string>? Star(SqlStarItem star) => Scope is not null ? Scope.Star(star)
        : throw star.At.Error("'*' can't stand beside groups; name the keys and the aggregates");
}
