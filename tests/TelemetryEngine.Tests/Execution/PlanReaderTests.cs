using System.Text.Json.Nodes;
using TelemetryEngine.Execution;

namespace TelemetryEngine.Tests.Execution;

/// <summary>Plans of strangers: whatever their JSON is, they run or are refused with the place and what belongs there.</summary>
public sealed class PlanReaderTests : IDisposable
{
    /// <summary>A plan with every member that one may have, but for steps that need other inputs.</summary>
    private const string Whole = """
        {
          "version": 2,
          "source": {
            "format": "csv", "paths": ["r.csv"],
            "schema": [{"name": "timestamp", "type": "timestamp[us]"}, {"name": "device", "type": "utf8"}, {"name": "power", "type": "float64"}],
            "declared": [{"name": "power", "type": "float64"}],
            "text": {"delimiter": ",", "header": true, "columns": ["timestamp", "device", "power"], "null": ["NA"], "comment": "#",
              "skipLines": 0, "skipAfterHeader": 0, "trailingFields": 0, "ragged": "error", "keepRecords": [], "unionByName": false, "decimalComma": false}
          },
          "time": {"column": "timestamp", "format": "yyyy-MM-dd'T'HH:mm:ssK", "zone": "UTC", "inputZone": "-05:00", "ambiguous": "earliest", "dstColumn": "device=second", "nonexistent": "shift"},
          "onError": "skip",
          "steps": [
            {"step": "derive", "name": "kw", "expression": "power / 1000"},
            {"step": "where", "expression": "power >= 0"},
            {"step": "between", "from": "2024-01-01", "to": "2024-01-02"},
            {"step": "aggregate",
              "window": {"kind": "tumbling", "every": "1h", "offset": "5m", "weekStart": null, "closed": "left", "label": "start", "align": "utc", "showEnd": true},
              "groupBy": ["device"], "series": ["kw"],
              "aggregates": [{"function": "avg", "arguments": ["power"], "filter": "power > 1", "as": "mean"}, {"function": "increase", "arguments": ["power", "bounds => 'inside'"]}],
              "fill": [{"column": "mean", "mode": "previous"}, {"column": null, "mode": "null"}]},
            {"step": "limit", "rows": 10, "offset": 0},
            {"step": "select", "columns": [{"expression": "device"}, {"expression": "mean * 2", "as": "twice"}, {"expression": "*", "as": null}]},
            {"step": "rename", "column": "device", "to": "meter"},
            {"step": "drop", "columns": ["window_end"]},
            {"step": "round", "digits": 2, "columns": ["twice"]},
            {"step": "unpivot", "columns": ["twice", "mean"], "namesTo": "what", "valuesTo": "v", "names": "text", "includeNulls": true},
            {"step": "dedup", "columns": ["meter", "what", "window_start"], "keep": "last"},
            {"step": "sort", "by": [{"column": "v", "descending": true, "nullsFirst": true}, {"column": "meter"}]},
            {"step": "top", "rows": 2, "by": [{"column": "v"}], "per": ["meter"]},
            {"step": "limit", "rows": null, "offset": 1},
            {"step": "over", "per": ["meter"], "by": [{"column": "v"}], "columns": [{"function": "lag", "arguments": ["v", "2"], "as": "before"}, {"function": "sum", "arguments": ["v"], "frame": "2 rows", "as": "both"}]},
            {"step": "pivot", "names": "what", "values": "v", "per": ["meter", "window_start"], "columns": ["twice", "mean"], "most": 9},
            {"step": "union", "input": {"version": 2, "source": {"paths": ["r.csv"]}}}
          ]
        }
        """;

    /// <summary>A plan of version 1 with every member that one could have.</summary>
    private const string Flat = """
        {
          "version": 1,
          "source": {
            "format": "csv", "paths": ["r.csv"],
            "schema": [{"name": "timestamp", "type": "timestamp[us]"}, {"name": "device", "type": "utf8"}, {"name": "power", "type": "float64"}],
            "declared": [{"name": "power", "type": "float64"}],
            "text": {"delimiter": ",", "header": true, "columns": ["timestamp", "device", "power"], "null": ["NA"], "comment": "#",
              "skipLines": 0, "skipAfterHeader": 0, "trailingFields": 0, "ragged": "error", "keepRecords": [], "unionByName": false, "decimalComma": false}
          },
          "time": {"column": "timestamp", "format": "yyyy-MM-dd'T'HH:mm:ssK", "zone": "UTC", "inputZone": "-05:00", "ambiguous": "earliest", "dstColumn": "device=second", "nonexistent": "shift"},
          "onError": "skip",
          "derive": [{"name": "kw", "expression": "power / 1000"}],
          "where": "power >= 0",
          "from": "2024-01-01", "to": "2024-01-02",
          "window": {"kind": "tumbling", "every": "1h", "offset": "5m", "weekStart": null, "closed": "left", "label": "start", "align": "utc", "showEnd": true},
          "groupBy": ["device"], "series": ["kw"],
          "aggregates": [{"function": "avg", "arguments": ["power"], "filter": "power > 1", "as": "mean"}, {"function": "increase", "arguments": ["power", "bounds => 'inside'"]}],
          "fill": [{"column": "mean", "mode": "previous"}, {"column": null, "mode": "null"}],
          "limit": 10
        }
        """;

    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("telemetry-plans-");

    // the plans that were neither run nor refused, one for each kind of exception and its place
    private readonly Dictionary<string, string> _unhandled = [];

    public PlanReaderTests() => File.WriteAllText(
        Path.Combine(_folder.FullName, "r.csv"), "timestamp,device,power\n2024-01-01T00:10:00Z,a,1.5\n2024-01-01T00:20:00Z,b,10\n2024-01-01T03:50:00Z,a,2.5\n");

    public void Dispose()
    {
        _folder.Delete(recursive: true);
        Assert.Empty(_unhandled);
    }

    [Fact]
    public void A_whole_plan_is_read_and_written_as_it_was()
    {
        Plan plan = Plan.FromJson(Whole);
        Assert.Equal(plan.ToJson(), Plan.FromJson(plan.ToJson()).ToJson());
        Assert.Empty(Missing(JsonNode.Parse(Whole)!, JsonNode.Parse(plan.ToJson())!, "$"));
        Assert.True(Run(Whole.Replace("r.csv", RowsFile, StringComparison.Ordinal))!.RowCount > 3);
    }

    [Fact]
    public void A_plan_of_version_1_means_what_it_meant()
    {
        Plan plan = Plan.FromJson(Flat);
        Assert.Equal(2, plan.Version);
        Assert.Equal(
            ["DeriveStep", "WhereStep", "BetweenStep", "AggregateStep", "LimitStep"], plan.Steps.Select(static step => step.GetType().Name));
        Assert.Equal(plan.ToJson(), (Plan.FromJson(Whole) with { Steps = [.. Plan.FromJson(Whole).Steps.Take(5)] }).ToJson());
        Assert.Equal(10, Run(Flat.Replace("r.csv", RowsFile, StringComparison.Ordinal))!.RowCount);
    }

    [Theory]
    [InlineData("""{"version": 1, "derive": [null]}""", "not a plan: $.derive[0] is null; it is to be an object with the members name, expression")]
    [InlineData("""{"version": 1, "derive": [{"name": "x"}]}""", "not a plan: $.derive[0].expression is missing; it is to be an expression, such as \"power_w / 1000\"")]
    [InlineData("""{"version": 1, "groupBy": ["a", null]}""", "not a plan: $.groupBy[1] is null; it is to be a column's name")]
    [InlineData("""{"version": 1, "series": [7]}""", "not a plan: $.series[0] is 7; it is to be a column's name")]
    [InlineData("""{"version": 1, "aggregates": [{"function": null}]}""", "not a plan: $.aggregates[0].function is null; it is to be an aggregate's name, such as \"avg\"")]
    [InlineData("""{"version": 1, "aggregates": [{"function": "avg", "arguments": [null]}]}""", "not a plan: $.aggregates[0].arguments[0] is null; it is to be a column's name, an expression or a number, in quotes")]
    [InlineData("""{"version": 1, "aggregates": {}}""", "not a plan: $.aggregates is an object; it is to be a list")]
    [InlineData("""{"version": 1, "fill": [{"column": "x"}]}""", "not a plan: $.fill[0].mode is missing; it is to be a fill, such as \"previous\"")]
    [InlineData("""{"version": 1, "source": {"schema": [{"type": "utf8"}]}}""", "not a plan: $.source.schema[0].name is missing; it is to be a column's name")]
    [InlineData("""{"version": 1, "source": {"text": {}}}""", "not a plan: $.source.text.header is missing; it is to be true or false")]
    [InlineData("""{"version": 1, "source": {"text": {"header": 1}}}""", "not a plan: $.source.text.header is 1; it is to be true or false")]
    [InlineData("""{"version": 1, "limit": -1}""", "not a plan: $.limit is -1; it is to be a whole number from 0 to 9223372036854775807")]
    [InlineData("""{"version": 1, "limit": 1e99}""", "not a plan: $.limit is 1e99; it is to be a whole number from 0 to 9223372036854775807")]
    [InlineData("""{"version": 1, "limit": 1.5}""", "not a plan: $.limit is 1.5; it is to be a whole number from 0 to 9223372036854775807")]
    [InlineData("""{"version": 1, "limit": 1, "limit": 2}""", "not a plan: $.limit is there twice; leave one of them out")]
    [InlineData("""{"version": 1, "window": {"evry": "1h"}}""", "not a plan: $.window has no member 'evry'; did you mean 'every'?")]
    [InlineData("""{"version": 1, "onError": "explode\u001b"}""", @"not a plan: $.onError is ""explode\x1b""; it is to be ""fail"", ""skip"" or ""null""")]
    [InlineData("""{"version": 1, "where": "\ud800"}""", "not a plan: at $.where there is half of a surrogate pair, which is no text")]
    [InlineData("""{"version": 1, "\ud800": 1}""", "not a plan: at $ there is half of a surrogate pair, which is no text")]
    [InlineData("{\"version\": 1,", "not a plan: line 1, byte 14: Expected start of a property name or value, but instead reached end of data")]
    [InlineData("[]", "not a plan: $ is a list; it is to be an object with the members version, source, time, onError, steps")]
    public void What_is_wrong_is_named_with_its_place(string json, string message) =>
        Assert.Equal(message, Assert.Throws<PlanException>(() => Plan.FromJson(json)).Message);

    [Fact]
    public void Depth_and_size_have_bounds()
    {
        Assert.Contains("depth", Message(new string('[', 100_000)), StringComparison.Ordinal);
        Assert.Contains("depth", Message("{\"version\": 1, \"where\": " + new string('[', 100_000) + new string(']', 100_000) + "}"), StringComparison.Ordinal);
        Assert.Equal("not a plan: it has 16,777,217 characters; at most 16,777,216 are read", Message(new string(' ', Plan.MaxJsonChars + 1)));
        Assert.Equal(
            "not a plan: $.where has 1,048,577 characters; at most 1,048,576 are read",
            Message("{\"version\": 1, \"where\": \"" + new string('a', Plan.MaxTextChars + 1) + "\"}"));
        Assert.Equal(
            "not a plan: $.groupBy has 100,001 items; at most 100,000 are read",
            Message("{\"version\": 1, \"groupBy\": [" + string.Join(',', Enumerable.Repeat("\"a\"", Plan.MaxListItems + 1)) + "]}"));
        Assert.Equal("not a plan: there is half of a surrogate pair in it, which is no text", Message("{\"version\": 1, \"where\": \"" + (char)0xd800 + "\"}"));
    }

    [Fact]
    public void A_long_expression_is_an_expression_or_an_error()
    {
        Assert.Null(Run(Asking("power" + string.Concat(Enumerable.Repeat(" + power", 130_000)) + " > 0")));
        Assert.Null(Run(Asking(new string('(', 500_000) + "power" + new string(')', 500_000) + " > 0")));
        Assert.NotNull(Run(Asking("power in (" + string.Join(", ", Enumerable.Range(0, 10_000)) + ", 10)")));

        string Asking(string where) => $$"""{"version": 1, "source": {"paths": ["{{RowsFile}}"]}, "where": "{{where}}", "aggregates": [{"function": "count"}]}""";
    }

    [Fact]
    public void A_negative_limit_of_a_program_is_refused() => Assert.Equal(
        "a limit of -1 rows; it is to be 0 or more",
        Assert.Throws<PlanException>(() => Run((Plan)new FlatPlan { Source = new SourcePlan { Paths = [RowsFile] }, Limit = -1 })).Message);

    /// <summary>Every member of the plan is left out, doubled, and made null, a number, a list and more; then random places are spliced. <c>TELEMETRY_PLANS</c> says how many.</summary>
    [Fact]
    public void Mutated_plans_run_or_are_refused()
    {
        string plan = Whole.Replace("r.csv", RowsFile, StringComparison.Ordinal);
        foreach (string path in Paths(JsonNode.Parse(plan)!, ""))
        {
            foreach (string junk in Junk)
            {
                Run(Replaced(plan, path, junk));
            }

            Run(Removed(plan, path));
        }

        Random random = new(16);
        int count = int.TryParse(Environment.GetEnvironmentVariable("TELEMETRY_PLANS"), out int wanted) ? wanted : 1_000;
        string[] places = [.. Paths(JsonNode.Parse(plan)!, "")];
        for (int i = 0; i < count; i++)
        {
            string mutated = plan;
            for (int changes = random.Next(1, 4); changes > 0; changes--)
            {
                mutated = random.Next(3) == 0
                    ? Spliced(mutated, random)
                    : Replaced(mutated, places[random.Next(places.Length)], Junk[random.Next(Junk.Length)]);
            }

            Run(mutated);
        }
    }

    private static readonly string[] Junk =
    [
        "null", "true", "false", "0", "-1", "1e400", "9223372036854775808", "-9223372036854775809", "0.5", "[]", "{}", "[null]", "[[]]", "[{}]", "[\"power\"]", "\"\"", "\"power\"",
        "\"power, device\"", "\"\\u0000\"", "\"\\ud800\"", "\"\\u202e\\u001b[2J\"", "\"'\"", "\"(\"", "\"*\"", "\"0\"", "\"-1\"", "\"1e999\"", "\"99999999999999999999h\"", "\"-1h\"", "\"1mo\"",
        "\"session\"", "\"hopping\"", "\"cumulative\"", "\"decimal(99)\"", "\"timestamp[ns]\"", "\"bool\"", "\"linear\"", "\"2024-13-45\"", "\"9999-12-31T23:59:59Z\"", "\"quantile\"", "\"top\"",
        "\"power => 'x'\"", "\"/\"",
    ];

    private string RowsFile => Path.Combine(_folder.FullName, "r.csv").Replace('\\', '/');

    private static string Message(string json) => Assert.Throws<PlanException>(() => Plan.FromJson(json)).Message;

    private Table? Run(string json)
    {
        try
        {
            return Run(Plan.FromJson(json));
        }
        catch (Exception e) when (e is PlanException or InputException or RunException)
        {
            Assert.NotEqual("", e.Message);
            return null;
        }
        catch (Exception e)
        {
            _unhandled.TryAdd(e.ToString().Split(" in /")[0], json);
            return null;
        }
    }

    private static Table Run(Plan plan)
    {
        using Executor executor = Executor.Open(plan, input: null, new RunOptions { Threads = 2, MemoryBytes = 64 << 20 }, isRun: true);
        return executor.Run(TestContext.Current.CancellationToken);
    }

    // the places of the members that one has and the other has not, or not so; what is null may be left out
    private static IEnumerable<string> Missing(JsonNode wanted, JsonNode found, string path) => (wanted, found) switch
    {
        (JsonObject one, JsonObject other) => one.Where(static member => member.Value is not null).SelectMany(member =>
            other[member.Key] is { } value ? Missing(member.Value!, value, $"{path}.{member.Key}") : [$"{path}.{member.Key}"]),
        (JsonArray one, JsonArray other) when one.Count == other.Count => one.SelectMany((item, i) => Missing(item!, other[i]!, $"{path}[{i}]")),
        _ => JsonNode.DeepEquals(wanted, found) ? [] : [path],
    };

    // the places of all values, as the names and numbers to go by
    private static IEnumerable<string> Paths(JsonNode? node, string path)
    {
        IEnumerable<(string Name, JsonNode? Value)> inner = node switch
        {
            JsonObject members => members.Select(member => (member.Key, member.Value)),
            JsonArray items => items.Select((item, i) => (i.ToString(System.Globalization.CultureInfo.InvariantCulture), item)),
            _ => [],
        };
        foreach ((string name, JsonNode? value) in inner)
        {
            yield return path + "/" + name;
            foreach (string deeper in Paths(value, path + "/" + name))
            {
                yield return deeper;
            }
        }
    }

    // junk is text, so that numbers may be larger than a number of the framework
    private static string Replaced(string json, string path, string junk) => Changed(json, path, (holder, name) =>
    {
        if (holder is JsonArray items && int.Parse(name, System.Globalization.CultureInfo.InvariantCulture) < items.Count)
        {
            items[int.Parse(name, System.Globalization.CultureInfo.InvariantCulture)] = "@junk@";
        }
        else if (holder is JsonObject members)
        {
            members[name] = "@junk@";
        }
    }).Replace("\"@junk@\"", junk, StringComparison.Ordinal);

    private static string Removed(string json, string path) => Changed(json, path, (holder, name) =>
    {
        if (holder is JsonArray items)
        {
            items.RemoveAt(int.Parse(name, System.Globalization.CultureInfo.InvariantCulture));
        }
        else
        {
            holder.AsObject().Remove(name);
        }
    });

    // spliced text need not be JSON any more, nor an object with every name once: then it stays
    private static string Changed(string json, string path, Action<JsonNode, string> change)
    {
        try
        {
            JsonNode root = JsonNode.Parse(json)!;
            string[] names = path.Split('/')[1..];
            JsonNode? holder = root;
            foreach (string name in names[..^1])
            {
                holder = holder is JsonArray items ? items[int.Parse(name, System.Globalization.CultureInfo.InvariantCulture)] : holder?[name];
            }

            change(holder!, names[^1]);
            return root.ToJsonString();
        }
        catch (Exception e) when (e is System.Text.Json.JsonException or ArgumentException or InvalidOperationException or FormatException or NullReferenceException)
        {
            return json;
        }
    }

    private static string Spliced(string json, Random random)
    {
        int from = random.Next(json.Length);
        int length = random.Next(Math.Min(60, json.Length - from));
        string piece = json.Substring(from, length);
        int into = random.Next(json.Length);
        return random.Next(3) switch
        {
            0 => json.Remove(from, length),
            1 => json.Insert(into, piece),
            _ => string.Concat(json.AsSpan(0, into), ((char)random.Next(1, 0x3000)).ToString(), json.AsSpan(into)),
        };
    }
}
