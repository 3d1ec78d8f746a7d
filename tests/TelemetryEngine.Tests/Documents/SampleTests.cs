using System.Runtime.CompilerServices;
using Apache.Arrow;
using Apache.Arrow.Ipc;
using Samples;
using TelemetryEngine.Tests.Formats;
using TelemetryEngine.Windows;

namespace TelemetryEngine.Tests.Documents;

/// <summary>The samples give what they say.</summary>
public sealed class SampleTests
{
    private const string Meters = "time,device_id,power_w\n2024-03-30T23:10:00Z,a,1\n2024-03-30T23:40:00Z,a,2\n2024-03-31T00:10:00Z,b,4\n2024-04-02T10:00:00Z,a,8\n";

    [Fact]
    public void Hourly_means_are_records()
    {
        using TemporaryFile file = new(Meters);
        Assert.Equal(
            [
                new HourlyMeans.Hour(At("2024-03-30T23:00:00Z"), "a", 1.5),
                new HourlyMeans.Hour(At("2024-03-31T00:00:00Z"), "b", 4),
                new HourlyMeans.Hour(At("2024-04-02T10:00:00Z"), "a", 8),
            ],
            HourlyMeans.Of(file.Path));
    }

    [Fact]
    public void Days_in_Berlin_have_23_hours_when_the_clock_goes_forward_and_gaps_are_rows()
    {
        using TemporaryFile file = new(Meters);
        Assert.Equal(
            [
                new BerlinDays.Day(At("2024-03-31T00:00:00+01:00"), 3.8),
                new BerlinDays.Day(At("2024-04-01T00:00:00+02:00"), null),
                new BerlinDays.Day(At("2024-04-02T00:00:00+02:00"), 8),
            ],
            BerlinDays.Of(file.Path).Select(static day => day with { P95 = day.P95 is { } p95 ? Math.Round(p95, 12) : null }));
    }

    [Fact]
    public void Peaks_of_months_have_the_time_of_the_peak()
    {
        using TemporaryFile file = new("time,device_id,energy_wh\n2024-01-05T10:01:00Z,a,1\n2024-01-05T10:14:00Z,a,2\n2024-01-07T00:00:00Z,a,2\n2024-02-01T00:00:00Z,a,9\n2024-01-31T23:59:00Z,b,4\n");
        Assert.Equal(
            [
                new MonthlyPeaks.Month(At("2024-02-01T00:00:00Z"), "a", 9, At("2024-02-01T00:00:00Z")),
                new MonthlyPeaks.Month(At("2024-01-01T00:00:00Z"), "b", 4, At("2024-01-31T23:45:00Z")),
                new MonthlyPeaks.Month(At("2024-01-01T00:00:00Z"), "a", 3, At("2024-01-05T10:00:00Z")),
            ],
            MonthlyPeaks.Of(file.Path));
    }

    [Fact]
    public void Objects_and_arrays_are_inputs()
    {
        DateTime start = new(2024, 1, 1, 0, 0, 0, DateTimeKind.Utc);
        ObjectsAndArrays.Reading[] readings = [.. Enumerable.Range(0, 100).Select(i => new ObjectsAndArrays.Reading(start.AddMinutes(i * 7), $"d{i % 3}", i % 10 == 0 ? null : i))];
        var expected = readings.GroupBy(r => (Hour: new DateTimeOffset(start.AddHours((r.Time - start).Hours)), r.Device)).OrderBy(g => g.Key.Hour).ThenBy(g => g.Key.Device)
            .Select(g => new ObjectsAndArrays.HourOfDevice(g.Key.Hour, g.Key.Device, g.Average(r => r.Power)));
        Assert.Equal(expected, ObjectsAndArrays.OfObjects(readings));
        Assert.Equal([2.5, 4], ObjectsAndArrays.OfArrays([start, start.AddMinutes(59), start.AddHours(1)], [2, 3, 4]));
    }

    [Fact]
    public void Errors_say_what_helps_as_data()
    {
        Pipeline query = Telemetry.ReadCsvText("at,v\n01/02/2024 10:00,1\n02/02/2024 10:00,2\n").Window(Tumbling.Every("1mo")).Aggregate(Aggregate.Sum("v"));
        Assert.Equal([3L], ErrorTexts.ReadDayFirst(query).Values<long>("sum_v"));
        PlanException doubt = Assert.Throws<PlanException>(() => query.ToTable());
        Assert.EndsWith("say which it is: the layout dd/MM/yyyy HH:mm of at or the layout MM/dd/yyyy HH:mm of at", ErrorTexts.ForAForm(doubt.Text), StringComparison.Ordinal);
        InputException badRow = Assert.Throws<InputException>(() => Telemetry.ReadCsvText("a,b\n1,2\n3\n4,5\n").ToTable());
        Assert.EndsWith(" (TextPlan.Ragged = \"pad\" reads what is missing as null); the box ‘leave bad rows out’ leaves such rows out", ErrorTexts.ForAForm(badRow.Text), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Results_become_files_and_streams()
    {
        using TemporaryFolder folder = new();
        using TemporaryFile file = new(Meters);
        Assert.Equal(4, Outputs.ToFile(file.Path, folder["sums.csv"]).ResultRows);
        Assert.Equal("window_start,device_id,sum_power_w,count\n", File.ReadAllText(folder["sums.csv"])[..41]);
        using MemoryStream stream = new();
        Assert.Equal(4, await Outputs.ToStreamAsync(file.Path, stream));
        Assert.Equal(5, stream.ToArray().Count(static b => b == '\n'));
    }

    [Fact]
    public async Task Record_batches_go_in_and_out()
    {
        RecordBatch[] batches = [Batch(["a", "b"], [1, 2]), Batch(["b", "c"], [3, 4])];
        Assert.Equal(["a|1", "b|5", "c|4"], ArrowBatches.Totals(batches).SelectMany(TableText.Rows));
        using IArrowArrayStream totals = ArrowBatches.Totals(Telemetry.From(batches).ToArrowStream(TestContext.Current.CancellationToken));
        List<string> rows = [];
        while (await totals.ReadNextRecordBatchAsync(TestContext.Current.CancellationToken) is { } batch)
        {
            rows.AddRange(TableText.Rows(batch));
        }

        Assert.Equal(["a|1", "b|5", "c|4"], rows);
        Assert.Equal(10, await ArrowBatches.SumAsync(Each(batches)));
    }

    [Fact]
    public async Task Long_runs_report_and_end_when_they_are_called_off()
    {
        using TemporaryFile file = new(Meters);
        List<RunProgress> seen = [];
        ListedLog log = new();
        Assert.Equal(4, await LongRuns.CountAsync(file.Path, new Told<RunProgress>(seen.Add), log, CancellationToken.None));
        Assert.Equal(4, seen[^1].RowsRead);
        Assert.Contains(log.Lines, static line => line.StartsWith("Information: 4 rows read, 0 rejected, 0 filtered; 1 rows of result", StringComparison.Ordinal));
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => LongRuns.CountAsync(file.Path, new Told<RunProgress>(seen.Add), log, new CancellationToken(canceled: true)));
    }

    [Fact]
    public void An_unknown_file_is_looked_at_and_read_as_it_shows()
    {
        using TemporaryFolder folder = new();
        string path = folder.Put("meters.txt", "at;id;kw\n31.01.2024 10:00;a;1,5\n31.01.2024 10:15;a;2,5\n31.01.2024 11:15;a;3\n31.01.2024 11:30;a;4,5\n");
        Assert.Equal([2, 3.75], UnknownFiles.Hourly(path).Values<double>("avg_kw"));
        Assert.Equal(["a: 3 missing readings, the longest gap from 2024-01-31T10:15:00Z to 2024-01-31T11:15:00Z"], UnknownFiles.Gaps(folder["*.txt"], "id"));
        IEnumerable<string> doubts = UnknownFiles.Doubts(Telemetry.Read(path).Inspect(TestContext.Current.CancellationToken));
        Assert.Contains("at read as time, written dd.MM.yyyy HH:mm", doubts);
    }

    [Fact]
    public void What_there_is_comes_from_the_catalogue()
    {
        using TemporaryFile file = new(Meters);
        Assert.Contains(Menus.Aggregates, static line => line.StartsWith("median(x): ", StringComparison.Ordinal));
        Assert.StartsWith("comma-separated values; .tsv and .tab with tabs|*.csv;*.tsv;*.tab|", Menus.SaveAs, StringComparison.Ordinal);
        Assert.Equal(["4|8"], TableText.Rows(Menus.Chosen(file.Path, "count(), max(power_w)")));
    }

    [Fact]
    public void A_report_appears_when_it_is_whole()
    {
        using TemporaryFolder folder = new();
        using TemporaryFile file = new(Meters);
        Outputs.WithAFootnote(Telemetry.ReadCsv(file.Path).Aggregate(Aggregate.Count()), folder["report.md"], "of all meters");
        Assert.EndsWith(" |\n\nof all meters\n", File.ReadAllText(folder["report.md"]), StringComparison.Ordinal);
        Assert.Equal(["report.md"], folder.Names);
    }

    [Fact]
    public void Functions_of_the_program_stand_beside_built_in_ones()
    {
        using TemporaryFile file = new(Meters);
        Assert.Equal(
            [
                new OwnFunctions.Hour(At("2024-03-30T23:00:00Z"), "a", "a", Math.Sqrt(((0.001 * 0.001) + (0.002 * 0.002)) / 2)),
                new OwnFunctions.Hour(At("2024-03-31T00:00:00Z"), "b", "b", 0.004),
                new OwnFunctions.Hour(At("2024-04-02T10:00:00Z"), "a", "a", 0.008),
            ],
            OwnFunctions.Of(file.Path));
        UnitTests.LawsOfOwnFunctions();
    }

    [Fact]
    public void A_unit_test_needs_one_line() => Assert.Equal(1.5, UnitTests.MeanOfTwoReadings());

    private static DateTimeOffset At(string time) => DateTimeOffset.Parse(time, System.Globalization.CultureInfo.InvariantCulture);

    private static RecordBatch Batch(string[] devices, double[] kwh) => new RecordBatch.Builder()
        .Append("device", nullable: false, new StringArray.Builder().AppendRange(devices).Build())
        .Append("kwh", nullable: false, new DoubleArray.Builder().AppendRange(kwh).Build())
        .Build();

    private static async IAsyncEnumerable<RecordBatch> Each(IEnumerable<RecordBatch> batches, [EnumeratorCancellation] CancellationToken cancellation = default)
    {
        foreach (RecordBatch batch in batches)
        {
            await Task.Yield();
            cancellation.ThrowIfCancellationRequested();
            yield return batch;
        }
    }
}
