using System.Globalization;
using System.Text;
using TelemetryEngine.Sources;
using TelemetryEngine.Windows;
using static TelemetryEngine.Aggregate;

namespace TelemetryEngine.Tests.Execution;

/// <summary>Chains of steps: what each does, in the order in which they are written, and what is said where one does not fit.</summary>
public sealed class StepTests
{
    internal const string Csv = """
        time,device,site,kwh
        2024-01-01T00:00:00Z,a,north,1
        2024-01-01T00:15:00Z,a,north,4
        2024-01-01T01:00:00Z,a,north,2
        2024-01-01T00:00:00Z,b,south,3
        2024-01-01T01:10:00Z,b,south,
        2024-01-02T05:00:00Z,b,south,8

        """;

    private static Pipeline Readings => Telemetry.ReadCsvText(Csv).Schema(("kwh", "float64"));

    [Fact]
    public void An_aggregation_may_follow_an_aggregation()
    {
        Pipeline hourly = Readings.Window(Tumbling.Every("1h")).GroupBy("device").Aggregate(Sum("kwh").As("kwh"));
        AssertRows(["a|5", "b|8"], hourly.GroupBy("device").Aggregate(Max("kwh")));
        AssertRows(["0|5", "86400000000|8"], hourly.Window(Tumbling.Every("1d")).Aggregate(Max("kwh")));
        AssertRows(["0|8", "3600000000|2", "104400000000|8"], hourly.GroupBy("window_start").Aggregate(Sum("kwh")));
    }

    [Fact]
    public void A_filter_behind_an_aggregation_is_one_of_its_rows()
    {
        AssertRows(["a|7"], Readings.GroupBy("device").Aggregate(Sum("kwh")).Where("sum_kwh < 10"));
        AssertRows(["a|3", "b|8"], Readings.Where("kwh is not null").Derive("half", "kwh / 2").Where("half <> 1.5").Where("time < timestamp '2024-01-03'")
            .GroupBy("device").Aggregate(Count()).Where("count > 0").Select("device", "if(device = 'a', count, 8) as n"));
    }

    [Fact]
    public void Columns_are_chosen_named_and_left_out()
    {
        AssertRows(["a|1", "a|4"], Readings.Select("device", "kwh").Limit(2));
        Table table = Readings.Select("kwh * 2 as twice", "device as d", "device", "*").Rename("site", "place").Drop("time").ToTable();
        Assert.Equal(["twice", "d", "device", "place", "kwh"], table.Schema.FieldsList.Select(static field => field.Name));
        Assert.Equal("2|a|a|north|1", TableText.Rows(table)[0]);
        AssertRows(["y|x"], Telemetry.ReadCsvText("a,b\nx,y\n").Select("b as a", "a as b"));
        AssertRows(["0.67", "0.33"], Telemetry.ReadCsvText("x\n2\n1\n").Select("x / 3 as y").Round(2));
        AssertRows(["2|1.5"], Telemetry.ReadCsvText("x,y\n1.55,1.45\n").Round(0, "x").Round(1, "y"));
    }

    [Fact]
    public void A_column_is_found_by_the_name_that_it_has_there()
    {
        AssertRows(["a|7", "b|11"], Readings.Rename("device", "meter").Rename("kwh", "energy").GroupBy("meter").Aggregate(Sum("energy")));
        AssertRows(["0|10", "86400000000|8"], Readings.Time("time").Rename("time", "at").Window(Tumbling.Every("1d")).Aggregate(Sum("kwh")));
        AssertError("unknown column 'device' in group by; there is time, meter, site, kwh", Readings.Rename("device", "meter").GroupBy("device").Aggregate(Count()));
    }

    [Fact]
    public void Rows_are_sorted_by_columns_with_their_directions()
    {
        AssertRows(["∅|b", "1|a", "2|a", "3|b", "4|a", "8|b"], Readings.Sort("kwh nulls first").Select("kwh", "device"));
        AssertRows(["8|b", "3|b", "∅|b", "4|a", "2|a", "1|a"], Readings.Sort("device desc", "kwh desc").Select("kwh", "device"));
        AssertRows(["1|a", "4|a", "2|a", "3|b", "∅|b", "8|b"], Readings.Sort("site").Select("kwh", "device"));
        AssertRows(["a|7", "b|11"], Readings.GroupBy("device").Aggregate(Sum("kwh")).Sort("sum_kwh asc nulls last"));
    }

    [Fact]
    public void The_order_of_numbers_has_NaN_behind_all_and_null_behind_it()
    {
        Pipeline numbers = Telemetry.ReadCsvText("x,n\nNaN,1\n-0.0,2\n,3\n0,4\ninf,5\n-inf,6\n-1e300,7\n").Schema(("x", "float64"));
        Assert.Equal([6, 7, 2, 4, 5, 1, 3], numbers.Sort("x").ToTable().Values<long>("n"));
        Assert.Equal([1, 5, 2, 4, 7, 6, 3], numbers.Sort("x desc").ToTable().Values<long>("n"));
    }

    [Fact]
    public void The_first_rows_of_each_group_stay()
    {
        AssertRows(["a|4", "b|8"], Readings.Top(1, ["kwh desc"], "device").Select("device", "kwh"));
        AssertRows(["a|4", "a|2", "b|8", "b|3"], Readings.Top(2, ["kwh desc"], "device").Select("device", "kwh"));
        AssertRows(["8"], Readings.Top(1, ["kwh desc"]).Select("kwh"));
    }

    [Fact]
    public void Some_rows_from_the_front_stay()
    {
        AssertRows(["4", "2"], Readings.Limit(2, offset: 1).Select("kwh"));
        AssertRows([], Readings.Limit(0).Select("kwh"));
        AssertRows([], Readings.Limit(5, offset: 100).Select("kwh"));
        AssertRows(["1|2"], Readings.Limit(2).Aggregate(Min("kwh"), Count()));
        AssertRows(["5"], Readings.Limit(3).Limit(2).Aggregate(Sum("kwh")));
    }

    [Fact]
    public void One_of_rows_that_are_alike_stays()
    {
        AssertRows(["1|a", "3|b"], Readings.Dedup("first", "device").Select("kwh", "device"));
        AssertRows(["2|a", "8|b"], Readings.Dedup("last", "device").Select("kwh", "device"));
        AssertRows(["6"], Readings.Dedup().Aggregate(Count()));
        AssertRows(["6"], Readings.Dedup("error", "device", "time").Aggregate(Count()));
        Table table = Readings.Dedup("first", "site").ToTable();
        Assert.Contains(table.Summary.Notes, static note => note.ToString() == "step 1, dedup, left out 4 rows that were there before");
        InputException error = Assert.Throws<InputException>(() => Readings.Dedup("error", "device").ToTable());
        Assert.Equal("step 1, dedup: row 2 is there a second time: device a; keep => 'first' or 'last' takes one of them", error.Message);
    }

    /// <summary>Numbers with fractions are decimals behind every step, whose sums are exact: 0.1 + 0.2 is 0.3, which of float64s it is not.</summary>
    [Fact]
    public void Decimals_stay_decimals_from_stage_to_stage()
    {
        Pipeline readings = Telemetry.ReadCsvText("k,x\n1,0.1\n2,0.2\n3,\n4,123456789012345.678\n");
        Pipeline small = readings.Where("k < 4");
        foreach (Pipeline same in (Pipeline[])
            [
                small, small.Dedup("first", "k"), small.Dedup("last", "k"), small.Sort("k desc"), small.Limit(3, 0).Sort("k"),
                small.Union(Telemetry.ReadCsvText("k,x\n").Schema(("k", "int64"), ("x", "int64"))),
                small.Join(Telemetry.ReadCsvText("k,v\n1,1\n2,1\n3,1\n"), ["k"], many: true),
            ])
        {
            AssertRows(["0.3"], same.Aggregate(Sum("x")));
            AssertRows(["0.3"], same.Sort("k").Derive("y", "x + 0").Where("y <> 0.5 or y is null").Aggregate(Sum("y")));
        }

        // of more digits than a float64 has, its shortest text counts
        AssertRows(["123456789012345.97"], readings.Sort("k").Aggregate(Sum("x")));
        AssertRows(["1", "2"], readings.Sort("k").Where("x = 0.1 or x = 0.2").Select("k"));
    }

    [Fact]
    public void Rows_of_two_inputs_go_by_the_names_of_their_columns()
    {
        Pipeline more = Telemetry.ReadCsvText("kwh,device,phase\n10,c,1\n");
        AssertRows(["1|a|∅", "3|b|∅", "10|c|1"], Readings.Dedup("first", "device").Union(more).Select("kwh", "device", "phase"));
        AssertRows(["a|7", "b|11", "c|10"], Readings.Union(more).GroupBy("device").Aggregate(Sum("kwh")));
        AssertError(
            "step 1, union: column 'device' is utf8 in one input of a union and int64 in the other; rename one of them, or turn it into the other's type before",
            Readings.Union(Telemetry.ReadCsvText("device\n1\n")));
        Assert.Equal(7, Readings.Union(more).ToTable().Summary.RowsRead);
    }

    [Fact]
    public void Whole_numbers_join_fractions_only_where_none_loses_digits()
    {
        Pipeline fractions = Telemetry.From([new { X = 0.5 }]);
        Assert.Equal([0.5, 9007199254740992], fractions.Union(Telemetry.From([new { X = 9007199254740992L }])).ToTable().Values<double>("X"));
        RunException error = Assert.Throws<RunException>(() => fractions.Union(Telemetry.From([new { X = 9007199254740993L }])).ToTable());
        Assert.StartsWith("row 1 of an input of a union: 9007199254740993 in column 'X' has more digits than a float64", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void What_does_not_fit_is_said_with_the_number_of_the_step()
    {
        AssertError("step 2: unknown column 'kwh' in sort; there is device, sum_kwh", Readings.GroupBy("device").Aggregate(Sum("kwh")).Sort("kwh"));
        AssertError("step 2: unknown column 'kw' at character 1\n  kw > 1\n  ^", Readings.GroupBy("device").Aggregate(Sum("kwh").As("s")).Where("kw > 1"));
        AssertError(
            "step 2 groups rows and has no aggregates, and another step aggregates too; write what groups right before its aggregates, or name aggregates here too",
            Readings.Aggregate(Sum("kwh")).GroupBy("device"));
        AssertError("step 1: dedup can't keep 'frist'; did you mean 'first'?", Readings.Dedup("frist"));
        AssertError("all columns are dropped; keep at least one", Readings.Select("device").Drop("device"));
        AssertError("the name 'device' is used twice in a selection; name one of the columns with 'as'", Readings.Select("device", "site as device"));
        AssertError("'site' can't be renamed to 'device': there is such a column; choose another name", Readings.Rename("site", "device"));
    }

    [Fact]
    public void Rows_of_a_result_without_a_value_are_left_out_and_said()
    {
        Pipeline sums = Telemetry.ReadCsvText("k,x\na,0\nb,2\n").GroupBy("k").Aggregate(Sum("x").As("x")).Derive("rest", "5 % x");
        Assert.Contains("in '5 % x'", Assert.Throws<InputException>(() => sums.ToTable()).Message, StringComparison.Ordinal);
        Table table = sums.OnError(ErrorPolicy.Skip).ToTable();
        Assert.Equal(["b|2|1"], TableText.Rows(table));
        Assert.Contains(table.Summary.Notes, static note => note.ToString().StartsWith("step 2 and those behind it left out 1 row of the result before", StringComparison.Ordinal));
    }

    [Fact]
    public void A_plan_comes_back_from_its_JSON_with_all_its_steps()
    {
        using TemporaryFile file = new(Csv);
        Pipeline asked = Telemetry.ReadCsv(file.Path).Derive("wh", "kwh * 1000").Window(Tumbling.Every("1h")).GroupBy("device").Aggregate(Sum("wh").As("wh"), Count())
            .Where("wh > 0").Window(Tumbling.Every("1d")).GroupBy("device").Aggregate(Max("wh").As("most"), Sum("count").As("n")).Select("device", "most", "n", "window_start as day")
            .Round(1).Dedup().Union(Telemetry.ReadCsv(file.Path).Select("device", "kwh as most")).Top(2, ["most desc"], "device").Sort("most", "device desc").Limit(3, offset: 1);
        Plan plan = asked.ToPlan();
        Assert.Equal(plan.ToJson(), Plan.FromJson(plan.ToJson()).ToJson());
        Assert.Equal(plan.ToJson(), Telemetry.FromPlan(plan).ToPlan().ToJson());
        Assert.Equal(TableText.Rows(asked.ToTable()), TableText.Rows(Telemetry.FromPlan(plan).ToTable()));
    }

    [Fact]
    public void What_was_read_is_counted_where_enough_rows_came()
    {
        using TemporaryFile file = new("device,kwh\n,x\na,1\nb,2\nc,3\n");
        using TemporaryFile rejects = new("");
        Pipeline readings = Telemetry.ReadCsv(file.Path).Schema(("kwh", "float64")).OnError(ErrorPolicy.Skip).With(new RunOptions { RejectsPath = rejects.Path });
        foreach (Pipeline few in (Pipeline[])[readings.Dedup().Limit(1), readings.Dedup().Select("kwh").Limit(1), readings.Limit(9).Limit(1), readings.Dedup().Limit(1, offset: 1), readings.Union(readings).Limit(1)])
        {
            Table table = few.ToTable();
            Assert.Equal(1, table.RowCount);
            Assert.Equal((1, true), (table.Summary.RowsRejected, table.Summary.RowsRead >= 2));
            Assert.Contains("'x'", File.ReadAllText(rejects.Path), StringComparison.Ordinal);
        }

        Assert.Equal(0, readings.Dedup().Limit(0).ToTable().RowCount);
    }

    [Fact]
    public void The_input_is_read_by_what_comes_in_later_stages()
    {
        Pipeline keys = Telemetry.ReadCsvText("k,x\n12,1\n12.0,2\n012,3\n");
        AssertRows(["012|3", "12|1", "12.0|2"], keys.GroupBy("k").Aggregate(Sum("x")));
        AssertRows(["012|3", "12|1", "12.0|2"], keys.Rename("k", "m").GroupBy("m").Aggregate(Sum("x")));
        AssertRows(["012|3", "12|1", "12.0|2"], keys.Select("x", "k as m").Sort("x").GroupBy("m").Aggregate(Sum("x")));
        AssertRows(["012|6", "12|2", "12.0|4"], keys.Union(Telemetry.ReadCsvText("k,x\n12,1\n12.0,2\n012,3\n")).GroupBy("k").Aggregate(Sum("x")));

        // of a time that the clock showed twice, one that ends an interval is that of the hour before
        Pipeline ends = Telemetry.ReadCsvText("time,x\n2024-10-27 02:00,1\n2024-10-27 03:00,2\n2024-10-27 03:00,3\n2024-10-27 04:00,4\n").Time("time", zone: "Europe/Berlin");
        WindowPlan hours = Tumbling.Every("1h") with { Closed = "right" };
        Assert.Equal(TableText.Rows(ends.Window(hours).Aggregate(Sum("x")).ToTable()), TableText.Rows(ends.Sort("x").Window(hours).Aggregate(Sum("x")).ToTable()));
    }

    [Fact]
    public void A_plan_has_bounds()
    {
        Pipeline many = Enumerable.Range(0, 150).Aggregate(Readings, static (rows, _) => rows.Sort("kwh"));
        Assert.Equal(6, many.ToTable().RowCount);
        AssertError("the plan goes through its rows 301 times; at most 200 are allowed", Enumerable.Range(0, 150).Aggregate(many, static (rows, _) => rows.Sort("kwh")));
        Pipeline stages = Enumerable.Range(0, 99).Aggregate(Readings, static (rows, _) => rows.Dedup().Where("kwh > 0"));
        Assert.Equal(5, stages.ToTable().RowCount);
        AssertError("the plan says 201 times which columns there are; at most 200 are allowed", Enumerable.Range(0, 201).Aggregate(Readings, static (rows, _) => rows.Select("*")));
        Assert.Throws<PlanException>(() => Telemetry.FromPlan(new Plan { Source = new SourcePlan { Paths = ["a.csv"] }, Steps = [new UnionStep { Input = new Plan { Source = new SourcePlan { Format = "memory" } } }] }));
    }

    [Theory]
    [InlineData("device desc", "x nulls first")]
    [InlineData("x desc", "device")]
    [InlineData("device nulls first", "t desc")]
    public void Rows_that_do_not_fit_the_memory_are_sorted_on_the_disk(params string[] by)
    {
        Random random = new(11);
        StringBuilder csv = new("n,device,x,t\n");
        for (int i = 0; i < 60_000; i++)
        {
            string device = random.Next(12) is > 0 and int key ? $"a rather long name of a device {key % 5}" : "";
            csv.Append(CultureInfo.InvariantCulture, $"{i},{device},{(random.Next(9) is 0 ? "" : random.Next(50) - 7.5)},{1_700_000_000 + random.Next(500)}\n");
        }

        Pipeline rows = Telemetry.ReadCsvText(csv.ToString()).Schema(("x", "float64"), ("t", "timestamp[s]")).Sort(by);
        Table held = rows.ToTable();
        Assert.Equal(0, held.Summary.SpilledBytes);
        foreach (int threads in (int[])[1, 7])
        {
            RunOptions options = new() { Threads = threads, BatchRows = 777, ResultBatchRows = 1000 };
            Table spilled = rows.With(options with { MemoryBytes = 1 << 20 }).ToTable();
            Assert.True(spilled.Summary.SpilledBytes > 1 << 20);
            Assert.Equal(TableText.Rows(held), TableText.Rows(spilled));
        }

        // of the first rows only those are held that may be among them
        Pipeline top = Telemetry.ReadCsvText(csv.ToString()).Schema(("x", "float64"), ("t", "timestamp[s]")).Top(2, [by[1]], "device");
        Assert.Equal(TableText.Rows(top.ToTable()), TableText.Rows(top.With(new RunOptions { MemoryBytes = 1, BatchRows = 500 }).ToTable()));
    }

    private static void AssertRows(string[] expected, Pipeline pipeline)
    {
        // times are shown as microseconds since the first day of the readings
        const long First = 19723 * 86_400_000_000L;
        IEnumerable<string> found = TableText.Rows(pipeline.ToTable()).Select(row => string.Join('|', row.Split('|').Select(cell =>
            cell.Length == 16 && long.TryParse(cell, out long instant) ? (instant - First).ToString(System.Globalization.CultureInfo.InvariantCulture) : cell)));
        Assert.Equal(expected, found);
    }

    private static void AssertError(string expected, Pipeline pipeline) => Assert.Equal(expected, Assert.Throws<PlanException>(() => pipeline.ToTable()).Message);
}
