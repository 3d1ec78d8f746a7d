using TelemetryEngine.Expressions;

namespace TelemetryEngine.Sql;

// <content>Functions over rows: each becomes a column before the items are chosen.</content>
internal sealed partial class SqlPlanner
{
    // What plans call the functions.
    private static readonly Dictionary<string, string> OverNames = new(StringComparer.Ordinal)
    {
        ["lag"] = "lag",
        ["lead"] = "lead",
        ["diff"] = "diff",
        ["row_number"] = "row_number",
        ["rank"] = "rank",
        ["dense_rank"] = "dense_rank",
        ["first_value"] = "first",
        ["last_value"] = "last",
        ["sum"] = "sum",
        ["avg"] = "avg",
        ["mean"] = "avg",
        ["min"] = "min",
        ["max"] = "max",
        ["count"] = "count",
    };

    private SqlRows Over(SqlRows rows, ExpressionNode[] values)
    {
        Dictionary<string, string> names = new(StringComparer.Ordinal);
        int hidden = 0;
        List<(OverStep Step, List<OverColumn> Columns)> steps = [];
        Pipeline before = rows.Rows;
        foreach (SqlCallNode call in values.SelectMany(Within).OfType<SqlCallNode>().Where(static call => call.Over is not null))
        {
            string written = ExpressionWriter.Write(call, isSql: true);
            if (names.ContainsKey(written))
            {
                continue;
            }

            SqlOver over = call.Over!;
            string[] per = [.. over.PartitionBy.Select(key => ColumnFor(key))];
            SortColumn[] by = [.. over.OrderBy.Select(order => Sort(
                ColumnFor(order.Value ?? throw order.At.Error("name the columns of the order")), order))];
            string name = $"over {names.Count + 1}";
            names.Add(written, name);
            OverColumn column = ColumnOf(call, rows, name);
            OverStep step = new() { Per = per, By = by };
            int at = steps.FindIndex(known => known.Step.Per.SequenceEqual(per) && known.Step.By.SequenceEqual(by));
            if (at < 0)
            {
                steps.Add((step, [column]));
            }
            else
            {
                steps[at].Columns.Add(column);
            }
        }

        Pipeline result = steps.Aggregate(before, static (all, step) => all.Over(step.Step with { Columns = step.Columns }));
        return rows with
        {
            Rows = result,
            Columns = null,

            // a star does not mean the columns that were added
            Scope = rows.Scope is null ? null : WithColumns(rows.Scope),
            Operand = node => node is SqlCallNode { Over: not null }
                ? ExpressionWriter.Name(names[ExpressionWriter.Write(node, isSql: true)])
                : rows.Operand(node),
        };

        string ColumnFor(ExpressionNode node)
        {
            if (node is ColumnNode or QualifiedColumnNode)
            {
                return rows.ColumnOf(node);
            }

            string name = $"key {++hidden}";
            before = before.Derive(name, rows.Text(node));
            return name;
        }
    }

    private static OverColumn ColumnOf(SqlCallNode call, SqlRows rows, string name)
    {
        if (!OverNames.TryGetValue(call.Name, out string? function))
        {
            throw call.At.Error(
                $"'{call.Name}' can't stand over rows; {NearestName.Hint(call.Name, OverNames.Keys, $"there is {string.Join(", ", OverNames.Keys)}")}");
        }

        if (call.Distinct || call.OrderBy.Count > 0)
        {
            throw call.At.Error("'distinct' and an order of its own can't stand in a function over rows");
        }

        string[] arguments = [.. call.Arguments.Where(static argument => argument is not StarNode).Select(rows.Text)];
        if (call.Filter is { } filter)
        {
            arguments = arguments is [var value] ? [$"case when {rows.Text(filter)} then {value} end"]
                : throw filter.At.Error("a filter stands behind a function of one value; give count one");
        }

        // what goes by places in the order has no frame
        bool isByPlace = function is "lag" or "lead" or "diff" or "row_number" or "rank" or "dense_rank";
        return isByPlace ? new OverColumn { Function = function, Arguments = arguments, As = name }
            : new OverColumn { Function = function, Arguments = arguments, Frame = FrameOf(call.Over!), As = name };
    }

    private static string FrameOf(SqlOver over) => over.Frame switch
    {
        null => over.OrderBy.Count == 0 ? "all" : "past with peers",
        { Start.Kind: SqlFrameBoundKind.UnboundedPreceding, End.Kind: SqlFrameBoundKind.UnboundedFollowing } => "all",
        { IsRange: false, Start.Kind: SqlFrameBoundKind.UnboundedPreceding, End: null or { Kind: SqlFrameBoundKind.CurrentRow } } => "past",
        { IsRange: true, Start.Kind: SqlFrameBoundKind.UnboundedPreceding, End: null or { Kind: SqlFrameBoundKind.CurrentRow } } =>
            "past with peers",
        {
            IsRange: false, Start: { Kind: SqlFrameBoundKind.Preceding, Value: LiteralNode { Value: long rows } },
            End: null or { Kind: SqlFrameBoundKind.CurrentRow },
        } => $"{rows + 1} rows",
        {
            IsRange: true, Start: { Kind: SqlFrameBoundKind.Preceding, Value: { } span },
            End: null or { Kind: SqlFrameBoundKind.CurrentRow },
        } when LengthOf(span) is { } length => $"range {length}",
        { } other => throw other.At.Error(
            "a frame is 'rows n preceding', 'rows unbounded preceding', 'range interval '1' hour preceding', or all rows of the series; rows behind the current one are had by 'lead'"),
    };
}
