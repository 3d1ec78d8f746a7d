using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;
using TelemetryEngine.Tests.Execution;
using TelemetryEngine.Windows;
using static TelemetryEngine.Aggregate;

namespace TelemetryEngine.Tests.Sql;

/// <summary>Statements as plans: the same steps as flags and methods say, and messages with places where there are none.</summary>
public sealed class SqlPlannerTests
{
    private static readonly Dictionary<string, Pipeline> Tables = new()
    {
        ["t"] = Telemetry.ReadCsvText(StepTests.Csv).Schema(("kwh", "float64")),
        ["d"] = Telemetry.ReadCsvText("device,owner\na,x\nc,y\n"),
    };

    private static readonly JsonSerializerOptions Plain = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    private static Pipeline Readings => Tables["t"];

    [Fact]
    public void A_query_is_the_plan_that_methods_make()
    {
        AssertPlan(Readings.Where("kwh > 1").GroupBy("device").Aggregate(Avg("kwh").As("m")), "select device, avg(kwh) as m from t where kwh > 1 group by device");
        AssertPlan(Readings.Where("kwh > 1").Select("device", "kwh * 2 as twice").Sort("twice desc").Limit(2), "select device, kwh * 2 as twice from t where kwh > 1 order by twice desc limit 2");
        AssertPlan(
            Readings.Time("time").Window(Tumbling.Every("1h")).GroupBy("device").Aggregate(Sum("kwh").As("sum_kwh"))
                .Rename("window_start", "hour").Where("sum_kwh > 2"),
            "select time_bucket('1h', time) as hour, device, sum(kwh) from t group by hour, device having sum(kwh) > 2");
        AssertPlan(Readings.Dedup(), "select distinct * from t");
        AssertPlan(Readings.Limit(3, 1), "select * from t limit 3 offset 1");
        AssertPlan(Readings.Union(Readings), "select * from t union all by name select * from t");
    }

    [Fact]
    public void Parameters_are_values_and_never_text_of_the_statement()
    {
        AssertRows(["a|4", "b|8"], "select device, max(kwh) from t where kwh > $least group by device", ("least", 3.5m));
        AssertRows(["3"], "select count(*) from t where device = ? and kwh < ?", ("1", "a"), ("2", 100));
        AssertRows(["0"], "select count(*) from t where device = ?", ("1", "a' or 'a' = 'a"));
        AssertRows(["1"], "select count(*) from t where time >= $from", ("from", new DateTimeOffset(2024, 1, 2, 0, 0, 0, TimeSpan.Zero)));
        AssertRows(["a"], "select device from t limit ?", ("1", 1));
        AssertRows(["1"], "select count(*) from t where coalesce(kwh, $x) < -1", ("x", -2));
    }

    [Fact]
    public void Names_of_tables_tell_columns_apart()
    {
        AssertRows(["a|x", "a|x", "a|x"], "select t.device, owner from t join d on t.device = d.device");
        AssertRows(["b|∅", "b|∅", "b|∅"], "select t.device, d.owner from t left join d using (device) where d.owner is null");
        AssertRows(["3"], "select count(*) from t left join d on t.device = d.device where d.device is null");
        AssertRows(["c"], "select device from d anti join t using (device)");
        AssertRows(["2"], "select count(1) from t join d on t.device = d.device and owner = 'x' and kwh > 1");
        AssertRows(["6|0"], "select count(*) as n, count(owner) as o from t left join d on t.device = d.device and owner = 'y'");
        AssertRows(["3"], "select count(*) from t join (select device, case when owner = 'y' then timestamp '2024-01-02' end as a, timestamp '2024-01-03' as b from d) v on t.device = v.device and (v.a is null or t.time >= v.a) and t.time < v.b");
        AssertRows(["0"], "select count(*) from t join (select device, case when owner = 'y' then timestamp '2024-01-02' end as a, timestamp '2024-01-03' as b from d) v on t.device = v.device and t.time >= v.a and t.time < v.b");
        AssertRows(["a|1", "a|4", "a|2"], "select x.device, x.kwh from (select * from t where site = 'north') as x");
        Assert.Equal("time|device|site|kwh|device_1|owner", Names("select * from t join d on t.device = d.device"));
        Assert.Equal("time|device|site|kwh|owner", Names("select * from t join d using (device)"));
        Assert.Equal("time|device|site|kwh", Names("select * from t qualify row_number() over (partition by device order by kwh) = 1"));
        Assert.Equal("device|owner|r", Names("select *, rank() over (order by upper(owner)) as r from d"));
    }

    /// <summary>A value that is null is not in a list, and no value is known not to be in a list with a null; in one without rows none is.</summary>
    [Fact]
    public void Not_in_a_query_is_as_databases_have_it()
    {
        const string Values = "(select case when device = 'a' then 'n' when device <> 'b' then 'x' end as v from t)";
        AssertRows(["0"], $"select count(*) from t where device not in {Values}");
        AssertRows(["6"], $"select count(*) from t where device not in (select v from {Values} where v is not null)");
        AssertRows(["0"], $"select count(*) from t where case when kwh > 100 then device end not in (select device from d)");
        AssertRows(["6"], $"select count(*) from t where case when kwh > 100 then device end not in (select device from d where owner = 'z')");
        AssertRows(["3"], "select count(*) from t where not device in (select device from d)");
        AssertRows(["a", "a", "a"], "select device from t where device in (select device from d union all select device from d)");
        AssertRows(["∅"], "select (select kwh from t where kwh > 100 limit 1) as k from d limit 1");
        AssertRows(["0"], "select count(*) from t where kwh > (select max(kwh) from t where kwh > 100)");
    }

    [Fact]
    public void A_copy_says_what_is_written_and_where()
    {
        SqlOutput output = Telemetry.SqlCopy("copy (select device from t where kwh > $x) to 'out.txt' (format csv, header false, delimiter ';')", Tables,
            new Dictionary<string, object?> { ["x"] = 1 })!;
        Assert.Equal(("out.txt", new WriteOptions { Format = "csv", Header = false, Delimiter = ';' }), (output.Path, output.Options));
        Assert.NotEmpty(TableText.Rows(output.Rows.ToTable()));
        Assert.Equal(new WriteOptions(), Telemetry.SqlCopy("copy t to 'out.arrow'", Tables)!.Options);
        Assert.Null(Telemetry.SqlCopy("select device from t", Tables));
        AssertRows(["d", "t"], "show tables");
        Assert.Contains("'copy' has no option 'heade'; did you mean 'header'? at line 1, column 20", Error("copy t to 'x.csv' (heade false)"), StringComparison.Ordinal);
        Assert.Contains("delimiter can't be ';;'", Error("copy t to 'x.csv' (delimiter ';;')"), StringComparison.Ordinal);
        Assert.Contains("unknown column 'foo'; there is time, device, site, kwh at line 1, column 14", Assert.Throws<PlanException>(
            () => Telemetry.SqlCopy("copy (select foo from t) to 'x.csv'", Tables)!.Write(TestContext.Current.CancellationToken)).Message, StringComparison.Ordinal);

        static string Error(string text) => Assert.Throws<PlanException>(() => Telemetry.SqlCopy(text, Tables)).Message;
    }

    /// <summary>Statements that are read well and say what plans can't, or name what is not there.</summary>
    [Fact]
    public void What_can_not_be_said_has_the_messages_that_the_golden_file_shows() => GoldenFile.Check("refused.txt", 65, static text =>
    {
        PlanException error = Assert.Throws<PlanException>(() => Sql(text).ToTable());
        return error.Message;
    });

    /// <summary>A change in the planner is seen in the plans: each step is a line, and what is read is left out.</summary>
    [Fact]
    public void Plans_are_those_that_the_golden_file_shows() => GoldenFile.Check("plans.txt", 15, static text =>
    {
        JsonObject plan = JsonNode.Parse(Steps(Sql(text)))!.AsObject();
        LeaveOutSources(plan);
        IEnumerable<JsonNode?> parts = plan["steps"]!.AsArray();
        return string.Join('\n', (plan["time"] is { } time ? parts.Prepend(time) : parts).Select(static part => part!.ToJsonString(Plain)));
    });

    [Fact]
    public void Counts_of_rows_are_whole_numbers()
    {
        PlanException error = Assert.Throws<PlanException>(() => Sql("select device from t limit $n", ("n", "x")));
        Assert.StartsWith("'limit' and 'offset' are whole numbers from 0 on at line 1, column 28", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Statements_that_tell_of_others_are_rows()
    {
        AssertRows(["device|utf8", "sum_kwh|float64"], "describe select device, sum(kwh) from t group by device");
        Assert.Contains("1 aggregate by device: sum(kwh) as sum_kwh", TableText.Rows(Sql("explain select device, sum(kwh) from t group by device").ToTable()));
        Assert.Contains(TableText.Rows(Sql("show functions").ToTable()), static row => row.StartsWith("time_bucket|", StringComparison.Ordinal));
    }

    private static Pipeline Sql(string text, params (string Name, object? Value)[] parameters) =>
        Telemetry.Sql(text, Tables, parameters.ToDictionary(static p => p.Name, static p => p.Value));

    private static string Names(string text) => string.Join('|', Sql(text).ToTable().Schema.FieldsList.Select(static field => field.Name));

    private static void AssertPlan(Pipeline expected, string text) => Assert.Equal(Steps(expected), Steps(Sql(text)));

    private static string Steps(Pipeline pipeline) => pipeline.ToPlan().ToJson();

    private static void LeaveOutSources(JsonObject plan)
    {
        plan.Remove("source");
        foreach (JsonObject input in plan["steps"]!.AsArray().Select(static step => step!["input"]).OfType<JsonObject>())
        {
            LeaveOutSources(input);
        }
    }

    private static void AssertRows(string[] expected, string text, params (string Name, object? Value)[] parameters) =>
        AssertRows(expected, Sql(text, parameters));

    private static void AssertRows(string[] expected, Pipeline pipeline) => Assert.Equal(expected, TableText.Rows(pipeline.ToTable()));
}
