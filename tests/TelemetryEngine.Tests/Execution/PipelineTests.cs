using System.IO.Pipelines;
using System.Text;
using Apache.Arrow;
using TelemetryEngine.Arrow;
using TelemetryEngine.Sources;
using TelemetryEngine.Windows;
using static TelemetryEngine.Aggregate;

namespace TelemetryEngine.Tests.Execution;

public sealed class PipelineTests
{
    private const string Meters = """
        timestamp,device_id,power_w
        2024-01-01T00:00:00Z,b,1.5
        2024-01-01T00:30:00Z,a,2
        2024-01-01T00:59:59Z,b,-4
        2024-01-01T01:00:00Z,b,2.5
        2024-01-01T01:10:00Z,,7

        """;

    [Fact]
    public async Task The_readme_example_gives_hourly_averages()
    {
        using TemporaryFile file = new(Meters);
        Table hourly = await Telemetry.ReadCsv(file.Path)
            .Where("power_w >= 0")
            .Window(Tumbling.Every(TimeSpan.FromHours(1)))
            .GroupBy("device_id")
            .Aggregate(Avg("power_w"), Count())
            .ToTableAsync(TestContext.Current.CancellationToken);

        Assert.Equal("window_start: timestamp[us, UTC], device_id: utf8, avg_power_w: double, count: int64", Names(hourly));
        Assert.Equal(
            ["1704067200000000|a|2|1", "1704067200000000|b|1.5|1", "1704070800000000|b|2.5|1", "1704070800000000|∅|7|1"],
            TableText.Rows(hourly));
        Assert.Equal((5, 4, 1, 0, 4), Counts(hourly.Summary));
    }

    [Fact]
    public void A_plan_as_json_runs_the_same()
    {
        using TemporaryFile file = new(Meters);
        Pipeline pipeline = Telemetry.ReadCsv(file.Path).Derive("kw", "power_w / 1000").Where("power_w > 0")
            .Window(Tumbling.Every("1d")).GroupBy("device_id").Aggregate(Max("kw").As("most"), Sum("power_w").Filter("power_w < 3"));
        Plan plan = pipeline.ToPlan();
        Plan again = Plan.FromJson(plan.ToJson());
        Assert.Equal(plan.ToJson(), again.ToJson());
        Assert.Equal(["timestamp[us]", "utf8", "decimal(1)"], again.Source.Schema.Select(c => c.Type));
        Assert.Equal("timestamp", again.Time!.Column);
        Assert.Equal(TableText.Rows(pipeline.ToTable()), TableText.Rows(Telemetry.FromPlan(again).ToTable()));
    }

    [Fact]
    public void Without_aggregates_the_rows_pass_in_order()
    {
        using TemporaryFile file = new(Meters);
        Pipeline pipeline = Telemetry.ReadCsv(file.Path).Derive("double_w", "power_w * 2").Where("power_w > 1.6");
        Assert.Equal(
            ["1704069000000000|a|2|4", "1704070800000000|b|2.5|5", "1704071400000000|∅|7|14"],
            pipeline.ToBatches().SelectMany(TableText.Rows));
        Assert.Equal(["1704069000000000|a|2|4"], TableText.Rows(pipeline.Limit(1).ToTable()));
    }

    [Fact]
    public async Task Batches_come_asynchronously()
    {
        using TemporaryFile file = new(Meters);
        List<string> rows = [];
        await foreach (RecordBatch batch in Telemetry.ReadCsv(file.Path).GroupBy("device_id").Aggregate(Count()).ToBatchesAsync(TestContext.Current.CancellationToken))
        {
            rows.AddRange(TableText.Rows(batch));
        }

        Assert.Equal(["a|1", "b|3", "∅|1"], rows);
    }

    [Fact]
    public void Record_batches_and_a_pipe_give_what_the_file_gives()
    {
        using TemporaryFile file = new(Meters);
        Pipeline Ask(Pipeline p) => p.Window(Tumbling.Every("1h")).GroupBy("device_id").Aggregate(Avg("power_w"), First("power_w"), Last("power_w"), Min("device_id"));
        IReadOnlyList<string> expected = TableText.Rows(Ask(Telemetry.ReadCsv(file.Path)).ToTable());

        List<RecordBatch> batches = [.. Telemetry.ReadCsv(file.Path).ToBatches()];
        Assert.Equal(expected, TableText.Rows(Ask(Telemetry.From(batches)).ToTable()));

        PipeReader pipe = PipeReader.Create(new MemoryStream(Encoding.UTF8.GetBytes(Meters)));
        Assert.Equal(expected, TableText.Rows(Ask(Telemetry.ReadCsv(pipe)).ToTable()));
    }

    [Fact]
    public void A_time_range_is_half_open()
    {
        using TemporaryFile file = new(Meters);
        DateTimeOffset from = new(2024, 1, 1, 0, 30, 0, TimeSpan.Zero);
        Table table = Telemetry.ReadCsv(file.Path).Between(from, from.AddMinutes(30)).Aggregate(Count(), Sum("power_w")).ToTable();
        Assert.Equal(["2|-2"], TableText.Rows(table));
        Assert.Equal((5, 2, 3, 0, 1), Counts(table.Summary));
    }

    [Fact]
    public void Cancelling_stops_the_run()
    {
        using TemporaryFile file = new(Meters);
        using CancellationTokenSource stop = new();
        stop.Cancel();
        Assert.Throws<OperationCanceledException>(() => Telemetry.ReadCsv(file.Path).Aggregate(Count()).ToTable(stop.Token));
    }

    [Fact]
    public void Progress_ends_with_everything_read()
    {
        using TemporaryFile file = new(Meters);
        List<RunProgress> told = [];
        Telemetry.ReadCsv(file.Path).Aggregate(Count()).With(new RunOptions { Progress = new Told<RunProgress>(told.Add), Threads = 2 }).ToTable();
        Assert.Equal((5, new FileInfo(file.Path).Length), (told[^1].RowsRead, told[^1].BytesRead));
        Assert.Equal(told[^1].BytesTotal, told[^1].BytesRead);
    }

    [Fact]
    public void A_row_that_an_expression_can_not_compute_is_rejected_by_policy()
    {
        using TemporaryFile file = new("x\n1\n9223372036854775807\n3\n");
        Pipeline pipeline = Telemetry.ReadCsv(file.Path).Derive("y", "x + 1").Aggregate(Count(), Max("y"));
        InputException error = Assert.Throws<InputException>(() => pipeline.ToTable());
        Assert.Equal((3L, 4L, "y"), (error.Line, error.ByteOffset, error.Column));
        Table skipped = pipeline.OnError(ErrorPolicy.Skip).ToTable();
        Assert.Equal(["2|4"], TableText.Rows(skipped));
        Assert.Equal((3, 2, 0, 1, 1), Counts(skipped.Summary));
        Table nulled = pipeline.OnError(ErrorPolicy.Null).ToTable();
        Assert.Equal(["3|4"], TableText.Rows(nulled));
        Assert.Equal(1, nulled.Summary.FieldsMadeNull);
    }

    [Fact]
    public void Header_only_gives_one_row_without_keys_and_none_with()
    {
        using TemporaryFile file = new("timestamp,x\n");
        Assert.Equal(["0|∅"], TableText.Rows(Telemetry.ReadCsv(file.Path).Schema(("x", "float64")).Aggregate(Count(), Avg("x")).ToTable()));
        Assert.Empty(TableText.Rows(Telemetry.ReadCsv(file.Path).Schema(("x", "float64")).GroupBy("x").Aggregate(Count()).ToTable()));
    }

    [Fact]
    public void Header_only_needs_no_types()
    {
        using TemporaryFile file = new("timestamp,device_id,x\n");
        Pipeline meters = Telemetry.ReadCsv(file.Path);
        Assert.Equal(["0|∅|∅"], TableText.Rows(meters.Aggregate(Count(), Sum("x"), First("device_id")).ToTable()));
        Table hourly = meters.Window(Tumbling.Every("1h")).GroupBy("device_id").ToTable();
        Assert.Equal("window_start: timestamp[us, UTC], device_id: utf8, avg_x: double", Names(hourly));
        Assert.Empty(TableText.Rows(hourly));
    }

    [Fact]
    public void A_value_at_no_time_is_neither_first_nor_last()
    {
        using TemporaryFile file = new("time,k,x\n,a,4\n1960-01-01,a,1\n1961-01-01,a,2\n,a,5\n,b,6\n");
        Pipeline pipeline = Telemetry.ReadCsv(file.Path).GroupBy("k").Aggregate(First("x"), Last("x"), First("k").As("f"), Count("x"));
        Assert.Equal(["a|1|2|a|4", "b|∅|∅|∅|1"], TableText.Rows(pipeline.ToTable()));
    }

    [Fact]
    public void A_row_without_a_time_belongs_to_no_window_of_a_range_either()
    {
        using TemporaryFile file = new("time,x\n2024-01-01,1\n,2\n");
        DateTimeOffset from = new(2023, 1, 1, 0, 0, 0, TimeSpan.Zero);
        Pipeline pipeline = Telemetry.ReadCsv(file.Path).Between(from, null).Window(Tumbling.Every("1d")).Aggregate(Count()).OnError(ErrorPolicy.Skip);
        RunSummary summary = pipeline.ToTable().Summary;
        Assert.Equal((1, 0, 1), (summary.RowsAccepted, summary.RowsFiltered, summary.RowsRejected));
    }

    [Fact]
    public void A_row_of_a_batch_without_a_time_is_named_by_its_number()
    {
        using TemporaryFile file = new("time,x\n2024-01-01,1\n,2\n");
        List<RecordBatch> batches = [.. Telemetry.ReadCsv(file.Path).ToBatches()];
        InputException error = Assert.Throws<InputException>(() => Telemetry.From(batches).Window(Tumbling.Every("1d")).Aggregate(Count()).ToTable());
        Assert.EndsWith(" row 2, column 'time': a row without a time belongs to no window; OnError(ErrorPolicy.Skip) leaves such rows out", error.Message, StringComparison.Ordinal);
        Assert.Null(error.Line);
    }

    [Fact]
    public void A_plan_that_fails_tells_what_the_input_had_to_say()
    {
        using TemporaryFile file = new("x\n1\n2\nodd\n");
        PlanException error = Assert.Throws<PlanException>(() => Telemetry.ReadCsv(file.Path).Aggregate(Avg("x")).ToTable());
        Assert.Equal(["x read as text because of 'odd' (1×); Schema((\"x\", \"float64\")) reads it as numbers"], error.Notes.Select(static note => note.ToString()));
    }

    private static string Names(Table table) => ArrowNames.Of(table.Schema);

    private static (long Read, long Accepted, long Filtered, long Rejected, long Result) Counts(RunSummary summary) =>
        (summary.RowsRead, summary.RowsAccepted, summary.RowsFiltered, summary.RowsRejected, summary.ResultRows);
}
