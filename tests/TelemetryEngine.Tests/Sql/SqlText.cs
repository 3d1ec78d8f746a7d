using System.Globalization;
using TelemetryEngine.Expressions;
using TelemetryEngine.Sql;

namespace TelemetryEngine.Tests.Sql;

/// <summary>Writes the tree of a statement as SQL that parses to an equal tree: one spelling for all that mean the same.</summary>
internal static class SqlText
{
    public static string Of(SqlStatement statement) => statement switch
    {
        SqlSelect select => Query(select.Query),
        SqlExplain explain => $"explain {(explain.Analyze ? "analyze " : "")}{Query(explain.Query)}",
        SqlDescribe describe => $"describe {Table(describe.Table)}",
        SqlShowFunctions => "show functions",
        SqlShowTables => "show tables",
        SqlCopy copy => $"copy {Table(copy.Table)} to {ExpressionWriter.Quote(copy.Target)}{Options(copy.Options)}",
        _ => throw new ArgumentException("not a statement", nameof(statement)),
    };

    private static string Options(SqlList<SqlOption> options) =>
        options.Count == 0 ? "" : $" ({All(options, static option => $"{Name(option.Name)} => {Value(option.Value)}")})";

    public static string Query(SqlQuery query) => string.Concat(
        query.With.Count == 0 ? "" : $"with {All(query.With, static t => $"{Name(t.Name)}{Columns(t.Columns)} as ({Query(t.Query)})")} ",
        Body(query.Body),
        query.OrderBy.Count == 0 ? "" : $" order by {All(query.OrderBy, Order)}",
        Clause("limit", query.Limit),
        Clause("offset", query.Offset));

    private static string Body(SqlBody body) => body switch
    {
        SqlNestedQuery nested => $"({Query(nested.Query)})",
        SqlUnion union => Body(union.First)
            + string.Concat(union.Others.Select(static part => $" union {(part.All ? "all " : "")}{(part.ByName ? "by name " : "")}{Body(part.Body)}")),
        SqlSelectBody select => Select(select),
        _ => throw new ArgumentException("not a body", nameof(body)),
    };

    private static string Select(SqlSelectBody select) => string.Concat(
        select.Distinct ? "select distinct " : "select ",
        All(select.Items, Item),
        select.From is null ? "" : $" from {Table(select.From)}",
        Clause("where", select.Where),
        select.SampleBy is { } sample ? $" sample by {ExpressionWriter.Quote(sample.Length)}{(sample.Zone is { } zone ? $" align to calendar time zone {ExpressionWriter.Quote(zone)}" : "")}" : "",
        select.GroupBy is { } group ? $" group by {(group.All ? "all" : All(group.Keys, Value))}" : "",
        select.Fill.Count == 0 ? "" : $" fill({All(select.Fill, static fill => fill.Value is { } value ? Value(value) : fill.Name)})",
        Clause("having", select.Having),
        Clause("qualify", select.Qualify));

    private static string Item(SqlItem item) => item switch
    {
        SqlStarItem star => (star.Table is { } table ? $"{Name(table)}.*" : "*") + (star.Except.Count > 0 ? $" exclude{Columns(star.Except)}" : ""),
        SqlValueItem value => Value(value.Value) + Alias(value.Alias),
        _ => throw new ArgumentException("not an item", nameof(item)),
    };

    private static string Table(SqlTable table) => table switch
    {
        SqlNamedTable named => Name(named.Name),
        SqlFileTable file => ExpressionWriter.Quote(file.Pattern),
        SqlSubSelect query => $"({Query(query.Query)})",
        SqlFunctionTable function => $"{function.Name}({All(function.Arguments, Argument)})",
        SqlJoin join => $"{Table(join.Left)} {Kind(join.Kind)} {Table(join.Right)}{Condition(join)}",
        _ => throw new ArgumentException("not a table", nameof(table)),
    } + Alias(table.Alias);

    private static string Condition(SqlJoin join) => join.On is { } on ? $" on {Value(on)}"
        : join.Kind == SqlJoinKind.Cross ? "" : $" using{Columns(join.Using)}";

    private static string Kind(SqlJoinKind kind) => kind switch
    {
        SqlJoinKind.Inner => "join",
        SqlJoinKind.AsofLeft => "asof left join",
        _ => $"{kind.ToString().ToLowerInvariant()} join",
    };

    private static string Argument(SqlArgument argument) => (argument.Name is { } name ? $"{Name(name)} => " : "") + argument switch
    {
        SqlValueArgument value => Value(value.Value),
        SqlTableArgument table => $"table {Table(table.Table)}{(table.PartitionBy.Count > 0 ? $" partition by ({All(table.PartitionBy, Value)})" : "")}",
        SqlDescriptorArgument descriptor => $"descriptor({All(descriptor.Columns, Name)})",
        _ => throw new ArgumentException("not an argument", nameof(argument)),
    };

    private static string Order(SqlOrder order) => string.Create(
        CultureInfo.InvariantCulture,
        $"{(order.Value is { } value ? Value(value) : "all")}{(order.Descending ? " desc" : "")}{(order.NullsFirst is { } first ? first ? " nulls first" : " nulls last" : "")}");

    private static string Clause(string word, ExpressionNode? value) => value is null ? "" : $" {word} {Value(value)}";

    private static string Alias(string? alias) => alias is null ? "" : $" as {Name(alias)}";

    private static string Columns(SqlList<string> names) => names.Count == 0 ? "" : $" ({All(names, Name)})";

    private static string Value(ExpressionNode value) => ExpressionWriter.Write(value, isSql: true);

    private static string Name(string name) => ExpressionWriter.Name(name, isSql: true);

    private static string All<T>(IEnumerable<T> parts, Func<T, string> text) => string.Join(", ", parts.Select(text));
}
