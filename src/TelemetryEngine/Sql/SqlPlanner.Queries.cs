using TelemetryEngine.Expressions;

namespace TelemetryEngine.Sql;

// <content>Queries in expressions: one that is a value becomes a column, and one that a value is looked for in a join.</content>
internal sealed partial class SqlPlanner
{
    // The columns that queries became.
    private readonly Dictionary<ExpressionNode, string> _queries = new(ReferenceEqualityComparer.Instance);

    // Rows for which a condition is true. A part of it that looks for a value in a query joins with that.
    private SqlScope Filtered(SqlScope scope, ExpressionNode condition)
    {
        if (!Within(condition).Any(static part => part is SqlQueryNode))
        {
            return scope with { Rows = scope.Rows.Where(Text(condition, scope)) };
        }

        foreach (ExpressionNode part in Parts(condition))
        {
            if (AsSearch(part) is var (value, query, isNot))
            {
                scope = Searched(scope, value, query, isNot);
            }
            else
            {
                scope = WithQueries(scope, [part]);
                scope = scope with { Rows = scope.Rows.Where(Text(part, scope)) };
            }
        }

        return scope;
    }

    // x in (select …), and with not.
    private static (ExpressionNode Value, SqlQueryNode Query, bool IsNot)? AsSearch(ExpressionNode node) => node switch
    {
        CallNode { Name: "in", Arguments: [var value, SqlQueryNode query] } => (value, query, false),
        CallNode { Name: "not", Arguments: [CallNode { Name: "in", Arguments: [var value, SqlQueryNode query] }] } => (value, query, true),
        _ => null,
    };

    private SqlScope Searched(SqlScope scope, ExpressionNode value, SqlQueryNode query, bool isNot)
    {
        // both sides are computed, and so compared by value and not as they are written
        scope = WithQueries(WithColumns(scope), [value]);
        string key = NewKey();
        string other = NewKey();
        Pipeline list = OneColumn(query, other).Derive(HiddenKey(0), ExpressionWriter.Name(other)).Drop(other);
        Pipeline rows = scope.Rows.Derive(key, Text(value, scope)).Joined(
            new JoinStep { Input = new Plan(), Many = true }, list, [new JoinKey(key, HiddenKey(0))], isNot ? "anti" : "semi");
        if (!isNot)
        {
            return scope with { Rows = rows };
        }

        // it is not known whether a null is in a list with values, or whether a value is in a list with a null
        string count = NewKey();
        string known = NewKey();
        Pipeline counts = list.Then(new AggregateStep
        {
            Aggregates = [Aggregate.Count().As(count), Aggregate.Count(ExpressionWriter.Name(HiddenKey(0))).As(known)],
        });
        rows = Beside(rows, counts, [count, known]);
        string all = ExpressionWriter.Name(count);
        return scope with
        {
            Rows = rows.Where(
                $"coalesce({all}, 0) = 0 or ({all} = {ExpressionWriter.Name(known)} and {ExpressionWriter.Name(key)} is not null)"),
        };
    }

    // Rows with a column for each query that is a value in expressions over them.
    private SqlScope WithQueries(SqlScope scope, IEnumerable<ExpressionNode> values)
    {
        foreach (SqlQueryNode query in Queries(values))
        {
            scope = WithColumns(scope);
            scope = scope with { Rows = WithValue(scope.Rows, query) };
        }

        return scope;
    }

    // As above, of groups.
    private SqlRows WithQueries(SqlRows rows, IEnumerable<ExpressionNode> values)
    {
        foreach (SqlQueryNode query in Queries(values))
        {
            rows = rows with { Rows = WithValue(rows.Rows, query), Columns = null };
        }

        return rows;
    }

    private static SqlQueryNode[] Queries(IEnumerable<ExpressionNode> values)
    {
        ExpressionNode[] parts = [.. values.SelectMany(Within)];
        return Array.Find(parts, static part => AsSearch(part) is not null) is { } search
            ? throw search.At.Error(
                "'in (select …)' stands in 'where', alone or beside 'and'; join with the query where more is to be said")
            : [.. parts.OfType<SqlQueryNode>()];
    }

    private Pipeline WithValue(Pipeline rows, SqlQueryNode query)
    {
        if (!HasOneRow(query.Query))
        {
            throw query.At.Error(
                "a query that is a value has one row: an aggregate without 'group by', or 'limit 1'; join with a query that has more");
        }

        string name = $"query {_queries.Count + 1}";
        Pipeline result = Beside(rows, OneColumn(query, name), [name]);
        _queries.Add(query, name);
        return result;
    }

    private static bool HasOneRow(SqlQuery query) => query.Limit is LiteralNode { Value: 0L or 1L } || query.Body switch
    {
        SqlNestedQuery nested => HasOneRow(nested.Query),
        SqlSelectBody { GroupBy: null, SampleBy: null } select =>
            select.Items.OfType<SqlValueItem>().Any(static item => HasAggregate(item.Value)),
        _ => false,
    };

    // The rows of a query that has one column.
    private Pipeline OneColumn(SqlQueryNode query, string name)
    {
        Pipeline rows = Query(query.Query);
        return rows.ColumnNames() is [var only] ? Selected(rows, [(only, name)])
            : throw query.At.Error("a query that is a value, or a list of values, has one column");
    }

    // Rows with columns of the one row of other rows; nulls where there is none.
    private Pipeline Beside(Pipeline rows, Pipeline one, string[] columns)
    {
        string key = NewKey();
        SelectColumn[] chosen =
        [
            new SelectColumn("1", HiddenKey(0)), .. columns.Select(static column => new SelectColumn(ExpressionWriter.Name(column))),
        ];
        return rows.Derive(key, "1").Joined(
            new JoinStep { Input = new Plan() }, one.Then(new SelectStep { Columns = chosen }), [new JoinKey(key, HiddenKey(0))], "left");
    }
}
