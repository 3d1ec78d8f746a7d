using TelemetryEngine.Expressions;
using TelemetryEngine.Sql;

namespace TelemetryEngine.Tests.Sql;

/// <summary>Random trees of statements, with all that the grammar has.</summary>
internal sealed class RandomStatements(Random random)
{
    private static readonly string[] Names = ["a", "ts", "power_w", "order", "from", "a b", "Été", "all", "over", "fill", "say \"hi\"", "table", "as"];

    private int _parameters;

    public SqlStatement Statement()
    {
        _parameters = 0;
        SqlStatement statement = random.Next(9) switch
        {
            0 => new SqlExplain(default, Flip(), Query(2)),
            1 => new SqlDescribe(default, Table(2)),
            2 => new SqlShowFunctions(default),
            4 => new SqlShowTables(default),
            3 => new SqlCopy(default, Table(2), Pick("out.csv", "it's.arrow"), [.. Some(0, 3, Option)]),
            _ => new SqlSelect(default, Query(3)),
        };
        return statement with { Parameters = _parameters };
    }

    private SqlOption Option() => new(default, Pick("format", "header", "delim"), new LiteralNode(Pick<object>("csv", true, 5L)));

    private SqlQuery Query(int depth)
    {
        SqlList<SqlCommonTable> with = depth > 1 && random.Next(4) == 0 ? [.. Some(1, 2, () => new SqlCommonTable(default, Name(), Columns(0), Query(depth - 2)))] : [];
        SqlBody body = Body(depth);
        SqlList<SqlOrder> orders = random.Next(3) > 0 ? [] : random.Next(4) == 0 ? [new SqlOrder(default, null, Flip(), Maybe())] : Orders(1);
        return new SqlQuery(default, with, body, orders, Count(), Count());
    }

    private SqlBody Body(int depth) => depth > 1 ? random.Next(6) switch
    {
        0 => new SqlUnion(default, Part(depth - 1), [.. Some(1, 2, () => new SqlUnionPart(default, Flip(), Flip(), Part(depth - 1)))]),
        1 => new SqlNestedQuery(default, Query(depth - 1)),
        _ => Select(depth),
    }
    : Select(depth);

    private SqlBody Part(int depth) => random.Next(3) == 0 ? new SqlNestedQuery(default, Query(depth - 1)) : Select(depth);

    private SqlSelectBody Select(int depth)
    {
        bool distinct = Flip();
        SqlList<SqlItem> items = [.. Some(1, 3, Item)];
        SqlTable? from = random.Next(8) == 0 ? null : From(depth);
        return new SqlSelectBody(
            default,
            distinct,
            items,
            from,
            Condition(),
            from is not null && random.Next(5) == 0 ? new SqlSampling(default, Pick("15m", "1h", "1mo"), Pick(null, "Europe/Berlin")) : null,
            random.Next(3) switch { 0 => new SqlGrouping(default, true, []), 1 => new SqlGrouping(default, false, [.. Some(1, 2, KeyValue)]), _ => null },
            from is not null && random.Next(4) == 0 ? [.. Some(1, 2, Fill)] : [],
            Condition(),
            Condition());
    }

    // GROUP BY all would be read as ALL
    private ExpressionNode KeyValue() => Value(2) is var value && value is ColumnNode { Name: "all" } ? new LiteralNode(1L) : value;

    private SqlFill Fill() => random.Next(3) == 0 ? new SqlFill(default, "value", new LiteralNode(Pick<object>(0L, 2.5))) : new SqlFill(default, Pick("prev", "previous", "linear", "null"), null);

    private SqlItem Item() => random.Next(6) == 0
        ? new SqlStarItem(default, Flip() ? Name() : null, Flip() ? Columns(1) : [])
        : new SqlValueItem(default, Value(3), Flip() ? Name() : null);

    private SqlTable From(int depth)
    {
        SqlTable table = Table(depth) with { Alias = Flip() ? Name() : null };
        for (int joins = random.Next(4) == 0 ? random.Next(1, 3) : 0; joins > 0; joins--)
        {
            SqlJoinKind kind = Pick(Enum.GetValues<SqlJoinKind>());
            SqlTable right = Table(depth) with { Alias = Flip() ? Name() : null };
            table = kind == SqlJoinKind.Cross ? new SqlJoin(default, table, kind, right, null, [])
                : Flip() ? new SqlJoin(default, table, kind, right, Value(2), []) : new SqlJoin(default, table, kind, right, null, Columns(1));
        }

        return table;
    }

    private SqlTable Table(int depth) => depth > 1 ? random.Next(4) switch
    {
        0 => new SqlSubSelect(default, Query(depth - 1)),
        1 => new SqlFunctionTable(default, Pick("tumble", "hop", "read_csv"), [.. Some(0, 3, () => Argument(depth - 1))]),
        2 => new SqlFileTable(default, Pick("meters/*.csv", "it's.csv")),
        _ => new SqlNamedTable(default, Name()),
    }
    : new SqlNamedTable(default, Name());

    private SqlArgument Argument(int depth)
    {
        string? name = Flip() ? Pick("delim", "size") : null;
        return random.Next(4) switch
        {
            0 => new SqlTableArgument(default, name, Table(depth), [.. Some(0, 2, () => Value(1))]),
            1 => new SqlDescriptorArgument(default, name, Columns(1)),
            _ => new SqlValueArgument(default, name, random.Next(4) == 0 ? new CalendarIntervalNode("3mo") : Value(1)),
        };
    }

    private SqlList<string> Columns(int least) => [.. Some(least, 2, Name)];

    private SqlList<SqlOrder> Orders(int least) => [.. Some(least, 2, () => new SqlOrder(default, KeyValue(), Flip(), Maybe()))];

    private ExpressionNode? Count() => random.Next(4) == 0 ? random.Next(3) == 0 ? Parameter() : new LiteralNode((long)random.Next(100)) : null;

    private ExpressionNode? Condition() => random.Next(3) == 0 ? Value(2) : null;

    private ParameterNode Parameter() => Flip() ? new ParameterNode("site", 0) : new ParameterNode(null, ++_parameters);

    private ExpressionNode Value(int depth) => depth == 0 ? random.Next(6) switch
    {
        0 => new QualifiedColumnNode(Name(), Name()),
        1 => Parameter(),
        2 => new LiteralNode(Pick<object?>(1L, -7L, 2.5, "it's", true, null, new WrittenInterval("15m"), new WrittenTimestamp("2024-01-01"))),
        _ => new ColumnNode(Name()),
    }
    : random.Next(13) switch
    {
        0 or 1 => Call(Pick("+", "-", "*", "/", "%", "=", "<>", "<", "<=", "and", "or", "like"), Value(depth - 1), Value(depth - 1)),
        2 => Call(Pick("not", "negate", "is null", "abs", "float64"), Value(depth - 1)),
        3 => Call("between", Value(depth - 1), Value(depth - 1), Value(depth - 1)),
        4 => Call("in", [Value(depth - 1), .. Some(1, 3, () => Value(depth - 1))]),
        5 => Call("case", [.. Some(2, 3, () => Value(depth - 1))]),
        6 => Call("coalesce", [.. Some(1, 3, () => Value(depth - 1))]),
        7 => new SqlCallNode("count", [new StarNode()]),
        8 or 9 => Aggregate(depth),
        10 => new SqlCallNode(Pick("mode", "nosuch", "arg_max"), [.. Some(0, 2, () => Value(depth - 1))]),
        11 when depth > 1 => Nested(),
        _ => Value(0),
    };

    // No more in it than a level of operators.
    private SqlQueryNode Nested()
    {
        SqlSelectBody select = new(
            default, Flip(), [new SqlValueItem(default, Value(1), null)], new SqlNamedTable(default, Name()), Flip() ? Value(1) : null, null, null, [], null, null);
        SqlQuery query = new(default, [], select, [], Count(), null);
        return new SqlQueryNode(query, $"({SqlText.Query(query)})");
    }

    private SqlCallNode Aggregate(int depth)
    {
        bool distinct = Flip();
        SqlList<ExpressionNode> arguments = [Value(depth - 1), .. Some(0, 1, () => Value(depth - 1))];
        SqlList<SqlOrder> orders = Flip() ? Orders(1) : [];
        ExpressionNode? filter = Flip() ? Value(depth - 1) : null;
        return new SqlCallNode(Pick("sum", "avg", "median"), arguments) { Distinct = distinct, OrderBy = orders, Filter = filter, Over = Flip() ? Over(depth) : null };
    }

    private SqlOver Over(int depth)
    {
        SqlList<ExpressionNode> keys = [.. Some(0, 2, () => Value(depth - 1))];
        SqlList<SqlOrder> orders = Orders(0);
        return new SqlOver(default, keys, orders, Flip() ? new SqlFrame(default, Flip(), Bound(), Flip() ? Bound() : null) : null);
    }

    private SqlFrameBound Bound()
    {
        SqlFrameBoundKind kind = Pick(Enum.GetValues<SqlFrameBoundKind>());
        return new SqlFrameBound(default, kind, kind is SqlFrameBoundKind.Preceding or SqlFrameBoundKind.Following
            ? new LiteralNode(Pick<object>(3L, new WrittenInterval("1h"))) : null);
    }

    private static CallNode Call(string name, params ExpressionNode[] arguments) => new(name, arguments);

    private string Name() => Pick(Names);

    private bool Flip() => random.Next(2) == 0;

    private bool? Maybe() => random.Next(3) switch { 0 => true, 1 => false, _ => null };

    private T Pick<T>(params T[] items) => items[random.Next(items.Length)];

    private List<T> Some<T>(int least, int most, Func<T> make)
    {
        List<T> items = [];
        for (int count = random.Next(least, most + 1); count > 0; count--)
        {
            items.Add(make());
        }

        return items;
    }
}
