using System.Globalization;
using System.IO.Pipelines;
using System.Text;
using Apache.Arrow;
using Apache.Arrow.Types;
using TelemetryEngine.Sources;
using TelemetryEngine.Windows;
using static TelemetryEngine.Aggregate;

namespace TelemetryEngine.Tests.Formats.Unpivot;

/// <summary>Wide tables against a slow definition: a reading for each field of each row.</summary>
public sealed class UnpivotTests
{
    private static readonly string[] Quarters = [.. Enumerable.Range(1, 96).Select(i => string.Create(CultureInfo.InvariantCulture, $"{i / 4:00}:{i % 4 * 15:00}"))];

    [Fact]
    public void Sums_of_days_are_those_of_the_rows_whatever_the_settings()
    {
        Random random = new(3);
        StringBuilder csv = new("meter,Date," + string.Join(',', Quarters) + "\n");
        SortedDictionary<string, (decimal Sum, int Count, decimal? First)> expected = new(StringComparer.Ordinal);
        for (int row = 0; row < 60; row++)
        {
            string key = string.Create(CultureInfo.InvariantCulture, $"2024-01-{row / 3 % 9 + 1:00}T00:00:00Z|m{row % 3}");
            (decimal sum, int count, decimal? first) = expected.GetValueOrDefault(key);
            csv.Append(CultureInfo.InvariantCulture, $"m{row % 3},{key[..10]}");
            for (int i = 0; i < 96; i++)
            {
                // ties of time are kept apart by the order of rows: the first one counts
                decimal? value = random.Next(10) == 0 ? null : random.Next(-500, 5000) / (i % 2 == 0 ? 1m : 100m);
                csv.Append(',').Append(value?.ToString(CultureInfo.InvariantCulture));
                (sum, count, first) = (sum + (value ?? 0), count + (value is null ? 0 : 1), i == 40 ? first ?? value : first);
            }

            expected[key] = (sum, count, first);
            csv.Append('\n');
        }

        using TemporaryFile file = new(csv.ToString());
        string[] rows = [.. expected.Select(pair => string.Create(CultureInfo.InvariantCulture,
            $"{pair.Key}|{(double)pair.Value.Sum}|{pair.Value.Count}|{(pair.Value.First is { } first ? ((double)first).ToString("R", CultureInfo.InvariantCulture) : "")}"))];
        foreach (RunOptions options in Settings())
        {
            Pipeline readings = Telemetry.ReadCsv(file.Path).Unpivot(["00:15..24:00"]).Window(Tumbling.Every("1d")).GroupBy("meter")
                .Aggregate(Sum("value"), Count(), First("value") with { Filter = "name = '10:15'" }).With(options);
            Assert.Equal(rows, TableText.Written(readings).Skip(1));
        }
    }

    [Fact]
    public void A_pipe_is_read_as_a_file_is()
    {
        Pipeline readings = Telemetry.ReadCsv(PipeReader.Create(new MemoryStream("Date,H0,H1\n2024-01-01,1,2\n2024-01-02,3,4\n"u8.ToArray())))
            .Unpivot(new UnpivotStep { Columns = ["H?"], NamesTo = "hour", Names = "start" }).Window(Tumbling.Every("1d")).Aggregate(Sum("value"));
        Assert.Equal(["window_start|sum_value", "2024-01-01T00:00:00Z|3", "2024-01-02T00:00:00Z|7"], TableText.Written(readings));
    }

    [Fact]
    public void Rows_come_in_the_order_of_rows_then_columns() => Assert.Equal(
        ["id|name|value", "a|x|1", "a|z|3", "b|x|4", "b|y|5.5", "b|z|6"],
        Rows("id,x,y,z\na,1,,3\nb,4,5.5,6\n", table => table.Unpivot(["x..z"])));

    [Fact]
    public void Nulls_are_rows_where_that_is_asked_for() => Assert.Equal(
        ["id|name|value", "a|x|1", "a|y|"],
        Rows("id,x,y\na,1,\n", table => table.Unpivot(new UnpivotStep { Columns = ["x", "y"], IncludeNulls = true })));

    [Fact]
    public void Columns_without_a_value_are_of_the_kind_of_the_others() => Assert.Equal(
        ["id|name|value", "a|x|on", "a|z|off", "b|x|on"],
        Rows("id,x,y,z\na,on,,off\nb,on,,\n", table => table.Unpivot(["x..z"])));

    [Fact]
    public void Columns_of_two_kinds_are_an_error_that_names_the_odd_one()
    {
        PlanException error = Assert.Throws<PlanException>(() => Rows("id,x,y,z\na,1,off,2\n", table => table.Unpivot(["x..z"])));
        Assert.Equal("Unpivot: column 'y' is utf8 where 'x' is int64; the columns of an unpivot are of one kind: leave it out, or read it as numbers with Schema((\"y\", \"float64\"))", error.Message);
    }

    [Fact]
    public void Columns_of_two_units_are_an_error()
    {
        using TemporaryFile file = new("id,x,y\na,1 kWh,2 Wh\n");
        PlanException error = Assert.Throws<PlanException>(() => TableText.Written(
            Telemetry.ReadCsv([file.Path], new TextPlan { StripUnits = true }).Unpivot(["x", "y"]).Aggregate(Sum("value"))));
        Assert.Contains("column 'x' is in kWh and 'y' in Wh", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void The_type_of_the_values_can_be_said() => Assert.Equal(
        ["name|value", "x|1", "y|2"],
        Rows("x,y\n1,2\n", table => table.Unpivot(["*"]).Schema(("value", "utf8"))));

    [Fact]
    public void A_name_that_is_taken_is_an_error()
    {
        PlanException error = Assert.Throws<PlanException>(() => Rows("name,x\na,1\n", table => table.Unpivot(["x"])));
        Assert.Equal("the table has a column 'name' already; UnpivotStep.NamesTo = \"name_2\" chooses another name for the readings'", error.Message);
    }

    [Fact]
    public void Windows_closed_right_have_the_ends_of_intervals()
    {
        string csv = "Date," + string.Join(',', Quarters) + "\n2024-01-01" + string.Concat(Enumerable.Repeat(",1", 96)) + "\n";
        string[] expected = ["window_start|sum_value", "2024-01-01T00:00:00Z|96"];
        Assert.Equal(expected, Rows(csv, table => table.Unpivot(["*:*"]).Window(Tumbling.Every("1d")).Aggregate(Sum("value"))));
        Assert.Equal(expected, Rows(csv, table => table.Unpivot(["*:*"]).Window(Tumbling.Every("1d") with { Closed = "right" }).Aggregate(Sum("value"))));
    }

    [Fact]
    public void Taken_as_instants_2400_is_the_next_midnight() => Assert.Equal(
        ["window_start|sum_value", "2024-01-01T00:00:00Z|1", "2024-01-02T00:00:00Z|2"],
        Rows("Date,12:00,24:00\n2024-01-01,1,2\n", table => table.Unpivot(new UnpivotStep { Columns = ["*:*"], Names = "start" }).Window(Tumbling.Every("1d")).Aggregate(Sum("value"))));

    [Fact]
    public void A_day_of_25_hours_has_25_counted_columns() => Assert.Equal(
        ["window_start|sum_value|count|max_value", "2024-10-26T00:00:00+02:00|24|24|1", "2024-10-27T00:00:00+02:00|26|25|2"],
        Rows(Hours(25, (26, 24, "1"), (27, 25, "2")), table => Daily(table.Unpivot(["H*"]), "Europe/Berlin")));

    [Fact]
    public void A_25th_hour_on_a_day_of_24_is_a_row_error()
    {
        InputException error = Assert.Throws<InputException>(() => Rows(Hours(25, (26, 24, "1"), (28, 25, "1")), table => Daily(table.Unpivot(["H*"]), "Europe/Berlin")));
        Assert.Contains("line 3", error.Message, StringComparison.Ordinal);
        Assert.Contains("the column 'H25' has a value on a day that has no such hour in Europe/Berlin", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void An_hour_that_the_clock_left_out_is_a_row_error_and_may_be_skipped()
    {
        string csv = Hours(24, (30, 24, "1"), (31, 24, "1")).Replace("2024-10", "2024-03", StringComparison.Ordinal);
        InputException error = Assert.Throws<InputException>(() => Rows(csv, table => Daily(table.Unpivot(["H*"]), "Europe/Berlin")));
        Assert.Contains("the column 'H3' has a value on a day on which the clock in Europe/Berlin was set forward over that time", error.Message, StringComparison.Ordinal);
        Assert.Equal(
            ["window_start|sum_value|count|max_value", "2024-03-30T00:00:00+01:00|24|24|1", "2024-03-31T00:00:00+01:00|23|23|1"],
            Rows(csv, table => Daily(table.Unpivot(["H*"]), "Europe/Berlin").OnError(ErrorPolicy.Skip)));
    }

    [Theory]
    [InlineData("1,2,3A,3B,4,5,6,7,8,9,10,11,12,13,14,15,16,17,18,19,20,21,22,23,24")]
    [InlineData("HE01,HE02,HE03,HE03X,HE04,HE24")]
    [InlineData("01:00,02:00,03:00,03:00_2,04:00,24:00")]
    public void Two_columns_for_the_hour_that_repeats_are_its_two_passes(string columns)
    {
        string csv = "Date," + columns + "\n2024-10-27" + string.Concat(columns.Split(',').Select((_, i) => $",{i}")) + "\n";
        IReadOnlyList<string> rows = Rows(csv, table => table.Unpivot(["[H0-9]*"]).Time("Date", zone: "Europe/Berlin").Window(Tumbling.Every("1h")).Aggregate(Sum("value")));
        Assert.Equal(["2024-10-27T02:00:00+02:00|2", "2024-10-27T02:00:00+01:00|3", "2024-10-27T03:00:00+01:00|4"], rows.Skip(3).Take(3));
    }

    [Fact]
    public void Names_that_are_months_are_the_time() => Assert.Equal(
        ["window_start|sum_value", "2024-01-01T00:00:00+01:00|5", "2024-02-01T00:00:00+01:00|2"],
        Rows("site,2024-01,2024-02\na,1,2\nb,4,\n", table => table.Unpivot(["2024-*"], "month").Time("month", zone: "Europe/Berlin")
            .Window(Tumbling.Every("1mo")).Aggregate(Sum("value"))));

    [Theory]
    [InlineData("Jan 2024,Feb 2024")]
    [InlineData("January 2024,February 2024")]
    [InlineData("Jan-24,Feb-24")]
    [InlineData("202401,202402")]
    [InlineData("01/2024,02/2024")]
    [InlineData("2024-01-01,2024-02-01")]
    [InlineData("2024-01-01T00:00Z,2024-02-01T00:00Z")]
    public void Months_are_written_in_many_ways(string names) => Assert.Equal(
        ["window_start|sum_value", "2024-01-01T00:00:00Z|1", "2024-02-01T00:00:00Z|2"],
        Rows($"site,{names}\na,1,2\n", table => table.Unpivot(["*2*"]).Window(Tumbling.Every("1mo")).Aggregate(Sum("value"))));

    [Fact]
    public void The_layout_of_names_can_be_said() => Assert.Equal(
        ["window_start|sum_value", "2024-02-01T00:00:00Z|3"],
        Rows("a,01.02.2024,02.02.2024\nx,1,2\n", table => table.Unpivot(["*.*"]).Time("name", "dd.MM.yyyy").Window(Tumbling.Every("1mo")).Aggregate(Sum("value"))));

    [Fact]
    public void A_date_with_a_time_of_day_is_an_error_where_names_are_times()
    {
        InputException error = Assert.Throws<InputException>(() => Rows(
            "at,00:00,12:00\n2024-01-01T06:00,1,2\n", table => table.Unpivot(["*:*"]).Window(Tumbling.Every("1d")).Aggregate(Sum("value"))));
        Assert.Contains("UnpivotStep.Names = \"text\"", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void The_frozen_plan_means_the_same()
    {
        using TemporaryFile file = new("Date,H1,H2,H24\n2024-01-01,1,2.5,\n");
        Pipeline pipeline = Telemetry.ReadCsv(file.Path).Unpivot(["H*"]).Window(Tumbling.Every("1h")).Aggregate(Sum("value"));
        Plan plan = Plan.FromJson(pipeline.ToPlan().ToJson());
        UnpivotStep unpivot = Assert.IsType<UnpivotStep>(plan.Steps[0]);
        Assert.Equal(["H1", "H2", "H24"], unpivot.Columns);
        Assert.Equal("end", unpivot.Names);
        Assert.Equal("Date+name", plan.Time!.Column);
        Assert.Equal(TableText.Written(pipeline), TableText.Written(Telemetry.FromPlan(plan)));
        Assert.Equal(plan.ToJson(), Telemetry.FromPlan(plan).ToPlan().ToJson());
    }

    [Fact]
    public void The_first_bad_field_is_the_same_whatever_the_settings()
    {
        StringBuilder csv = new("Date,H0,H1,H2\n");
        for (int row = 0; row < 2_000; row++)
        {
            csv.Append(CultureInfo.InvariantCulture, $"2024-01-{row % 28 + 1:00},1,2,{(row is 1_700 or 1_900 ? "x" : "3")}\n");
        }

        using TemporaryFile file = new(csv.ToString());
        foreach (RunOptions options in Settings())
        {
            Pipeline pipeline = Telemetry.ReadCsv(file.Path).Unpivot(new UnpivotStep { Columns = ["H*"], Names = "start" }).Schema(("value", "int64"))
                .Window(Tumbling.Every("1mo")).Aggregate(Sum("value")).With(options);
            Assert.Equal(1_702, Assert.Throws<InputException>(() => pipeline.ToTable()).Line);
            RunSummary summary = pipeline.OnError(ErrorPolicy.Skip).ToTable().Summary;
            Assert.Equal(2, summary.RowsRejected);
            Assert.Equal((1_998 * 3) + 2, summary.RowsRead);
        }
    }

    [Fact]
    public void Record_batches_are_wide_tables_too()
    {
        Schema schema = new([new Field("a", Int32Type.Default, nullable: true), new Field("b", DoubleType.Default, nullable: true)], null);
        RecordBatch batch = new(schema, [new Int32Array.Builder().Append(1).Append(2).Build(), new DoubleArray.Builder().AppendNull().Append(1.5).Build()], 2);
        Assert.Equal(["name|sum_value|count", "a|3|2", "b|1.5|1"], TableText.Written(Telemetry.From([batch]).Unpivot(["a", "b"]).GroupBy("name").Aggregate(Sum("value"), Count())));
    }

    private static Pipeline Daily(Pipeline table, string zone) =>
        table.Time("Date", zone: zone).Window(Tumbling.Every("1d")).Aggregate(Sum("value"), Count(), Max("value"));

    /// <summary>A table of hours H1, H2 …: for each day so many ones, the last of them as said.</summary>
    private static string Hours(int columns, params (int Day, int Count, string Last)[] days) =>
        "Date," + string.Join(',', Enumerable.Range(1, columns).Select(i => $"H{i}")) + "\n" + string.Concat(days.Select(day => string.Create(CultureInfo.InvariantCulture,
            $"2024-10-{day.Day:00},{string.Join(',', Enumerable.Range(1, columns).Select(i => i > day.Count ? "" : i == day.Count ? day.Last : "1"))}\n")));

    private static IReadOnlyList<string> Rows(string csv, Func<Pipeline, Pipeline> steps)
    {
        using TemporaryFile file = new(csv);
        return TableText.Written(steps(Telemetry.ReadCsv(file.Path)));
    }

    private static IEnumerable<RunOptions> Settings()
    {
        foreach (int threads in (int[])[1, 2, 7])
        {
            yield return new RunOptions { Threads = threads };
            yield return new RunOptions { Threads = threads, BatchRows = 1, MorselBytes = 64 };
            yield return new RunOptions { Threads = threads, BatchRows = 97, MorselBytes = 1_000 };
        }
    }
}
