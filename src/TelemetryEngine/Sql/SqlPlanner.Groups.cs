using TelemetryEngine.Aggregates;
using TelemetryEngine.Expressions;

namespace TelemetryEngine.Sql;

// <content>GROUP BY: keys, windows of time, aggregates and fills become one aggregation.</content>
internal sealed partial class SqlPlanner
{
    // What an aggregation is made of.
    private sealed class Grouping
    {
        // The columns of the result that parts of expressions are, by their text.
        public Dictionary<string, string> Keys { get; } = new(StringComparer.Ordinal);

        public Dictionary<string, string> Aggregates { get; } = new(StringComparer.Ordinal);

        public List<string> GroupBy { get; } = [];

        public List<AggregatePlan> Plans { get; } = [];

        public WindowPlan? Window { get; set; }

        // What the windows' column is called in the query.
        public string? WindowName { get; set; }
    }

    private SqlRows Grouped(SqlSelectBody select, SqlList<SqlOrder> order, SqlScope scope)
    {
        Grouping grouping = new();
        if (select.SampleBy is { } sampling)
        {
            string time = scope.Rows.Written.Time?.Column ?? scope.Rows.OnlyTime()
                ?? throw sampling.At.Error("'sample by' needs one column that is a time; name it, as in read_csv('…', time => 'ts')");
            SetWindow(sampling.At, grouping, ref scope, time, new WindowPlan { Every = sampling.Length }, sampling.Zone, null);
            grouping.Keys[ExpressionWriter.Name(time)] = "window_start";
        }

        string? sampled = select.SampleBy is null ? null : scope.Rows.Written.Time!.Column;
        foreach (ExpressionNode key in Keys(select, scope).Where(key => key is not ColumnNode column || column.Name != sampled))
        {
            AddKey(select, grouping, ref scope, key);
        }

        if (scope.Windows is { } windows && grouping.Window is null)
        {
            throw windows.At.Error("windows that are said behind 'from' are grouped by: write 'group by window_start'");
        }

        IEnumerable<ExpressionNode> values = select.Items.OfType<SqlValueItem>().Select(static item => item.Value)
            .Concat(order.Select(static item => item.Value).OfType<ExpressionNode>())
            .Concat(new[] { select.Having, select.Qualify }.OfType<ExpressionNode>());
        SqlCallNode[] calls = [.. values.SelectMany(Within).OfType<SqlCallNode>().Where(IsAggregate)];
        foreach (SqlCallNode call in calls)
        {
            AddAggregate(grouping, scope, call, AliasOf(select, call));
        }

        scope = WithoutEqual(grouping, scope, calls);

        if (grouping.Plans.Count == 0)
        {
            // groups alone are rows that are distinct; a count, which nothing asks for, makes them
            grouping.Plans.Add(Aggregate.Count().As("count of rows"));
        }

        Pipeline rows = scope.Rows.Then(new AggregateStep
        {
            Window = grouping.Window,
            GroupBy = grouping.GroupBy,
            Aggregates = grouping.Plans,
            Fill = Fills(select, grouping),
        });
        List<string> columns =
        [
            .. grouping.Window is { ShowEnd: true } or { Kind: not "tumbling" } ? (string[])["window_start", "window_end"]
                : grouping.Window is not null ? ["window_start"] : [],
            .. grouping.GroupBy, .. grouping.Plans.Select(static plan => plan.As!),
        ];
        if (grouping.WindowName is { } name && name != "window_start")
        {
            rows = rows.Rename("window_start", name);
            columns[0] = name;
        }

        SqlScope inner = scope;
        return new SqlRows(rows, node => GroupOperand(node, grouping, inner), null)
        {
            Columns = columns,
            NameOf = node => node is SqlCallNode call && IsAggregate(call) ? grouping.Aggregates[AggregateText(call, inner)]
                : KeyOf(node, grouping, inner),
        };
    }

    private static IEnumerable<ExpressionNode> Keys(SqlSelectBody select, SqlScope scope)
    {
        SqlValueItem[] items = [.. select.Items.OfType<SqlValueItem>()];
        if (select.GroupBy is null or { All: true })
        {
            return select.GroupBy is null && select.SampleBy is null ? []
                : items.Select(static item => item.Value)
                    .Where(static value => !HasAggregate(value) && !HasOver(value) && value is not LiteralNode);
        }

        return select.GroupBy.Keys.Select(key => key switch
        {
            LiteralNode { Value: long place } =>
                place >= 1 && place <= select.Items.Count && select.Items[(int)place - 1] is SqlValueItem item
                ? item.Value
                : throw key.At.Error($"there is no item {place} to group by; the query has {select.Items.Count}"),

            // a column of the table goes before an item of its name
            ColumnNode column when items.FirstOrDefault(item => item.Alias == column.Name) is { } named && !HasColumn(scope, column.Name) =>
                named.Value,
            _ => key,
        });
    }

    private static string? AliasOf(SqlSelectBody select, ExpressionNode value) =>
        select.Items.OfType<SqlValueItem>().FirstOrDefault(item => ReferenceEquals(item.Value, value))?.Alias;

    private static string? AliasOfEqual(SqlSelectBody select, ExpressionNode value) =>
        select.Items.OfType<SqlValueItem>().FirstOrDefault(item => item.Value.Equals(value))?.Alias;

    private void AddKey(SqlSelectBody select, Grouping grouping, ref SqlScope scope, ExpressionNode key)
    {
        if (HasAggregate(key) || HasOver(key))
        {
            throw key.At.Error("groups are made by columns and expressions of them, not by aggregates");
        }

        if (key is ColumnNode { Name: "window_start" or "window_end" } border && scope.Windows is { } windows)
        {
            grouping.Window = windows.Plan;
            grouping.Keys[border.Name] = border.Name;
            grouping.Keys.TryAdd("window_start", "window_start");
            grouping.Keys.TryAdd("window_end", "window_end");
            return;
        }

        string? alias = AliasOfEqual(select, key);
        if (AsWindow(key) is var (time, windowPlan, zone) && grouping.Window is null && scope.Rows.Written.Time?.Zone is var own
            && (zone is null ? own is null : own is null || own == zone))
        {
            string column = ColumnOf(time, scope);
            if (scope.Rows.Written.Time?.Column is null || scope.Rows.Written.Time.Column == column)
            {
                string written = Text(key, scope);
                SetWindow(key.At, grouping, ref scope, column, windowPlan, zone, alias ?? NamedText.Words(ExpressionWriter.Write(key)));
                grouping.Keys[written] = grouping.WindowName!;
                return;
            }
        }

        string text = Text(key, scope);
        if (key is ColumnNode or QualifiedColumnNode)
        {
            string column = ColumnOf(key, scope);
            grouping.GroupBy.Add(column);
            grouping.Keys[text] = column;
            return;
        }

        string name = alias ?? NamedText.Words(ExpressionWriter.Write(key, isSql: true));
        scope = scope with { Rows = scope.Rows.Derive(name, text) };
        grouping.GroupBy.Add(name);
        grouping.Keys[text] = name;
    }

    private static void SetWindow(
        SourceAt at, Grouping grouping, ref SqlScope scope, string time, WindowPlan window, string? zone, string? name)
    {
        if (grouping.Window is not null || scope.Windows is not null)
        {
            throw at.Error("a query has one kind of window; put one of them into a query in brackets");
        }

        scope = scope with { Rows = Timed(at, scope.Rows, time, zone) };
        grouping.Window = window;
        grouping.WindowName = name;
    }

    // A key that is a window of the time: time_bucket('1h', ts) and date_trunc('hour', ts), with a zone or without.
    private static (ExpressionNode Time, WindowPlan Window, string? Zone)? AsWindow(ExpressionNode key)
    {
        if (key is not CallNode { Name: "time_bucket" or "date_trunc", Arguments: [var first, ColumnNode or QualifiedColumnNode, ..] } call
            || call.Arguments.Count > 3)
        {
            return null;
        }

        string? zone = call.Arguments.Count < 3 ? null : (call.Arguments[2] as LiteralNode)?.Value as string;
        string? length = call.Name == "time_bucket" ? LengthOf(first)
            : first is LiteralNode { Value: string unit } && SqlLength.Unit(unit) is { } letter ? $"1{letter}" : null;
        return length is null || (call.Arguments.Count == 3 && zone is null)
            ? null
            : (call.Arguments[1], new WindowPlan { Every = length }, zone);
    }

    private void AddAggregate(Grouping grouping, SqlScope scope, SqlCallNode call, string? alias)
    {
        string text = AggregateText(call, scope);
        if (grouping.Aggregates.ContainsKey(text))
        {
            return;
        }

        string wanted = alias ?? NamedText.Words(ExpressionWriter.Write(call, isSql: true).Replace("(*)", "()", StringComparison.Ordinal));
        HashSet<string> taken = [.. grouping.GroupBy, .. grouping.Aggregates.Values, "window_start", "window_end"];
        string name = wanted;
        for (int i = 1; taken.Contains(name); i++)
        {
            name = $"{wanted}_{i}";
        }

        grouping.Plans.Add(Aggregate.Parse(text) is [var plan] ? plan with { As = name } : throw call.At.Error("this is no aggregate"));
        grouping.Aggregates.Add(text, name);
    }

    // An aggregate as plans write it.
    private string AggregateText(SqlCallNode call, SqlScope scope)
    {
        string name = NameOf(call);
        if (name == "count" && !call.Distinct && call.Arguments is [LiteralNode { Value: not null }])
        {
            // a value that is the same in all rows counts them
            call = new SqlCallNode(name, [], call.At) { Filter = call.Filter };
        }

        List<string> arguments = [.. call.Arguments.Select(argument => argument is StarNode ? name == "count" ? "" : "*" : Text(argument, scope))];
        if (call.Distinct)
        {
            // of others the rows are distinct before
            name = name == "count" ? "count_distinct" : name;
        }

        if (call.OrderBy.Count > 0)
        {
            name = (name, call.OrderBy) switch
            {
                ("first", [{ Value: not null, Descending: false }]) or ("last", [{ Value: not null, Descending: true }]) => "arg_min",
                ("last", [{ Value: not null }]) or ("first", [{ Value: not null }]) => "arg_max",
                _ => throw call.At.Error($"{name} has no order of its own; first(x order by y) and last(x order by y) do"),
            };
            arguments.Add(Text(call.OrderBy[0].Value!, scope));
        }

        string filter = call.Filter is null ? "" : $" filter (where {Text(call.Filter, scope)})";
        return $"{name}({string.Join(", ", arguments.Where(static argument => argument.Length > 0))}){filter}";
    }

    // Rows without those that are equal in the keys and a value that aggregates take once, as sum(distinct x) does.
    private SqlScope WithoutEqual(Grouping grouping, SqlScope scope, SqlCallNode[] calls)
    {
        if (Array.Find(calls, static call => call.Distinct && !IsSameOfEqual(call)) is not { } first)
        {
            return scope;
        }

        string name = NameOf(first);
        if (AggregateCatalog.All.FirstOrDefault(known => known.Name == name) is not { Order: OrderClass.AnyOrder, GoesByTime: false }
            || first.Arguments is not [var value])
        {
            throw first.At.Error($"there is no {name}(distinct …); put 'select distinct' into a query in brackets behind 'from'");
        }

        string text = Text(value, scope);
        if (grouping.Window is not null || !Array.TrueForAll(calls, call => (call.Distinct || IsSameOfEqual(call))
            && call.Filter is null && call.Arguments is [var other] && Text(other, scope) == text))
        {
            throw first.At.Error(
                $"{name}(distinct …) goes with no windows of time, and with no aggregates but those of the same distinct values; write 'from (select distinct …)' with the keys and the value, and {name}(…) of that");
        }

        // a column that is computed is compared by value, and not as it is written
        const string Column = "distinct value";
        return scope with { Rows = scope.Rows.Derive(Column, text).Dedup("first", [.. grouping.GroupBy, Column]) };
    }

    // Whether an aggregate of equal values is that of one of them.
    private static bool IsSameOfEqual(SqlCallNode call) => NameOf(call) is "min" or "max" || (call.Distinct && NameOf(call) == "count");

    // What stands for a part of an expression over groups.
    private string? GroupOperand(ExpressionNode node, Grouping grouping, SqlScope scope)
    {
        if (node is SqlCallNode call)
        {
            return IsAggregate(call) ? ExpressionWriter.Name(grouping.Aggregates[AggregateText(call, scope)])
                : call.Over is not null ? throw call.At.Error("a function over rows can't stand here; filter by it with 'qualify'")
                : throw Unknown(call);
        }

        if (KeyOf(node, grouping, scope) is { } key)
        {
            return ExpressionWriter.Name(key);
        }

        // an item by its own name, as HAVING and ORDER BY may say it
        return node is ColumnNode named && grouping.Aggregates.ContainsValue(named.Name) ? ExpressionWriter.Name(named.Name)
            : node is ColumnNode window && window.Name == grouping.WindowName ? ExpressionWriter.Name(window.Name)
            : node is ColumnNode or QualifiedColumnNode ? throw node.At.Error(
                $"'{(node as ColumnNode)?.Name ?? ((QualifiedColumnNode)node).Name}' is neither grouped by nor aggregated; add it to 'group by', or take any({(node as ColumnNode)?.Name ?? ((QualifiedColumnNode)node).Name})")
            : Constant(node);
    }

    private string? KeyOf(ExpressionNode node, Grouping grouping, SqlScope scope)
    {
        if (node is LiteralNode or StarNode or CalendarIntervalNode or ParameterNode
            || Within(node).Any(static part => part is SqlCallNode))
        {
            return null;
        }

        if (node is ColumnNode { Name: var name } && (grouping.Keys.ContainsValue(name) || grouping.GroupBy.Contains(name)))
        {
            return name;
        }

        return grouping.Keys.GetValueOrDefault(Text(node, scope));
    }

    private static FillPlan[] Fills(SqlSelectBody select, Grouping grouping)
    {
        if (select.Fill.Count == 0)
        {
            return [];
        }

        if (grouping.Window is null)
        {
            throw select.Fill[0].At.Error("only windows are filled; group by one, such as time_bucket('1h', ts)");
        }

        if (select.Fill.Count > 1 && select.Fill.Count != grouping.Plans.Count)
        {
            throw select.Fill[0].At.Error($"{select.Fill.Count} fills for {grouping.Plans.Count} aggregates; say one, or one for each");
        }

        return [.. select.Fill.Select((fill, i) => new FillPlan(select.Fill.Count == 1 ? null : grouping.Plans[i].As, ModeOf(fill)))];
    }

    private static string ModeOf(SqlFill fill) => fill.Name switch
    {
        "prev" or "previous" => "previous",
        "null" or "none" => "null",
        "linear" => "linear",
        "value" => ExpressionWriter.Write(fill.Value!).Trim('(', ')', '\''),
        _ => throw fill.At.Error($"there is no fill '{fill.Name}'; there is null, previous, linear or a value"),
    };
}
