using System.Globalization;
using System.Text;
using TelemetryEngine.Sources;
using TelemetryEngine.Windows;
using static TelemetryEngine.Aggregate;

namespace TelemetryEngine.Tests.Fills;

/// <summary>Whole runs with gaps, against a slow definition, whatever the threads, batches, morsels and memory.</summary>
public sealed class GapFillTests
{
    private const string Header = "timestamp,device,x\n";

    [Fact]
    public void Each_key_has_its_own_span_without_a_range()
    {
        string csv = Header + "2024-01-01T00:10:00Z,a,1\n2024-01-01T03:10:00Z,a,4\n2024-01-01T01:00:00Z,b,5\n2024-01-01T02:59:00Z,b,7\n";
        Assert.Equal(
            ["0|a|1|1", "1|a|0|∅", "1|b|1|5", "2|a|0|∅", "2|b|1|7", "3|a|1|4"],
            Run(csv, p => p.Fill()));
    }

    [Fact]
    public void Over_a_range_every_key_has_every_window()
    {
        string csv = Header + "2024-01-01T00:10:00Z,a,1\n2024-01-01T05:00:00Z,b,5\n";
        Assert.Equal(
            ["1|a|0|∅", "1|b|0|∅", "2|a|0|∅", "2|b|0|∅"],
            Run(csv, p => p.Fill(), At(1), At(3)));
    }

    [Fact]
    public void Previous_and_linear_look_outside_the_range()
    {
        string csv = Header + "2024-01-01T00:10:00Z,a,1\n2024-01-01T04:00:00Z,a,5\n2024-01-01T04:30:00Z,b,8\n";
        Assert.Equal(["1|a|0|1", "1|b|0|∅", "2|a|0|1", "2|b|0|∅"], Run(csv, p => p.Fill("previous"), At(1), At(3)));
        Assert.Equal(["1|a|0|2", "1|b|0|∅", "2|a|0|3", "2|b|0|∅"], Run(csv, p => p.Fill("linear"), At(1), At(3)));
    }

    [Fact]
    public void A_window_that_the_range_cuts_counts_only_its_rows_inside()
    {
        string csv = Header + "2024-01-01T01:10:00Z,a,100\n2024-01-01T01:40:00Z,a,2\n2024-01-01T03:00:00Z,a,4\n2024-01-01T03:50:00Z,a,100\n2024-01-01T07:00:00Z,a,6\n";
        DateTimeOffset half = At(1).AddMinutes(30);
        Assert.Equal(["1|a|1|2", "2|a|0|3", "3|a|1|4"], Run(csv, p => p.Fill("linear"), half, At(3).AddMinutes(30)));
    }

    [Fact]
    public void The_rows_outside_count_as_filtered()
    {
        using TemporaryFile file = new(Header + "2024-01-01T00:10:00Z,a,1\n2024-01-01T01:00:00Z,a,2\n2024-01-01T04:00:00Z,a,5\n");
        Table table = Ask(file.Path, At(1), At(3)).Fill("previous").ToTable();
        Assert.Equal((3, 1, 2), (table.Summary.RowsRead, table.Summary.RowsAccepted, table.Summary.RowsFiltered));
    }

    [Fact]
    public void A_row_outside_that_is_rejected_counts_once()
    {
        using TemporaryFile file = new("time,key,power\n2024-01-01T00:10:00Z,a,9223372036854775807\n2024-01-01T01:00:00Z,a,2\n2024-01-01T04:00:00Z,a,5\n");
        RunSummary summary = Telemetry.ReadCsv(file.Path).Between(At(1), At(3)).Window(Tumbling.Every("1h")).GroupBy("key").Aggregate(Sum("power + 1").As("s"))
            .Fill("previous").OnError(ErrorPolicy.Skip).ToTable().Summary;
        Assert.Equal((3, 1, 1, 1), (summary.RowsRead, summary.RowsAccepted, summary.RowsFiltered, summary.RowsRejected));
    }

    [Fact]
    public void Without_keys_a_range_without_readings_has_its_rows()
    {
        using TemporaryFile file = new(Header + "2024-01-01T09:10:00Z,a,1\n");
        Table table = Telemetry.ReadCsv(file.Path).Between(At(0), At(2)).Window(Tumbling.Every("1h")).Aggregate(Count().As("n")).Fill().ToTable();
        Assert.Equal(["0", "0"], TableText.Rows(table).Select(r => r.Split('|')[1]));
    }

    [Fact]
    public void An_input_without_rows_has_no_gaps()
    {
        Assert.Empty(Run(Header, p => p.Fill("previous")));
        Assert.Empty(Run(Header, p => p.Fill("0"), At(0), At(2)));
        using TemporaryFile file = new(Header);
        Assert.Empty(TableText.Rows(All(Telemetry.ReadCsv(file.Path)).ToTable()));
        Assert.Equal(["0", "0"], TableText.Rows(All(Telemetry.ReadCsv(file.Path).Between(At(0), At(2))).ToTable()).Select(r => r.Split('|')[1]));

        static Pipeline All(Pipeline rows) => rows.Window(Tumbling.Every("1h")).Aggregate(Count().As("n")).Fill();
    }

    [Fact]
    public void No_step_leads_into_the_range_or_out_of_it()
    {
        string csv = Header + "2024-01-01T00:30:00Z,a,1\n2024-01-01T01:00:00Z,a,10\n2024-01-01T01:40:00Z,a,4\n2024-01-01T02:20:00Z,a,6\n"
            + "2024-01-01T02:50:00Z,a,50\n2024-01-01T03:30:00Z,a,60\n";
        using TemporaryFile file = new(csv);
        Pipeline inside = Telemetry.ReadCsv(file.Path).Schema(("x", "float64")).Between(At(1).AddMinutes(20), At(2).AddMinutes(40)).Window(Tumbling.Every("1h")).GroupBy("device")
            .Aggregate(Of("increase", "x"), Of("integral", "x"), Of("time_weighted_avg", "x"));
        IReadOnlyList<string> rows = TableText.Rows(inside.ToTable());
        Assert.Equal(2, rows.Count);
        Assert.Equal(rows, TableText.Rows(inside.Fill().ToTable()));
    }

    [Fact]
    public void Each_aggregate_may_have_a_fill_of_its_own()
    {
        string csv = Header + "2024-01-01T00:10:00Z,a,1\n2024-01-01T02:10:00Z,a,4\n";
        using TemporaryFile file = new(csv);
        Table table = Telemetry.ReadCsv(file.Path).Schema(("x", "float64")).Window(Tumbling.Every("1h")).GroupBy("device")
            .Aggregate(Avg("x").As("line"), Max("x").As("held"), Min("x").As("zero"), Last("x").As("none"))
            .Fill("linear", "line").Fill("null", "none").Fill("0", "zero").Fill("previous").ToTable();
        Assert.Equal("2.5|1|0|∅", string.Join('|', TableText.Rows(table)[1].Split('|')[2..]));
    }

    [Fact]
    public void A_local_day_that_never_was_has_no_row()
    {
        using TemporaryFile file = new(Header + "2011-12-29T20:00:00Z,a,1\n2012-01-02T20:00:00Z,a,2\n");
        Table table = Telemetry.ReadCsv(file.Path).Schema(("x", "float64")).Time(new TimePlan { Column = "timestamp", Zone = "Pacific/Apia" })
            .Window(Tumbling.Every("1d")).GroupBy("device").Aggregate(Avg("x")).Fill("previous").ToTable();
        // 29, 31 December, 1, 2, 3 January
        Assert.Equal(5, TableText.Rows(table).Count);
    }

    [Theory]
    [InlineData("null")]
    [InlineData("previous")]
    [InlineData("linear")]
    [InlineData("-1.5")]
    public void It_is_what_its_definition_says_whatever_the_settings(string mode)
    {
        for (int seed = 0; seed < 4; seed++)
        {
            List<(int Minute, string? Device, double? X)> readings = Readings(seed);
            using TemporaryFile file = new(Csv(readings));
            foreach ((int from, int to)? range in new (int, int)?[] { null, (10, 20), (17, 40), (-5, 3) })
            {
                List<string> expected = Expected(readings, mode, range);
                foreach (RunOptions options in Settings())
                {
                    Pipeline asked = range is { } r ? Ask(file.Path, At(r.from), At(r.to)) : Ask(file.Path);
                    Pipeline pipeline = asked.With(options).Fill("null", "n").Fill(mode);
                    Assert.Equal(expected, Rows(pipeline.ToTable()));
                }
            }
        }
    }

    [Fact]
    public void More_rows_than_the_memory_holds_are_refused()
    {
        using TemporaryFile file = new(Header + "1970-01-01T00:00:00Z,a,1\n2024-01-01T00:00:00Z,a,1\n");
        RunException e = Assert.Throws<RunException>(() => Telemetry.ReadCsv(file.Path).Window(Tumbling.Every("10ms")).GroupBy("device").Aggregate(Count())
            .Fill().ToTable());
        Assert.Contains("narrow the range", e.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void What_does_not_fit_is_refused_with_the_way_out()
    {
        using TemporaryFile file = new(Header + "2024-01-01T00:00:00Z,a,1\n");
        Pipeline pipeline = Ask(file.Path);
        Assert.Contains("did you mean 'mean_x'?", Assert.Throws<PlanException>(() => pipeline.Fill("0", "mean_y").ToTable()).Message, StringComparison.Ordinal);
        Assert.Contains("filled twice", Assert.Throws<PlanException>(() => pipeline.Fill("0").Fill("1").ToTable()).Message, StringComparison.Ordinal);
        Pipeline whole = Telemetry.ReadCsv(file.Path).Aggregate(Count()).Fill();
        Assert.Contains("Tumbling.Every", Assert.Throws<PlanException>(() => whole.ToTable()).Message, StringComparison.Ordinal);
    }

    private static DateTimeOffset At(int hour) => new DateTimeOffset(2024, 1, 1, 0, 0, 0, TimeSpan.Zero).AddHours(hour);

    private static Pipeline Ask(string path, DateTimeOffset? from = null, DateTimeOffset? to = null) =>
        Telemetry.ReadCsv(path).Schema(("device", "utf8"), ("x", "float64")).Between(from, to)
        .Window(Tumbling.Every("1h")).GroupBy("device").Aggregate(Count().As("n"), Avg("x").As("mean_x"));

    private static List<string> Run(string csv, Func<Pipeline, Pipeline> change, DateTimeOffset? from = null, DateTimeOffset? to = null)
    {
        using TemporaryFile file = new(csv);
        return Rows(change(Ask(file.Path, from, to)).ToTable());
    }

    // hours since the first day in place of instants
    private static List<string> Rows(Table table) =>
    [
        .. TableText.Rows(table).Select(row =>
        {
            int bar = row.IndexOf('|');
            long hours = (long.Parse(row[..bar], CultureInfo.InvariantCulture) - (At(0).ToUnixTimeMilliseconds() * 1000)) / 3_600_000_000;
            return $"{hours}{row[bar..]}";
        }),
    ];

    private static IEnumerable<RunOptions> Settings() =>
        from threads in new[] { 1, 2, 7 }
        from batch in new[] { 1, 16_384 }
        from memory in new[] { 0L, 1L }
        select new RunOptions { Threads = threads, BatchRows = batch, MorselBytes = batch == 1 ? 40 : 8 << 20, MemoryBytes = memory, ResultBatchRows = batch == 1 ? 3 : 65_536 };

    private static List<(int Minute, string? Device, double? X)> Readings(int seed)
    {
        Random random = new(seed);
        string?[] devices = ["a", null, "c", "b"];
        return [.. Enumerable.Range(0, 60).Select(_ => (
            random.Next(60 * 30),
            devices[random.Next(devices.Length)],
            random.Next(5) == 0 ? (double?)null : random.Next(100)))];
    }

    private static string Csv(List<(int Minute, string? Device, double? X)> readings)
    {
        StringBuilder csv = new(Header);
        foreach ((int minute, string? device, double? x) in readings)
        {
            csv.Append(CultureInfo.InvariantCulture, $"{At(0).AddMinutes(minute):yyyy-MM-dd'T'HH:mm:ss'Z'},{device},{x}\n");
        }

        return csv.ToString();
    }

    private static List<string> Expected(List<(int Minute, string? Device, double? X)> readings, string mode, (int From, int To)? range)
    {
        List<(int Hour, string? Device, int Count, double? Mean)> rows = [];
        foreach (IGrouping<string?, (int Minute, string? Device, double? X)> series in readings.GroupBy(r => r.Device))
        {
            double? Mean(int hour) => series.Where(r => r.Minute / 60 == hour).Average(r => r.X);
            int first = range?.From ?? series.Min(r => r.Minute / 60);
            int last = (range?.To ?? (series.Max(r => r.Minute / 60) + 1)) - 1;
            for (int hour = first; hour <= last; hour++)
            {
                int before = hour - 1;
                while (before >= 0 && Mean(before) is null)
                {
                    before--;
                }

                int after = hour + 1;
                while (after <= 30 && Mean(after) is null)
                {
                    after++;
                }

                double? value = Mean(hour) ?? mode switch
                {
                    "null" => null,
                    "previous" => Mean(before),
                    "linear" => Mean(before) + ((Mean(after) - Mean(before)) * ((double)(hour - before) / (after - before))),
                    _ => double.Parse(mode, CultureInfo.InvariantCulture),
                };
                rows.Add((hour, series.Key, series.Count(r => r.Minute / 60 == hour), value));
            }
        }

        return
        [
            .. rows.OrderBy(r => r.Hour).ThenBy(r => r.Device is null).ThenBy(r => r.Device, StringComparer.Ordinal)
                .Select(r => $"{r.Hour}|{r.Device ?? "∅"}|{r.Count}|{(r.Mean is { } mean ? TableText.Value(mean) : "∅")}"),
        ];
    }
}
