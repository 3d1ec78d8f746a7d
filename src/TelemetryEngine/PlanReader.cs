using System.Text.Json;
using TelemetryEngine.Sources;

namespace TelemetryEngine;

// Reads a plan's JSON, member by member. What it writes again is what Plan.ToJson wrote.
internal static class PlanReader
{
    // an aggregate's arguments lie six deep, and an input in a step three deeper than its plan
    private const int MaxDepth = 64;

    private const int FlatVersion = 1;

    private static readonly string[] SourceMembers = ["format", "paths", "schema", "declared", "text"];

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

    // A plan, or one that a step of another holds.
    internal static Plan ReadPlan(JsonElement json, string path)
    {
        bool isFlat = json.ValueKind == JsonValueKind.Object && json.TryGetProperty("version", out JsonElement version)
            && version.ValueKind == JsonValueKind.Number && version.TryGetInt64(out long number) && number == FlatVersion;
        return isFlat ? ReadFlat(json, path) : ReadChain(json, path);
    }

    private static Plan ReadChain(JsonElement json, string path)
    {
        if (json.ValueKind == JsonValueKind.Object && PlanObject.Only(json, path, "version").Whole("version", 0) is var version
            && version != Plan.CurrentVersion)
        {
            throw new PlanException($"the plan has version {version ?? 0}; this engine reads versions {FlatVersion} and {Plan.CurrentVersion}");
        }

        PlanObject plan = new(json, path, "version", "source", "time", "onError", "steps");
        return Head(plan, ReadSource) with { Steps = plan.List("steps", PlanStepReader.Read) };
    }

    // Version 1 had one of each step, in this order, and its unpivot in the source.
    private static Plan ReadFlat(JsonElement json, string path)
    {
        PlanObject plan = new(json, path,
            "version", "source", "time", "onError", "derive", "where", "from", "to", "window", "groupBy", "series", "aggregates", "fill",
            "limit");
        List<PlanStep> steps = [];
        Plan head = Head(plan, (source, place) => ReadFlatSource(source, place, steps));
        steps.AddRange(plan.List("derive", PlanStepReader.ReadDerive));
        if (plan.Text("where", "an expression, such as \"power_w >= 0\"") is { } where)
        {
            steps.Add(new WhereStep(where));
        }

        if (PlanStepReader.ReadBetween(plan) is { } range && range != new BetweenStep())
        {
            steps.Add(range);
        }

        if (PlanStepReader.ReadAggregation(plan) is var step
            && (step.Window is not null || step.GroupBy.Count + step.Series.Count + step.Aggregates.Count + step.Fill.Count > 0))
        {
            steps.Add(step);
        }

        if (plan.Whole("limit", 0) is { } limit)
        {
            steps.Add(new LimitStep(limit));
        }

        return head with { Steps = steps };
    }

    private static Plan Head(PlanObject plan, Func<JsonElement, string, SourcePlan> readSource) => new()
    {
        Source = plan.Object("source", readSource)!,
        Time = plan.Object("time", ReadTime),
        OnError = plan.Object<object>("onError", ReadPolicy) is ErrorPolicy policy ? policy : ErrorPolicy.Fail,
    };

    private static object ReadPolicy(JsonElement json, string path)
    {
        string word = PlanObject.Text(json, path, "\"fail\", \"skip\" or \"null\"");
        return Enum.GetValues<ErrorPolicy>().Cast<ErrorPolicy?>()
            .FirstOrDefault(policy => policy.ToString()!.Equals(word, StringComparison.OrdinalIgnoreCase))
            ?? throw new PlanException($"not a plan: {path} is \"{word}\"; it is to be \"fail\", \"skip\" or \"null\"");
    }

    private static SourcePlan ReadSource(JsonElement json, string path) => ReadSource(new PlanObject(json, path, SourceMembers));

    private static SourcePlan ReadFlatSource(JsonElement json, string path, List<PlanStep> steps)
    {
        PlanObject source = new(json, path, [.. SourceMembers, "unpivot"]);
        if (source.Object("unpivot", PlanStepReader.ReadUnpivot) is { } unpivot)
        {
            steps.Add(unpivot);
        }

        return ReadSource(source);
    }

    private static SourcePlan ReadSource(PlanObject source) => new()
    {
        Format = source.Text("format", "\"csv\" or \"arrow\"")!,
        Paths = source.Texts("paths", "a file's name"),
        Schema = source.List("schema", ReadColumn),
        Declared = source.List("declared", ReadColumn),
        Text = source.Object("text", ReadText)!,
    };

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
}
