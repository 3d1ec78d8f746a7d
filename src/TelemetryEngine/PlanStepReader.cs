using System.Text.Json;

namespace TelemetryEngine;

// Reads the steps of a plan's JSON.
internal static class PlanStepReader
{
    private const string ColumnName = "a column's name";

    private static readonly string[] UnpivotMembers = ["columns", "namesTo", "valuesTo", "names", "includeNulls"];
    private static readonly string[] DeriveMembers = ["name", "expression"];

    private static readonly Dictionary<string, Func<JsonElement, string, PlanStep>> Kinds = new(StringComparer.Ordinal)
    {
        ["unpivot"] = static (json, path) => ReadUnpivot(new PlanObject(json, path, ["step", .. UnpivotMembers])),
        ["derive"] = static (json, path) => ReadDerive(new PlanObject(json, path, ["step", .. DeriveMembers])),
        ["where"] = ReadWhere,
        ["between"] = static (json, path) => ReadBetween(new PlanObject(json, path, "step", "from", "to")),
        ["select"] = ReadSelect,
        ["rename"] = ReadRename,
        ["drop"] = ReadDrop,
        ["round"] = ReadRound,
        ["aggregate"] = static (json, path) =>
            ReadAggregation(new PlanObject(json, path, "step", "window", "groupBy", "series", "aggregates", "fill")),
        ["dedup"] = ReadDedup,
        ["sort"] = ReadSort,
        ["top"] = ReadTop,
        ["limit"] = ReadLimit,
        ["over"] = LaterStepReader.ReadOver,
        ["pivot"] = LaterStepReader.ReadPivot,
        ["union"] = LaterStepReader.ReadUnion,
        ["join"] = LaterStepReader.ReadJoin,
        ["asof_join"] = LaterStepReader.ReadAsofJoin,
        ["valid_join"] = LaterStepReader.ReadValidJoin,
    };

    public static PlanStep Read(JsonElement json, string path)
    {
        string kind = PlanObject.Only(json, path, "step").NeededText("step", $"the kind of a step: {string.Join(", ", Kinds.Keys)}");
        return Kinds.TryGetValue(kind, out Func<JsonElement, string, PlanStep>? read)
            ? read(json, path)
            : throw new PlanException(
                $"not a plan: {path}.step is '{kind}'; {NearestName.Hint(kind, Kinds.Keys, $"there is {string.Join(", ", Kinds.Keys)}")}");
    }

    // Steps of a plan of version 1, which do not say what they are.
    public static UnpivotStep ReadUnpivot(JsonElement json, string path) => ReadUnpivot(new PlanObject(json, path, UnpivotMembers));

    public static DeriveStep ReadDerive(JsonElement json, string path) => ReadDerive(new PlanObject(json, path, DeriveMembers));

    // The members from and to of a step, or of a plan of version 1.
    public static BetweenStep ReadBetween(PlanObject step) => new()
    {
        From = step.Text("from", "a time, such as \"2024-01-31\""),
        To = step.Text("to", "a time, such as \"2024-01-31\""),
    };

    // The members of an aggregation, of a step or of a plan of version 1.
    public static AggregateStep ReadAggregation(PlanObject step) => new()
    {
        Window = step.Object("window", ReadWindow),
        GroupBy = step.Texts("groupBy", ColumnName),
        Series = step.Texts("series", ColumnName),
        Aggregates = step.List("aggregates", ReadAggregate),
        Fill = step.List("fill", ReadFill),
    };

    private static UnpivotStep ReadUnpivot(PlanObject unpivot) => new()
    {
        Columns = unpivot.Texts("columns", "a column's name, or a pattern"),
        NamesTo = unpivot.Text("namesTo", ColumnName)!,
        ValuesTo = unpivot.Text("valuesTo", ColumnName)!,
        Names = unpivot.Text("names", "\"start\", \"end\" or \"text\""),
        IncludeNulls = unpivot.Flag("includeNulls") ?? false,
    };

    private static DeriveStep ReadDerive(PlanObject derive) => new(
        derive.NeededText("name", "a name"), derive.NeededText("expression", "an expression, such as \"power_w / 1000\""));

    private static WhereStep ReadWhere(JsonElement json, string path) =>
        new(new PlanObject(json, path, "step", "expression").NeededText("expression", "an expression, such as \"power_w >= 0\""));

    private static SelectStep ReadSelect(JsonElement json, string path) => new()
    {
        Columns = new PlanObject(json, path, "step", "columns").List("columns", static (item, place) =>
        {
            PlanObject column = new(item, place, "expression", "as");
            return new SelectColumn(column.NeededText("expression", "a column's name or an expression"), column.Text("as", "a name"));
        }),
    };

    private static RenameStep ReadRename(JsonElement json, string path)
    {
        PlanObject step = new(json, path, "step", "column", "to");
        return new RenameStep(step.NeededText("column", ColumnName), step.NeededText("to", "a name"));
    }

    private static DropStep ReadDrop(JsonElement json, string path) =>
        new() { Columns = new PlanObject(json, path, "step", "columns").Texts("columns", ColumnName) };

    private static RoundStep ReadRound(JsonElement json, string path)
    {
        PlanObject step = new(json, path, "step", "digits", "columns");
        return new RoundStep((int)Math.Min(step.NeededWhole("digits", 0), int.MaxValue)) { Columns = step.Texts("columns", ColumnName) };
    }

    private static DedupStep ReadDedup(JsonElement json, string path)
    {
        PlanObject step = new(json, path, "step", "columns", "keep");
        return new DedupStep
        {
            Columns = step.Texts("columns", ColumnName),
            Keep = step.Text("keep", "\"first\", \"last\" or \"error\"")!,
        };
    }

    private static SortStep ReadSort(JsonElement json, string path) =>
        new() { By = new PlanObject(json, path, "step", "by").List("by", ReadSortColumn) };

    public static SortColumn ReadSortColumn(JsonElement json, string path)
    {
        PlanObject column = new(json, path, "column", "descending", "nullsFirst");
        return new SortColumn(
            column.NeededText("column", ColumnName), column.Flag("descending") ?? false, column.Flag("nullsFirst") ?? false);
    }

    private static TopStep ReadTop(JsonElement json, string path)
    {
        PlanObject step = new(json, path, "step", "rows", "by", "per");
        return new TopStep
        {
            Rows = step.Whole("rows", 0) ?? 1,
            By = step.List("by", ReadSortColumn),
            Per = step.Texts("per", ColumnName),
        };
    }

    private static LimitStep ReadLimit(JsonElement json, string path)
    {
        PlanObject step = new(json, path, "step", "rows", "offset");
        return new LimitStep(step.Whole("rows", 0), step.Whole("offset", 0) ?? 0);
    }

    private static WindowPlan ReadWindow(JsonElement json, string path)
    {
        const string Length = "a length of time, such as \"1h\"";
        PlanObject window =
            new(json, path, "kind", "every", "period", "step", "gap", "offset", "weekStart", "closed", "label", "align", "showEnd");
        return new WindowPlan
        {
            Kind = window.Text("kind", "a kind of window, such as \"tumbling\"")!,
            Every = window.Text("every", Length),
            Period = window.Text("period", Length),
            Step = window.Text("step", Length),
            Gap = window.Text("gap", Length),
            Offset = window.Text("offset", Length),
            WeekStart = window.Text("weekStart", "a day, such as \"monday\""),
            Closed = window.Text("closed", "\"left\" or \"right\""),
            Label = window.Text("label", "\"start\" or \"end\""),
            Align = window.Text("align", "\"local\" or \"utc\""),
            ShowEnd = window.Flag("showEnd") ?? false,
        };
    }

    private static FillPlan ReadFill(JsonElement json, string path)
    {
        PlanObject fill = new(json, path, "column", "mode");
        return new FillPlan(fill.Text("column", "the name of a column of the result"),
            fill.NeededText("mode", "a fill, such as \"previous\""));
    }

    private static AggregatePlan ReadAggregate(JsonElement json, string path)
    {
        PlanObject aggregate = new(json, path, "function", "arguments", "filter", "as");
        return new AggregatePlan
        {
            Function = aggregate.NeededText("function", "an aggregate's name, such as \"avg\""),
            Arguments = aggregate.Texts("arguments", "a column's name, an expression or a number, in quotes"),
            Filter = aggregate.Text("filter", "an expression, such as \"power_w >= 0\""),
            As = aggregate.Text("as", "a name"),
        };
    }
}
