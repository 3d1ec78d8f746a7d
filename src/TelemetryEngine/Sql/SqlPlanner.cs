using TelemetryEngine.Aggregates;
using TelemetryEngine.Expressions;

namespace TelemetryEngine.Sql;

// Makes pipelines of queries: nothing runs before the pipeline does. Files are looked at where names must be known, as those of tables that
// are joined.
internal sealed partial class SqlPlanner
{
    private readonly IReadOnlyDictionary<string, Pipeline> _tables;
    private readonly SqlValues _values;
    private readonly Dictionary<string, Pipeline> _common = new(StringComparer.Ordinal);

    private SqlPlanner(IReadOnlyDictionary<string, Pipeline> tables, SqlValues values)
    {
        _tables = tables;
        _values = values;
    }

    // The query as a pipeline.
    // throws PlanException: It says what plans can't, or names what is not there.
    public static Pipeline Plan(SqlQuery query, IReadOnlyDictionary<string, Pipeline> tables, SqlValues values) =>
        new SqlPlanner(tables, values).Query(query);

    // What COPY writes.
    // throws PlanException: As above, or an option is none.
    public static SqlOutput Copy(SqlCopy copy, IReadOnlyDictionary<string, Pipeline> tables, SqlValues values)
    {
        SqlPlanner planner = new(tables, values);
        SqlWriting writing = new();
        foreach (SqlOption option in copy.Options)
        {
            writing.Set(option.At, option.Name, planner.Option(option.Value));
        }

        return new SqlOutput(planner.From(copy.Table).Rows, copy.Target, writing.Options);
    }

    // A table as a pipeline.
    // throws PlanException: As above.
    public static Pipeline Plan(SqlTable table, IReadOnlyDictionary<string, Pipeline> tables, SqlValues values) =>
        new SqlPlanner(tables, values).From(table).Rows;

    private Pipeline Query(SqlQuery query)
    {
        Dictionary<string, Pipeline?> hidden = new(StringComparer.Ordinal);
        foreach (SqlCommonTable table in query.With)
        {
            if (!hidden.TryAdd(table.Name, _common.GetValueOrDefault(table.Name)))
            {
                throw table.At.Error($"there are two tables '{table.Name}' in this 'with'");
            }

            _common[table.Name] = Named(table.At, Query(table.Query), table.Columns);
        }

        Pipeline rows = Cut(Body(query.Body, query.OrderBy), query);
        foreach ((string name, Pipeline? before) in hidden)
        {
            _common.Remove(name);
            if (before is not null)
            {
                _common[name] = before;
            }
        }

        return rows;
    }

    private Pipeline Body(SqlBody body, SqlList<SqlOrder> order) => body switch
    {
        SqlSelectBody select => Select(select, order),
        SqlNestedQuery nested => Sorted(Query(nested.Query), order),
        SqlUnion union => Sorted(Union(union), order),
        _ => throw body.At.Error("this is no query"),
    };

    private Pipeline Union(SqlUnion union)
    {
        Pipeline rows = Body(union.First, []);
        foreach (SqlUnionPart part in union.Others)
        {
            Pipeline other = Body(part.Body, []);
            rows = rows.Union(part.ByName ? other : ByPlace(part.At, rows.ColumnNames(), other));
            rows = part.All ? rows : rows.Dedup();
        }

        return rows;
    }

    // The columns of other rows, called as those of the first.
    private static Pipeline ByPlace(SourceAt at, IReadOnlyList<string> names, Pipeline other)
    {
        IReadOnlyList<string> own = other.ColumnNames();
        return own.Count != names.Count
            ? throw at.Error($"'union' of {names.Count} and {own.Count} columns; columns that go by name are joined by 'union all by name'")
            : own.SequenceEqual(names) ? other : Selected(other, [.. own.Zip(names)]);
    }

    // name (columns): the columns of the query, called anew.
    private static Pipeline Named(SourceAt at, Pipeline rows, SqlList<string> names)
    {
        if (names.Count == 0)
        {
            return rows;
        }

        IReadOnlyList<string> own = rows.ColumnNames();
        return own.Count == names.Count ? Selected(rows, [.. own.Zip(names)])
            : throw at.Error($"{names.Count} names for {own.Count} columns");
    }

    private static Pipeline Selected(Pipeline rows, IReadOnlyList<(string Column, string Name)> columns) => rows.Then(new SelectStep
    {
        Columns = [.. columns.Select(static column =>
            new SelectColumn(ExpressionWriter.Name(column.Column), column.Name == column.Column ? null : column.Name))],
    });

    // ORDER BY behind a query whose items are not seen: columns of its result.
    private static Pipeline Sorted(Pipeline rows, SqlList<SqlOrder> order)
    {
        if (order.Count == 0)
        {
            return rows;
        }

        IReadOnlyList<string> names = rows.ColumnNames();
        return rows.Then(new SortStep
        {
            By = [.. order.SelectMany(item => item.Value switch
            {
                null => names.Select(name => Sort(name, item)),
                LiteralNode { Value: long place } => [Sort(Place(item.At, place, names), item)],
                ColumnNode column when names.Contains(column.Name) => [Sort(column.Name, item)],
                ColumnNode column => throw column.At.Error(
                    $"the result has no column '{column.Name}'; {NearestName.Hint(column.Name, names, $"there is {string.Join(", ", names)}")}"),
                _ => throw item.At.Error("the rows of 'union' are ordered by columns of the result; put the query into brackets behind 'from' to order by more"),
            })],
        });
    }

    private static SortColumn Sort(string column, SqlOrder order) => new(column, order.Descending, order.NullsFirst ?? false);

    private static string Place(SourceAt at, long place, IReadOnlyList<string> names) => place >= 1 && place <= names.Count
        ? names[(int)place - 1]
        : throw at.Error($"there is no column {place}; the result has {names.Count}");

    private Pipeline Cut(Pipeline rows, SqlQuery query) => query.Limit is null && query.Offset is null
        ? rows
        : rows.Then(new LimitStep(Whole(query.Limit), Whole(query.Offset) ?? 0));

    private long? Whole(ExpressionNode? node) => node switch
    {
        null => null,
        LiteralNode { Value: long number } => number,
        ParameterNode parameter => _values.Whole(parameter) is >= 0 and var number
            ? number
            : throw parameter.At.Error("'limit' and 'offset' are whole numbers from 0 on"),
        _ => throw node.At.Error("'limit' and 'offset' are whole numbers from 0 on"),
    };

    // An expression over the rows behind FROM, as text of a plan.
    // throws PlanException: It has what expressions of plans don't.
    private string Text(ExpressionNode node, SqlScope scope) => ExpressionWriter.Write(node, replace: part => Operand(part, scope));

    private string? Operand(ExpressionNode node, SqlScope scope) => node switch
    {
        ColumnNode column => ExpressionWriter.Name(scope.Resolve(column)),
        QualifiedColumnNode column => ExpressionWriter.Name(scope.Resolve(column)),
        SqlCallNode { Over: not null } => throw node.At.Error("a function over rows can't stand here; filter by it with 'qualify'"),
        SqlCallNode call when IsAggregate(call) => throw node.At.Error(
            $"the aggregate {call.Name} can't stand here; filter groups with 'having'"),
        SqlCallNode call => throw Unknown(call),
        _ => Constant(node),
    };

    // What stands for a node that only statements have; null for others.
    private string? Constant(ExpressionNode node) => node switch
    {
        ParameterNode parameter => _values.Text(parameter),
        CalendarIntervalNode interval => throw node.At.Error(
            $"an interval of '{interval.Text}' has no fixed length; only windows have such, as time_bucket('{interval.Text}', …)"),
        SqlQueryNode query => _queries.TryGetValue(query, out string? name) ? ExpressionWriter.Name(name)
            : throw node.At.Error("a query can't stand here; compute its value in a query behind 'from'"),
        StarNode => throw node.At.Error("'*' stands for columns in 'select' and in count(*)"),
        _ => null,
    };

    private static PlanException Unknown(SqlCallNode call)
    {
        IEnumerable<string> names =
            FunctionCatalog.FunctionNames.Concat(AggregateCatalog.All.Select(static a => a.Name)).Concat(OverNames.Keys);
        return call.At.Error($"unknown function '{call.Name}'; {NearestName.Hint(call.Name, names, "'show functions' lists all")}");
    }

    private static bool IsAggregate(SqlCallNode call) => call.Over is null && AggregateCatalog.All.Any(known => known.Name == NameOf(call));

    // Other names that people know aggregates by.
    private static string NameOf(SqlCallNode call) => call.Name switch
    {
        "mean" => "avg",
        "stddev_samp" => "stddev",
        "var_samp" or "variance" => "var",
        "covar_samp" => "covar",
        "max_by" or "argmax" => "arg_max",
        "min_by" or "argmin" => "arg_min",
        "countif" => "count_if",
        "quantile_disc" or "percentile_disc" => "quantile",
        "any_value" => "any",
        _ => call.Name,
    };

    // Whether there is an aggregate somewhere in it.
    private static bool HasAggregate(ExpressionNode? node) => node is not null && Within(node).OfType<SqlCallNode>().Any(IsAggregate);

    private static bool HasOver(ExpressionNode? node) =>
        node is not null && Within(node).OfType<SqlCallNode>().Any(static call => call.Over is not null);

    private static IEnumerable<ExpressionNode> Within(ExpressionNode node) => node.Children.SelectMany(Within).Prepend(node);
}
