using System.Globalization;
using TelemetryEngine.Expressions;

namespace TelemetryEngine.Sql;

// A node of expressions that only SQL has: it is replaced when the statement becomes a plan, before anything is bound.
internal abstract class SqlExpressionNode(SourceAt at) : ExpressionNode(at)
{
    public sealed override void WriteTo(ExpressionWriter writer) => Append(writer);

    protected abstract void Append(ExpressionWriter writer);
}

// table.column.
internal sealed class QualifiedColumnNode(string table, string name, SourceAt at = default) : SqlExpressionNode(at)
{
    public string Table { get; } = table;

    public string Name { get; } = name;

    public override bool Equals(ExpressionNode? other) =>
        other is QualifiedColumnNode column && column.Table == Table && column.Name == Name;

    public override int GetHashCode() => HashCode.Combine(Table, Name);

    protected override void Append(ExpressionWriter writer)
    {
        writer.AppendName(Table);
        writer.Append(".");
        writer.AppendName(Name);
    }
}

// A value that is given when the statement runs.
// name: Behind the dollar sign; null for a question mark.
// ordinal: The number of a question mark, from 1 on; else 0.
internal sealed class ParameterNode(string? name, int ordinal, SourceAt at = default) : SqlExpressionNode(at)
{
    public string? Name { get; } = name;

    public int Ordinal { get; } = ordinal;

    public override bool Equals(ExpressionNode? other) =>
        other is ParameterNode parameter && parameter.Name == Name && parameter.Ordinal == Ordinal;

    public override int GetHashCode() => HashCode.Combine(Name, Ordinal);

    protected override void Append(ExpressionWriter writer) => writer.Append(Name is null ? "?" : $"${Name}");
}

// A query in brackets: a value, or behind the word in a list of values.
// written: Its text, brackets included.
internal sealed class SqlQueryNode(SqlQuery query, string written, SourceAt at = default) : SqlExpressionNode(at)
{
    public SqlQuery Query { get; } = query;

    public override bool Equals(ExpressionNode? other) => other is SqlQueryNode node && node.Query == Query;

    public override int GetHashCode() => Query.GetHashCode();

    protected override void Append(ExpressionWriter writer) => writer.Append(written);
}

// The star of count(*).
internal sealed class StarNode(SourceAt at = default) : SqlExpressionNode(at)
{
    public override bool Equals(ExpressionNode? other) => other is StarNode;

    public override int GetHashCode() => 1;

    protected override void Append(ExpressionWriter writer) => writer.Append("*");
}

// A length of time that has no fixed number of seconds: months, quarters, years. Only windows take it.
// text: As durations are written here, such as 1mo.
internal sealed class CalendarIntervalNode(string text, SourceAt at = default) : SqlExpressionNode(at)
{
    public string Text { get; } = text;

    public override bool Equals(ExpressionNode? other) => other is CalendarIntervalNode interval && interval.Text == Text;

    public override int GetHashCode() => Text.GetHashCode(StringComparison.Ordinal);

    protected override void Append(ExpressionWriter writer) =>
        writer.Append(string.Create(CultureInfo.InvariantCulture, $"interval {ExpressionWriter.Quote(Text)}"));
}
