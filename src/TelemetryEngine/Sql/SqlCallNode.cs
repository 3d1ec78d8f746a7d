using TelemetryEngine.Expressions;

namespace TelemetryEngine.Sql;

// A call that is no plain function of expressions: an aggregate, a function over a window, or a name that nothing has.
internal sealed class SqlCallNode(string name, SqlList<ExpressionNode> arguments, SourceAt at = default) : SqlExpressionNode(at)
{
    // In lower case.
    public string Name { get; } = name;

    public SqlList<ExpressionNode> Arguments { get; } = arguments;

    // f(DISTINCT x).
    public bool Distinct { get; init; }

    // f(x ORDER BY y).
    public SqlList<SqlOrder> OrderBy { get; init; } = [];

    // FILTER (WHERE condition).
    public ExpressionNode? Filter { get; init; }

    public SqlOver? Over { get; init; }

    public override IReadOnlyList<ExpressionNode> Children =>
    [
        .. Arguments,
        .. OrderBy.Select(static order => order.Value).OfType<ExpressionNode>(),
        .. Filter is null ? (ExpressionNode[])[] : [Filter],
        .. Over is null ? [] : Over.PartitionBy.Concat(Over.OrderBy.Select(static order => order.Value).OfType<ExpressionNode>()),
    ];

    public override int Depth => _depth ??= 1 + Children.Select(static child => child.Depth).DefaultIfEmpty().Max();

    private int? _depth;

    public override bool Equals(ExpressionNode? other) =>
        other is SqlCallNode call && call.Name == Name && call.Distinct == Distinct && call.Arguments.Equals(Arguments)
            && call.OrderBy.Equals(OrderBy) && Equals(call.Filter, Filter) && Equals(call.Over, Over);

    public override int GetHashCode() => HashCode.Combine(Name, Arguments, Distinct, Filter);

    protected override void Append(ExpressionWriter writer)
    {
        writer.Append(Distinct ? $"{Name}(distinct " : $"{Name}(");
        writer.AppendAll(Arguments);
        AppendOrder(writer, OrderBy, " ");
        writer.Append(")");
        if (Filter is not null)
        {
            writer.Append(" filter (where ");
            writer.Write(Filter, Strength.Or);
            writer.Append(")");
        }

        if (Over is not null)
        {
            AppendOver(writer, Over);
        }
    }

    private static void AppendOrder(ExpressionWriter writer, SqlList<SqlOrder> orders, string before)
    {
        for (int i = 0; i < orders.Count; i++)
        {
            writer.Append(i > 0 ? ", " : $"{before}order by ");
            SqlOrder order = orders[i];
            if (order.Value is null)
            {
                writer.Append("all");
            }
            else
            {
                writer.Write(order.Value, Strength.Or);
            }

            writer.Append(order.Descending ? " desc" : "");
            writer.Append(order.NullsFirst is { } first ? first ? " nulls first" : " nulls last" : "");
        }
    }

    private static void AppendOver(ExpressionWriter writer, SqlOver over)
    {
        writer.Append(" over (");
        if (over.PartitionBy.Count > 0)
        {
            writer.Append("partition by ");
            writer.AppendAll(over.PartitionBy);
        }

        AppendOrder(writer, over.OrderBy, over.PartitionBy.Count > 0 ? " " : "");
        if (over.Frame is { } frame)
        {
            writer.Append(over.PartitionBy.Count + over.OrderBy.Count > 0 ? " " : "");
            writer.Append(frame.IsRange ? "range " : "rows ");
            writer.Append(frame.End is null ? "" : "between ");
            AppendBound(writer, frame.Start);
            if (frame.End is not null)
            {
                writer.Append(" and ");
                AppendBound(writer, frame.End);
            }
        }

        writer.Append(")");
    }

    private static void AppendBound(ExpressionWriter writer, SqlFrameBound bound)
    {
        if (bound.Value is not null)
        {
            writer.Write(bound.Value, Strength.Sum);
        }

        writer.Append(bound.Kind switch
        {
            SqlFrameBoundKind.UnboundedPreceding => "unbounded preceding",
            SqlFrameBoundKind.Preceding => " preceding",
            SqlFrameBoundKind.CurrentRow => "current row",
            SqlFrameBoundKind.Following => " following",
            _ => "unbounded following",
        });
    }
}
