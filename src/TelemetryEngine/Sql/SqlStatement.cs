using TelemetryEngine.Expressions;

namespace TelemetryEngine.Sql;

// A whole statement.
// Parameters: How many question marks it has; the n-th is the ParameterNode with that ordinal.
internal abstract record SqlStatement(SourceAt At) : SqlNode(At)
{
    public int Parameters { get; init; }
}

// A query.
internal sealed record SqlSelect(SourceAt At, SqlQuery Query) : SqlStatement(At);

// EXPLAIN [ANALYZE] query.
internal sealed record SqlExplain(SourceAt At, bool Analyze, SqlQuery Query) : SqlStatement(At);

// DESCRIBE table, or a query, which is a sub-select then.
internal sealed record SqlDescribe(SourceAt At, SqlTable Table) : SqlStatement(At);

// SHOW FUNCTIONS.
internal sealed record SqlShowFunctions(SourceAt At) : SqlStatement(At);

// SHOW TABLES.
internal sealed record SqlShowTables(SourceAt At) : SqlStatement(At);

// COPY table TO 'file' [WITH] (options); a query is a sub-select then.
internal sealed record SqlCopy(SourceAt At, SqlTable Table, string Target, SqlList<SqlOption> Options) : SqlStatement(At);

// An option of COPY. A bare word as a value is text, and one without a value is true.
// Name: In lower case.
internal sealed record SqlOption(SourceAt At, string Name, ExpressionNode Value) : SqlNode(At);
