namespace TelemetryEngine.Execution.Planning;

// Steps as lines for people.
internal static class StepText
{
    // What a step does, in a line.
    public static string Of(PlanStep step) => step switch
    {
        DeriveStep derive => $"derive {derive.Name} = {derive.Expression}",
        SpanStep span => $"derive {span.Name} = {span.Node}",
        WhereStep where => $"where {where.Expression}",
        BetweenStep range => "between" + Said(" from ", range.From) + Said(" to ", range.To),
        SelectStep select => $"select {string.Join(", ", select.Columns.Select(static column => column.Expression + Said(" as ", column.As)))}",
        RenameStep rename => $"rename {rename.Column} to {rename.To}",
        DropStep drop => $"drop {string.Join(", ", drop.Columns)}",
        RoundStep round => $"round to {round.Digits} digits" + Listed(": ", round.Columns),
        UnpivotStep unpivot => $"unpivot {string.Join(", ", unpivot.Columns)} to {unpivot.NamesTo} and {unpivot.ValuesTo}",
        AggregateStep aggregation => Of(aggregation),
        DedupStep dedup => "dedup" + Listed(" by ", dedup.Columns) + $", keep {dedup.Keep}",
        SortStep sort => $"sort by {Of(sort.By)}",
        TopStep top => $"top {top.Rows} by {Of(top.By)}" + Listed(" per ", top.Per),
        LimitStep limit => "limit" + Said(" ", limit.Rows?.ToString(System.Globalization.CultureInfo.InvariantCulture))
            + (limit.Offset == 0 ? "" : $" from row {limit.Offset + 1}"),
        UnionStep => "union",
        JoinStep join => Of(join, "join") + (join.Many ? ", many" : ""),
        AsofJoinStep join => Of(join, "asof join") + $", the row {join.Direction}" + Said(", within ", join.Tolerance),
        ValidJoinStep join => Of(join, "join") + $", valid from {join.From} to {join.To}",
        OverStep over => $"over rows: {string.Join(", ", over.Columns.Select(Of))}" + Listed(" per ", over.Per)
            + (over.By.Count == 0 ? "" : $" by {Of(over.By)}"),
        PivotStep pivot => $"pivot {pivot.Values} by {pivot.Names}" + Listed(" per ", pivot.Per) + Listed(": ", pivot.Columns),
        _ => throw new ArgumentException($"{step.GetType().Name} has no text", nameof(step)),
    };

    // An aggregate as users write it.
    public static string Of(AggregatePlan call) =>
        $"{call.Function}({string.Join(", ", call.Arguments)})" + (call.Filter is null ? "" : $" filter (where {call.Filter})")
            + Said(" as ", call.As);

    private static string Of(AggregateStep step) =>
        "aggregate" + (step.Window is { } window ? $" {Of(window)}" : "") + Listed(" by ", step.GroupBy) + Listed(", series ", step.Series)
            + Listed(": ", [.. step.Aggregates.Select(Of)])
            + Listed(", fill ", [.. step.Fill.Select(static fill => (fill.Column is null ? "" : $"{fill.Column}=") + fill.Mode)]);

    private static string Of(WindowPlan window) =>
        window.Kind + Said(" every ", window.Every) + Said(" period ", window.Period) + Said(" step ", window.Step)
            + Said(" gap ", window.Gap) + Said(" offset ", window.Offset) + Said(" closed ", window.Closed) + Said(" label ", window.Label)
            + Said(" align ", window.Align) + Said(" weeks from ", window.WeekStart);

    private static string Of(TableJoinStep join, string name) =>
        $"{join.Kind} {name}" + Listed(" on ", [.. join.On.Select(static key => key.Column + Said(" = ", key.Other))]);

    private static string Of(OverColumn column) =>
        $"{column.Function}({string.Join(", ", column.Arguments)}) of {column.Frame} as {column.As}";

    private static string Of(IReadOnlyList<SortColumn> by) => string.Join(
        ", ", by.Select(static key => key.Column + (key.Descending ? " desc" : "") + (key.NullsFirst ? " nulls first" : "")));

    private static string Said(string before, string? text) => text is null ? "" : before + text;

    private static string Listed(string before, IReadOnlyList<string> texts) => texts.Count == 0 ? "" : before + string.Join(", ", texts);
}
