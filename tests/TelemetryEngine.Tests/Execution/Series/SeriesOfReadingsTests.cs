using System.Globalization;
using System.Text;
using TelemetryEngine.Aggregates;
using TelemetryEngine.DataGen;
using TelemetryEngine.Tests.Aggregates;
using TelemetryEngine.Windows;

namespace TelemetryEngine.Tests.Execution.Series;

/// <summary>Generated readings of meters: nulls, repeats, late ones, gaps of four hours and more, and a register of energy that begins again now and then.</summary>
public sealed class SeriesOfReadingsTests
{
    private const long Micros = 1_000_000;

    // 18 more than the columns have
    private const int BorderDigits = 20;
    private const string Questions =
        "increase(energy), integral(power_w), integral(energy), rate(energy), delta(energy), num_resets(energy), time_weighted_avg(power_w), time_weighted_avg(power_w, method => linear) as linear";

    [Theory]
    [InlineData("UTC")]
    [InlineData("Europe/Berlin")]
    public void The_hours_of_every_device_add_up_to_its_days(string zone)
    {
        using TemporaryFile file = new(Csv(Readings()));
        List<string[]> hours = Ask(file, "1h", zone);
        List<string[]> days = Ask(file, "1d", zone);
        TimeZoneInfo clock = TimeZoneInfo.FindSystemTimeZoneById(zone);
        var sums = hours.ToLookup(h => (Day: DayOf(h[0], clock), Device: h[1]));
        Assert.True(days.Count > 7 * 9, "a week of nine devices");
        foreach (string[] day in days)
        {
            List<string[]> parts = [.. sums[(DayOf(day[0], clock), day[1])]];
            Assert.Equal(Number(day[2]), parts.Sum(h => Number(h[2])));
            Assert.Equal(Number(day[6]), parts.Sum(h => Number(h[6])));
            Assert.Equal(Number(day[7]), parts.Sum(h => Number(h[7])));
            AssertClose(Number(day[3]), parts.Sum(h => Number(h[3])));
            AssertClose(Number(day[4]), parts.Sum(h => Number(h[4])));
        }

        Assert.True(days.Sum(d => Number(d[7])) > 9, "registers begin again");
        Assert.Contains(hours, h => h[2].Length == 0 && h[3].Length > 0);
    }

    [Fact]
    public void Hours_and_days_are_what_the_oracle_says()
    {
        List<MeterRow> rows = Readings();
        using TemporaryFile file = new(Csv(rows));
        foreach (int hours in new[] { 1, 24 })
        {
            List<string> actual = [.. Ask(file, $"{hours}h", "UTC").Select(cells => string.Join('|', cells))];
            Assert.Equal(Expected(rows, hours * 3600 * Micros), actual);
        }
    }

    [Fact]
    public void Threads_batches_morsels_and_spilling_do_not_change_a_bit()
    {
        using TemporaryFile file = new(Csv([.. Readings().Take(1500)]));
        Pipeline ask = Telemetry.ReadCsv(file.Path).Window(Tumbling.Every("1h")).GroupBy("site").Series("device_id")
            .Aggregate([.. AggregateText.ParseList(Questions), Aggregate.Count(), Aggregate.Avg("power_w")]);
        IReadOnlyList<string> expected = TableText.Rows(ask.With(new RunOptions { Threads = 1 }).ToTable());
        foreach (int threads in new[] { 1, 2, 7 })
        {
            foreach (RunOptions options in new RunOptions[]
            {
                new() { BatchRows = 1, MorselBytes = 500 },
                new() { MorselBytes = 7 },
                new() { BatchRows = 3, MorselBytes = 100, ResultBatchRows = 7 },
                new() { MorselBytes = 900, BatchRows = 40, MemoryBytes = 1 },
            })
            {
                Assert.Equal(expected, TableText.Rows(ask.With(options with { Threads = threads }).ToTable()));
            }
        }
    }

    [Fact]
    public void The_order_of_rows_does_not_matter_where_times_differ()
    {
        MeterRow[] rows = [.. Readings().Where(r => r.Power.Length > 0).DistinctBy(r => (r.Micros, r.Device))];
        using TemporaryFile ordered = new(Csv(rows));
        new Random(5).Shuffle(rows);
        using TemporaryFile shuffled = new(Csv(rows));
        Assert.Equal(
            Ask(ordered, "1h", "UTC").Select(cells => string.Join('|', cells)),
            Ask(shuffled, "1h", "UTC").Select(cells => string.Join('|', cells)));
    }

    private static List<string[]> Ask(TemporaryFile file, string every, string zone) =>
    [
        .. TableText.Rows(Telemetry.ReadCsv(file.Path).Time("timestamp", zone: zone).Window(Tumbling.Every(every)).GroupBy("device_id")
            .Aggregate([.. AggregateText.ParseList(Questions)]).ToTable()).Select(row => row.Replace("∅", "", StringComparison.Ordinal).Split('|')),
    ];

    private static List<string> Expected(List<MeterRow> rows, long length)
    {
        (StepOracle Oracle, Func<MeterRow, string> Value)[] questions =
        [
            (new("increase", carries: true), r => r.Energy),
            (new("integral", carries: true, borderDigits: BorderDigits), r => r.Power),
            (new("integral", carries: true, borderDigits: BorderDigits), r => r.Energy),
            (new("rate", carries: true), r => r.Energy),
            (new("delta", carries: true), r => r.Energy),
            (new("num_resets", carries: true), r => r.Energy),
            (new("time_weighted_avg", carries: true), r => r.Power),
            (new("time_weighted_avg", carries: true, isLinear: true, BorderDigits), r => r.Power),
        ];
        SortedDictionary<(long Window, string Device), string> lines = [];
        foreach (IGrouping<string, (MeterRow Row, int Position)> device in rows.Select((r, i) => (r, i)).GroupBy(r => r.r.Device))
        {
            List<Dictionary<long, StepCell>> results = [];
            foreach ((StepOracle oracle, Func<MeterRow, string> value) in questions)
            {
                Dictionary<long, StepCell> cells = [];
                oracle.Fold(device.Where(r => value(r.Row).Length > 0).Select(r => new OracleReading(r.Row.Micros, r.Position, (object)value(r.Row))), length, cells);
                results.Add(cells);
            }

            foreach (long window in device.Select(r => StepOracle.WindowOf(r.Row.Micros, length)).Concat(results.SelectMany(r => r.Keys)).Distinct())
            {
                IEnumerable<string> cells = questions.Select((q, i) => q.Oracle.Text(results[i].GetValueOrDefault(window) ?? new StepCell()));
                lines.Add((window, device.Key), string.Join('|', [$"{window}", device.Key, .. cells]).Replace("∅", "", StringComparison.Ordinal));
            }
        }

        return [.. lines.Values];
    }

    private static List<MeterRow> Readings()
    {
        GeneratorOptions options = new()
        {
            Rows = 9 * 200 * 7,
            Devices = 9,
            Start = new DateTimeOffset(2024, 10, 25, 0, 0, 0, TimeSpan.Zero),
            Step = TimeSpan.FromMinutes(8),
            Energy = true,
            Resets = TimeSpan.FromHours(40),
            Gaps = 0.15,
            Nulls = 0.1,
            Disorder = 0.05,
            Duplicates = 0.02,
        };
        using MemoryStream stream = new();
        Generator.Write(options, stream);
        return
        [
            .. Encoding.UTF8.GetString(stream.ToArray()).Split('\n', StringSplitOptions.RemoveEmptyEntries).Skip(1).Select(line => line.Split(',')).Select(fields => new MeterRow(
                fields[0], (DateTimeOffset.Parse(fields[0], CultureInfo.InvariantCulture) - DateTimeOffset.UnixEpoch).Ticks / TimeSpan.TicksPerMicrosecond, fields[1], fields[2], fields[4])),
        ];
    }

    private static string Csv(IEnumerable<MeterRow> rows)
    {
        StringBuilder csv = new("timestamp,device_id,site,power_w,energy\n");
        foreach (MeterRow row in rows)
        {
            csv.Append(CultureInfo.InvariantCulture, $"{row.Time},{row.Device},site-{row.Device[^1] % 2},{row.Power},{row.Energy}\n");
        }

        return csv.ToString();
    }

    private static DateOnly DayOf(string micros, TimeZoneInfo clock) => DateOnly.FromDateTime(TimeZoneInfo.ConvertTime(
        DateTimeOffset.FromUnixTimeMilliseconds(long.Parse(micros, CultureInfo.InvariantCulture) / 1000), clock).DateTime);

    private static double Number(string text) => text.Length == 0 ? 0 : double.Parse(text, CultureInfo.InvariantCulture);

    // each hour is rounded for itself, and the sum of up to 25 of them is not exact either
    private static void AssertClose(double expected, double actual) => Assert.InRange(Math.Abs(expected - actual), 0, Math.Abs(expected) * 1e-14);

    private sealed record MeterRow(string Time, long Micros, string Device, string Power, string Energy);
}
