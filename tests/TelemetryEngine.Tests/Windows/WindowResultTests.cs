using TelemetryEngine.Columns;
using TelemetryEngine.Execution;
using TelemetryEngine.Execution.Panes;
using TelemetryEngine.Execution.Results;
using TelemetryEngine.Formats;
using TelemetryEngine.Tests.Execution;
using TelemetryEngine.Windows;

namespace TelemetryEngine.Tests.Windows;

/// <summary>Windows that overlap, sessions, and windows closed on the right against slow definitions, over shuffled readings on both sides of 1970.</summary>
public sealed class WindowResultTests
{
    private const long Microseconds = 1_000_000;

    [Theory]
    [InlineData("60s", "600s", null)]
    [InlineData("40s", "100s", "7s")]
    [InlineData("90s", "90s", null)]
    [InlineData("10s", "1000s", "-15s")]
    [InlineData("7s", "900s", null)]
    public void Hopping(string every, string period, string? offset) =>
        Check(TelemetryEngine.Windows.Hopping.Every(every, period, offset), readings => Hops(readings, Length(every), Length(period), Length(offset), 0));

    [Theory]
    [InlineData("60s", "600s", null)]
    [InlineData("5s", "1000s", "35s")]
    [InlineData("100s", "100s", null)]
    public void Cumulative(string step, string period, string? offset) =>
        Check(TelemetryEngine.Windows.Cumulative.Step(step, period, offset), readings => Steps(readings, Length(step), Length(period), Length(offset)));

    // readings lie on multiples of 5 s, so that many are exactly a gap apart
    [Theory]
    [InlineData("5s")]
    [InlineData("30s")]
    [InlineData("100s")]
    [InlineData("1h")]
    public void Sessions(string gap) => Check(Session.Gap(gap), readings => Runs(readings, Length(gap)));

    [Fact]
    public void Windows_closed_on_the_right()
    {
        Check(
            Tumbling.Every("50s", "5s") with { Closed = "right", ShowEnd = true },
            readings => Hops(readings, 50, 50, 5, 1));
        Check(
            TelemetryEngine.Windows.Hopping.Every("20s", "50s") with { Closed = "right" },
            readings => Hops(readings, 20, 50, 0, 1));
    }

    [Fact]
    public void A_label_shows_one_border_or_the_other()
    {
        using TemporaryFile file = new(ReadingOracle.Csv([new Reading(65, "m", 1)], 0));
        Assert.StartsWith("60000000|m|", TableText.Rows(ReadingOracle.Ask(file.Path, Tumbling.Every("1m")).ToTable())[0], StringComparison.Ordinal);
        Table ends = ReadingOracle.Ask(file.Path, Tumbling.Every("1m") with { Label = "end" }).ToTable();
        Assert.Equal("window_end", ends.Schema.FieldsList[0].Name);
        Assert.StartsWith("120000000|m|", TableText.Rows(ends)[0], StringComparison.Ordinal);
        Table both = ReadingOracle.Ask(file.Path, Tumbling.Every("1m") with { Label = "end", ShowEnd = true }).ToTable();
        Assert.Equal(["window_start", "window_end"], both.Schema.FieldsList.Take(2).Select(f => f.Name));
    }

    [Fact]
    public void The_same_bytes_for_any_threads_and_batches()
    {
        using TemporaryFile file = new(ReadingOracle.Csv(Readings(5), 5));
        WindowPlan[] plans = [TelemetryEngine.Windows.Hopping.Every("7s", "900s"), TelemetryEngine.Windows.Cumulative.Step("5s", "1000s"), Session.Gap("30s")];
        foreach (WindowPlan plan in plans)
        {
            foreach (string format in new[] { "csv", "arrow" })
            {
                HashSet<string> written = [];
                foreach (RunOptions options in HostileSettingsTests.Settings())
                {
                    written.Add(Convert.ToBase64String(Written(ReadingOracle.Ask(file.Path, plan).With(options with { ResultBatchRows = 50 }), format)));
                }

                Assert.Single(written);
            }
        }
    }

    [Fact]
    public void The_same_bytes_when_everything_spills()
    {
        using TemporaryFile file = new(ReadingOracle.Csv(Readings(5), 5));
        WindowPlan[] plans =
        [
            TelemetryEngine.Windows.Hopping.Every("7s", "900s"), TelemetryEngine.Windows.Cumulative.Step("5s", "1000s"), Session.Gap("30s"), Tumbling.Every("1mo"),
        ];
        foreach (WindowPlan plan in plans)
        {
            Pipeline ask = ReadingOracle.Ask(file.Path, plan);
            IReadOnlyList<string> whole = TableText.Rows(ask.ToTable());
            foreach (int threads in new[] { 1, 2, 7 })
            {
                Table spilled = ask.With(new RunOptions { Threads = threads, BatchRows = 5, MorselBytes = 200, MemoryBytes = 1 }).ToTable();
                Assert.Equal(whole, TableText.Rows(spilled));
                Assert.True(spilled.Summary.SpilledBytes > 0);
            }
        }
    }

    [Theory]
    [InlineData("10s", "1000s", true)]
    [InlineData("500s", "1000s", false)]
    public void Long_windows_are_made_of_two_states_and_short_ones_of_their_panes(string every, string period, bool hasSums)
    {
        FlatPlan plan = new()
        {
            Window = TelemetryEngine.Windows.Hopping.Every(every, period),
            Aggregates = [Aggregate.Sum("x")],
        };
        BatchBuilder rows = new BatchBuilder()
            .Add("time", "timestamp[s]", [.. Enumerable.Range(0, 500).Select(i => (object)(i * 10L))])
            .Add("x", "int64", [.. Enumerable.Range(0, 500).Select(i => (object)(long)i)]);
        AggregationHarness harness = new(plan, rows.Columns);
        ResultRows made = PaneRows.Of(harness.Bound, [harness.Partial(rows)], 1, new MemoryBudget(0));
        Assert.Equal(hasSums ? 2 : 1, made.Tables.Count);
    }

    [Fact]
    public void Rows_and_states_of_panes_count_against_the_memory()
    {
        using TemporaryFile file = new(ReadingOracle.Csv([new Reading(0, "m", 1)], 0));
        Pipeline ask = ReadingOracle.Ask(file.Path, TelemetryEngine.Windows.Hopping.Every("1s", "900000s")).With(new RunOptions { Threads = 1, MemoryBytes = 10 << 20 });
        RunException error = Assert.Throws<RunException>(() => ask.ToTable());
        Assert.Contains("RunOptions.MemoryBytes", error.Message, StringComparison.Ordinal);
    }

    private static void Check(WindowPlan plan, Func<List<Reading>, IEnumerable<Window>> define)
    {
        for (int seed = 0; seed < 2; seed++)
        {
            List<Reading> readings = Readings(seed);
            using TemporaryFile file = new(ReadingOracle.Csv(readings, seed));
            List<string> expected =
            [
                .. readings.Where(r => r.X != 13).GroupBy(r => (r.Device, 0))
                    .SelectMany(g => define([.. g]).Select(w => (g.Key.Device, Window: w)))
                    .OrderBy(r => r.Window.Start).ThenBy(r => r.Window.End).ThenBy(r => r.Device, ReadingOracle.KeyOrder)
                    .Select(r => $"{r.Window.Start * Microseconds}|{r.Window.End * Microseconds}|{ReadingOracle.Row(r.Device, r.Window.Readings)}"),
            ];
            foreach (RunOptions options in HostileSettingsTests.Settings())
            {
                Assert.Equal(expected, TableText.Rows(ReadingOracle.Ask(file.Path, plan).With(options).ToTable()));
            }
        }
    }

    // each window that begins at offset + n·every and holds a reading; those closed on the right begin behind their border
    private static IEnumerable<Window> Hops(List<Reading> readings, long every, long period, long offset, long closedRight)
    {
        SortedSet<long> starts = [];
        foreach (Reading reading in readings)
        {
            long instant = reading.Seconds - closedRight;
            for (long start = Floor(instant - offset, every) + offset; start + period > instant; start -= every)
            {
                starts.Add(start);
            }
        }

        return starts.Select(s => new Window(s, s + period, [.. readings.Where(r => r.Seconds - closedRight >= s && r.Seconds - closedRight < s + period)]));
    }

    private static IEnumerable<Window> Steps(List<Reading> readings, long step, long period, long offset)
    {
        foreach (long start in readings.Select(r => Floor(r.Seconds - offset, period) + offset).Distinct())
        {
            for (long end = start + step; end <= start + period; end += step)
            {
                List<Reading> held = [.. readings.Where(r => r.Seconds >= start && r.Seconds < end)];
                if (held.Count > 0)
                {
                    yield return new Window(start, end, held);
                }
            }
        }
    }

    private static IEnumerable<Window> Runs(List<Reading> readings, long gap)
    {
        List<long> times = [.. readings.Select(r => r.Seconds).Order()];
        int first = 0;
        for (int i = 1; i <= times.Count; i++)
        {
            if (i == times.Count || times[i] - times[i - 1] >= gap)
            {
                (long start, long last) = (times[first], times[i - 1]);
                yield return new Window(start, last + gap, [.. readings.Where(r => r.Seconds >= start && r.Seconds <= last)]);
                first = i;
            }
        }
    }

    private static long Floor(long value, long by) => (long)Math.Floor(value / (double)by) * by;

    private static long Length(string? text) => text is null ? 0 : Duration.Parse(text).ToTicks(1);

    private static List<Reading> Readings(int seed)
    {
        Random random = new(seed);
        return
        [
            .. Enumerable.Range(0, 150).Select(_ => new Reading(
                random.Next(-400, 400) * 5,
                random.Next(10) == 0 ? null : ReadingOracle.Devices[random.Next(3)],
                random.Next(6) == 0 ? null : random.Next(30) == 0 ? 13 : random.Next(-100_000, 100_000) / 100m)),
        ];
    }

    private static byte[] Written(Pipeline ask, string format)
    {
        using MemoryStream stream = new();
        using Executor executor = ask.Open();
        executor.Write(FormatCatalog.FindByName(format)!, stream, new WriterOptions(), CancellationToken.None);
        return stream.ToArray();
    }

    private sealed record Window(long Start, long End, List<Reading> Readings);
}
