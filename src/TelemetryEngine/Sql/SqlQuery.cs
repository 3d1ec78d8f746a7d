using TelemetryEngine.Expressions;

namespace TelemetryEngine.Sql;

// [WITH …] SELECT … [ORDER BY …] [LIMIT …] [OFFSET …].
internal sealed record SqlQuery(
    SourceAt At,
    SqlList<SqlCommonTable> With,
    SqlBody Body,
    SqlList<SqlOrder> OrderBy,
    ExpressionNode? Limit,
    ExpressionNode? Offset) : SqlNode(At);

// name [(columns)] AS (query).
internal sealed record SqlCommonTable(SourceAt At, string Name, SqlList<string> Columns, SqlQuery Query) : SqlNode(At);

// An item of ORDER BY.
// Value: What rows are ordered by; null for ALL, every column from left to right.
// NullsFirst: Null where it was not said.
internal sealed record SqlOrder(SourceAt At, ExpressionNode? Value, bool Descending, bool? NullsFirst) : SqlNode(At);

// What gives rows before they are ordered and cut.
internal abstract record SqlBody(SourceAt At) : SqlNode(At);

// A query in brackets.
internal sealed record SqlNestedQuery(SourceAt At, SqlQuery Query) : SqlBody(At);

// One body and others behind it.
internal sealed record SqlUnion(SourceAt At, SqlBody First, SqlList<SqlUnionPart> Others) : SqlBody(At);

// UNION [ALL] [BY NAME] body.
internal sealed record SqlUnionPart(SourceAt At, bool All, bool ByName, SqlBody Body) : SqlNode(At);

// SELECT items FROM table WHERE condition and so on, in the order of the text.
internal sealed record SqlSelectBody(
    SourceAt At,
    bool Distinct,
    SqlList<SqlItem> Items,
    SqlTable? From,
    ExpressionNode? Where,
    SqlSampling? SampleBy,
    SqlGrouping? GroupBy,
    SqlList<SqlFill> Fill,
    ExpressionNode? Having,
    ExpressionNode? Qualify) : SqlBody(At);

// An item of the SELECT list.
internal abstract record SqlItem(SourceAt At) : SqlNode(At);

// A value, with the name behind it.
internal sealed record SqlValueItem(SourceAt At, ExpressionNode Value, string? Alias) : SqlItem(At);

// * or table.*, with the columns that are left out.
internal sealed record SqlStarItem(SourceAt At, string? Table, SqlList<string> Except) : SqlItem(At);

// GROUP BY.
// All: Whether it is GROUP BY ALL: by all items without an aggregate.
internal sealed record SqlGrouping(SourceAt At, bool All, SqlList<ExpressionNode> Keys) : SqlNode(At);

// SAMPLE BY length.
// Length: As durations are written here, such as 15m or 1mo.
// Zone: Behind ALIGN TO CALENDAR TIME ZONE, or null.
internal sealed record SqlSampling(SourceAt At, string Length, string? Zone) : SqlNode(At);

// How windows without values are filled; one for each aggregate where there are several.
// Name: In lower case, as it was written; "value" where it is a value.
internal sealed record SqlFill(SourceAt At, string Name, ExpressionNode? Value) : SqlNode(At);
