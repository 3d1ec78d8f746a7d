using TelemetryEngine.Expressions;

namespace TelemetryEngine.Sql;

// What stands behind FROM.
internal abstract record SqlTable(SourceAt At) : SqlNode(At)
{
    // The name that it has in the query, where one was given.
    public string? Alias { get; init; }
}

// A table by its name.
internal sealed record SqlNamedTable(SourceAt At, string Name) : SqlTable(At);

// Files by name or pattern.
internal sealed record SqlFileTable(SourceAt At, string Pattern) : SqlTable(At);

// A query in brackets.
internal sealed record SqlSubSelect(SourceAt At, SqlQuery Query) : SqlTable(At);

// A function that gives a table: read_csv('x.csv', delim => ';'), or windows of time, TUMBLE(TABLE t, DESCRIPTOR(ts), INTERVAL '1' HOUR).
// Name: In lower case.
internal sealed record SqlFunctionTable(SourceAt At, string Name, SqlList<SqlArgument> Arguments) : SqlTable(At);

// Two tables that are joined.
// At: The first word of the join.
// On: The condition, or null where columns have the same names on both sides, and for a cross join.
internal sealed record SqlJoin(
    SourceAt At, SqlTable Left, SqlJoinKind Kind, SqlTable Right, ExpressionNode? On, SqlList<string> Using) : SqlTable(At);

internal enum SqlJoinKind
{
    Inner,
    Left,
    Semi,
    Anti,
    Asof,
    AsofLeft,
    Right,
    Cross,
}

// An argument of a function that gives a table.
// Name: In lower case where it stands before =>, else null.
internal abstract record SqlArgument(SourceAt At, string? Name) : SqlNode(At);

// A value.
internal sealed record SqlValueArgument(SourceAt At, string? Name, ExpressionNode Value) : SqlArgument(At, Name);

// TABLE t [PARTITION BY …].
internal sealed record SqlTableArgument(SourceAt At, string? Name, SqlTable Table, SqlList<ExpressionNode> PartitionBy)
    : SqlArgument(At, Name);

// DESCRIPTOR(columns).
internal sealed record SqlDescriptorArgument(SourceAt At, string? Name, SqlList<string> Columns) : SqlArgument(At, Name);
