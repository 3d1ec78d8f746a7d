using System.Text.Json;
using TelemetryEngine.Sources;

namespace TelemetryEngine;

// Reads a plan's JSON, member by member. What it writes again is what Plan.ToJson wrote.
internal static class PlanReader
{
    // an aggregate's arguments lie four deep
    private const int MaxDepth = 16;

    // throws PlanException: It is no plan, or beyond the bounds of one.
    public static Plan Read(string json)
    {
        if (json.Length > Plan.MaxJsonChars)
        {
            throw new PlanException($"not a plan: it has {json.Length:N0} characters; at most {Plan.MaxJsonChars:N0} are read");
        }

        using JsonDocument document = Parse(json);
        return ReadPlan(document.RootElement, "$");
    }

    private static JsonDocument Parse(string json)
    {
        try
        {
            return JsonDocument.Parse(json, new JsonDocumentOptions { MaxDepth = MaxDepth });
        }
        catch (JsonException e)
        {
            string reason = e.Message.Split(" LineNumber:")[0].TrimEnd('.');
            throw new PlanException($"not a plan: line {e.LineNumber + 1}, byte {e.BytePositionInLine + 1}: {reason}");
        }
        catch (ArgumentException)
        {
            throw new PlanException("not a plan: there is half of a surrogate pair in it, which is no text");
        }
    }

    private static Plan ReadPlan(JsonElement json, string path)
    {
        PlanObject plan = new(json, path,
            "version", "source", "time", "onError", "derive", "where", "from", "to", "window", "groupBy", "series", "aggregates", "fill",
            "limit");
        if (plan.Whole("version", 0) is var version && version != Plan.CurrentVersion)
        {
            throw new PlanException($"the plan has version {version ?? 0}; this engine reads version {Plan.CurrentVersion}");
        }

        return new Plan
        {
            Source = plan.Object("source", ReadSource)!,
            Time = plan.Object("time", ReadTime),
            OnError = plan.Object<object>("onError", ReadPolicy) is ErrorPolicy policy ? policy : ErrorPolicy.Fail,
            Derive = plan.List("derive", ReadDerive),
            Where = plan.Text("where", "an expression, such as \"power_w >= 0\""),
            From = plan.Text("from", "a time, such as \"2024-01-31\""),
            To = plan.Text("to", "a time, such as \"2024-01-31\""),
            Window = plan.Object("window", ReadWindow),
            GroupBy = plan.Texts("groupBy", "a column's name"),
            Series = plan.Texts("series", "a column's name"),
            Aggregates = plan.List("aggregates", ReadAggregate),
            Fill = plan.List("fill", ReadFill),
            Limit = plan.Whole("limit", 0),
        };
    }

    private static object ReadPolicy(JsonElement json, string path)
    {
        string word = PlanObject.Text(json, path, "\"fail\", \"skip\" or \"null\"");
        return Enum.GetValues<ErrorPolicy>().Cast<ErrorPolicy?>()
            .FirstOrDefault(policy => policy.ToString()!.Equals(word, StringComparison.OrdinalIgnoreCase))
            ?? throw new PlanException($"not a plan: {path} is \"{word}\"; it is to be \"fail\", \"skip\" or \"null\"");
    }

    private static SourcePlan ReadSource(JsonElement json, string path)
    {
        PlanObject source = new(json, path, "format", "paths", "schema", "declared", "text", "unpivot");
        return new SourcePlan
        {
            Format = source.Text("format", "\"csv\" or \"arrow\"")!,
            Paths = source.Texts("paths", "a file's name"),
            Schema = source.List("schema", ReadColumn),
            Declared = source.List("declared", ReadColumn),
            Text = source.Object("text", ReadText)!,
            Unpivot = source.Object("unpivot", ReadUnpivot),
        };
    }

    private static UnpivotPlan ReadUnpivot(JsonElement json, string path)
    {
        PlanObject unpivot = new(json, path, "columns", "namesTo", "valuesTo", "names", "includeNulls");
        return new UnpivotPlan
        {
            Columns = unpivot.Texts("columns", "a column's name, or a pattern"),
            NamesTo = unpivot.Text("namesTo", "a column's name")!,
            ValuesTo = unpivot.Text("valuesTo", "a column's name")!,
            Names = unpivot.Text("names", "\"start\", \"end\" or \"text\""),
            IncludeNulls = unpivot.Flag("includeNulls") ?? false,
        };
    }

    private static SchemaColumn ReadColumn(JsonElement json, string path)
    {
        PlanObject column = new(json, path, "name", "type", "format", "unit");
        return new SchemaColumn(column.NeededText("name", "a column's name"), column.NeededText("type", "a type, such as \"float64\""),
            column.Text("format", "a layout of times, such as \"dd/MM/yyyy HH:mm\""))
        {
            Unit = column.Text("unit", "a unit, such as \"kW\""),
        };
    }

    private static TextPlan ReadText(JsonElement json, string path)
    {
        PlanObject text =
            new(json, path, "delimiter", "header", "columns", "null", "comment", "encoding", "skipLines", "skipAfterHeader",
                "trailingFields", "ragged", "keepRecords",
            "unionByName", "decimalComma", "thousands", "stripUnits", "trim");
        return new TextPlan
        {
            Delimiter = text.Text("delimiter", "one character"),
            Header = text.NeededFlag("header"),
            Columns = text.Texts("columns", "a column's name"),
            Null = text.Texts("null", "a text that means null"),
            Comment = text.Text("comment", "one character"),
            Encoding = text.Text("encoding", "an encoding's name, such as \"windows-1252\""),
            SkipLines = Count(text.Whole("skipLines", 0)),
            SkipAfterHeader = Count(text.Whole("skipAfterHeader", 0)),
            TrailingFields = Count(text.Whole("trailingFields", 0)),
            Ragged = text.Text("ragged", "\"error\", \"pad\" or \"cut\""),
            KeepRecords = text.Texts("keepRecords", "the first field of records that are rows"),
            UnionByName = text.Flag("unionByName") ?? false,
            DecimalComma = text.Flag("decimalComma") ?? false,
            Thousands = text.Text("thousands", "one of , . ' and a space"),
            StripUnits = text.Flag("stripUnits"),
            Trim = text.Flag("trim"),
        };
    }

    // no text has more lines or fields than that
    private static int? Count(long? count) => count is null ? null : (int)Math.Min(count.Value, int.MaxValue);

    private static TimePlan ReadTime(JsonElement json, string path)
    {
        PlanObject time = new(json, path, "column", "format", "zone", "inputZone", "ambiguous", "dstColumn", "nonexistent");
        return new TimePlan
        {
            Column = time.Text("column", "a column's name"),
            Format = time.Text("format", "a layout, such as \"dd/MM/yyyy HH:mm:ss\""),
            Zone = time.Text("zone", "a time zone, such as \"Europe/Berlin\""),
            InputZone = time.Text("inputZone", "a time zone, such as \"UTC\""),
            Ambiguous = time.Text("ambiguous", "\"auto\", \"earliest\", \"latest\", \"error\" or \"order\"")!,
            DstColumn = time.Text("dstColumn", "a column's name"),
            Nonexistent = time.Text("nonexistent", "\"error\", \"shift\" or \"null\"")!,
        };
    }

    private static DerivePlan ReadDerive(JsonElement json, string path)
    {
        PlanObject derive = new(json, path, "name", "expression");
        return new DerivePlan(derive.NeededText("name", "a name"),
            derive.NeededText("expression", "an expression, such as \"power_w / 1000\""));
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
