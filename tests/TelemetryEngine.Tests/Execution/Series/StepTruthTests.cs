using System.Globalization;
using System.Text;
using TelemetryEngine.Aggregates;
using TelemetryEngine.DataGen;
using TelemetryEngine.Sources;
using TelemetryEngine.Windows;

namespace TelemetryEngine.Tests.Execution.Series;

/// <summary>Aggregates from reading to reading against the generator's own answers, which share no code with the engine.</summary>
public sealed class StepTruthTests
{
    private const int Window = 0;
    private const int Device = 1;
    private const int Average = 2;
    private const int Increase = 6;
    private const int Delta = 7;
    private const int Resets = 8;
    private const int Integral = 9;

    // a generator of random rows gives one device several readings at one time
    private const string Questions =
        "avg(power_w), count(power_w), min(power_w), max(power_w), increase(energy_wh, mixed => 'allow'), delta(energy_wh, mixed => 'allow'), num_resets(energy_wh, mixed => 'allow'), integral(power_w, mixed => 'allow')";

    // a week around the end of summer time, when Berlin's day has 25 hours
    private static readonly GeneratorOptions Clean = new()
    {
        Rows = 9 * 180 * 7,
        Devices = 9,
        Start = new DateTimeOffset(2024, 10, 24, 21, 4, 0, TimeSpan.Zero),
        Step = TimeSpan.FromMinutes(8),
        Energy = true,
    };

    public static TheoryData<RowOrder, OutputFormat, string> Kinds
    {
        get
        {
            TheoryData<RowOrder, OutputFormat, string> kinds = [];
            foreach (RowOrder order in Enum.GetValues<RowOrder>())
            {
                foreach (OutputFormat format in (OutputFormat[])[OutputFormat.Csv, OutputFormat.Arrow])
                {
                    kinds.Add(order, format, "UTC");
                    kinds.Add(order, format, "Europe/Berlin");
                }
            }

            return kinds;
        }
    }

    [Theory]
    [MemberData(nameof(Kinds))]
    public void Hours_and_days_of_every_device_are_the_truth(RowOrder order, OutputFormat format, string zone)
    {
        GeneratorOptions messy = Clean with
        {
            Order = order,
            Format = format,
            Resets = TimeSpan.FromHours(30),
            Gaps = 0.15,
            Nulls = 0.1,
            Disorder = 0.05,
            Duplicates = 0.02,
            Dirty = format == OutputFormat.Arrow ? 0 : 0.01,
        };
        foreach (GeneratorOptions options in (GeneratorOptions[])[Clean with { Order = order, Format = format }, messy])
        {
            (List<string[]> hours, List<string[]> days) = Check(options, zone);
            AddUp(hours, days, zone);
            Assert.Equal(options.Resets is not null, days.Sum(day => Number(day[Resets])) >= Clean.Devices);
            Assert.True(options.Gaps == 0 || hours.Any(hour => hour[Increase].Length == 0 && hour[Integral].Length > 0), "an hour that only a step crosses");
        }
    }

    /// <summary>Midnights that come twice or never, a date that never was, and a clock that is half an hour off.</summary>
    [Theory]
    [InlineData("America/Havana", 2024, 10, 31)]
    [InlineData("America/Havana", 2024, 3, 7)]
    [InlineData("Pacific/Apia", 2011, 12, 27)]
    [InlineData("Asia/Kolkata", 1969, 12, 29)]
    public void Days_of_odd_clocks_are_the_truth(string zone, int year, int month, int day)
    {
        GeneratorOptions options = Clean with
        {
            Start = new DateTimeOffset(year, month, day, 0, 0, 0, TimeSpan.Zero),
            Resets = TimeSpan.FromDays(3),
            Gaps = 0.1,
        };
        (List<string[]> hours, List<string[]> days) = Check(options, zone);
        Assert.True(days.Count > 7 * 9, "a week of nine devices");
        AddUp(hours, days, zone);
    }

    private static (List<string[]> Hours, List<string[]> Days) Check(GeneratorOptions options, string zone)
    {
        using TemporaryFile readings = new(extension: options.Format == OutputFormat.Arrow ? ".arrow" : ".csv");
        using (FileStream stream = File.Create(readings.Path))
        {
            Generator.Write(options, stream, cancellation: TestContext.Current.CancellationToken);
        }

        List<string[]>[] answers = [.. new[] { 1, 24 }.Select(hours =>
        {
            List<string[]> expected = TruthOf(options, TimeSpan.FromHours(hours), zone);
            List<string[]> actual = Ask(readings, options.Format, hours == 1 ? "1h" : "1d", zone);
            Assert.Equal(expected.Select(Exact), actual.Select(Exact));
            foreach ((string[] truth, string[] answer) in expected.Zip(actual))
            {
                AssertClose(truth[Average], answer[Average]);
                AssertClose(truth[Integral], answer[Integral]);
            }

            return actual;
        })];
        return (answers[0], answers[1]);
    }

    private static void AddUp(List<string[]> hours, List<string[]> days, string zone)
    {
        TimeZoneInfo clock = TimeZoneInfo.FindSystemTimeZoneById(zone);
        ILookup<(DateTime Day, string Device), string[]> parts = hours.ToLookup(hour => (DayOf(hour[Window], clock), hour[Device]));
        Assert.Equal(parts.Count, days.Count);
        foreach (string[] day in days)
        {
            string[][] ofDay = [.. parts[(DayOf(day[Window], clock), day[Device])]];
            Assert.Equal(Number(day[Increase]), ofDay.Sum(hour => Number(hour[Increase])));
            Assert.Equal(Number(day[Delta]), ofDay.Sum(hour => Number(hour[Delta])));
            Assert.Equal(Number(day[Resets]), ofDay.Sum(hour => Number(hour[Resets])));
            AssertClose(day[Integral], Text(ofDay.Where(hour => hour[Integral].Length > 0).Select(hour => Number(hour[Integral]))));
        }
    }

    private static List<string[]> Ask(TemporaryFile readings, OutputFormat format, string every, string zone)
    {
        // a sample with dirty rows would have the columns read as text
        Pipeline source = format == OutputFormat.Arrow
            ? Telemetry.ReadArrow(readings.Path)
            : Telemetry.ReadCsv(readings.Path).Schema(("timestamp", "timestamp[us]"), ("power_w", "decimal(2)"), ("energy_wh", "decimal(3)")).OnError(ErrorPolicy.Skip);
        Table table = source.Time("timestamp", zone: zone).Window(Tumbling.Every(every)).GroupBy("device_id").Aggregate([.. AggregateText.ParseList(Questions)])
            .ToTable(TestContext.Current.CancellationToken);
        return [.. TableText.Rows(table).Select(row => row.Replace("∅", "", StringComparison.Ordinal).Split('|'))];
    }

    private static List<string[]> TruthOf(GeneratorOptions options, TimeSpan every, string zone)
    {
        using MemoryStream csv = new();
        TimeZoneInfo? clock = zone == "UTC" ? null : TimeZoneInfo.FindSystemTimeZoneById(zone);
        Truth.Write(options, every, csv, TruthColumns.All, clock, TestContext.Current.CancellationToken);
        List<string[]> rows = [.. Encoding.UTF8.GetString(csv.ToArray()).Split('\n', StringSplitOptions.RemoveEmptyEntries).Skip(1).Select(line => line.Split(','))];
        foreach (string[] row in rows)
        {
            long ticks = (DateTimeOffset.Parse(row[Window], CultureInfo.InvariantCulture) - DateTimeOffset.UnixEpoch).Ticks;
            row[Window] = (ticks / TimeSpan.TicksPerMicrosecond).ToString(CultureInfo.InvariantCulture);
        }

        return rows;
    }

    // Arrow's powers are the nearest doubles of the decimals that the truth takes: averages and areas may be an ulp apart, nothing else
    private static string Exact(string[] cells) => string.Join('|', cells.Where((_, column) => column is not (Average or Integral)));

    private static DateTime DayOf(string micros, TimeZoneInfo clock) =>
        TimeZoneInfo.ConvertTime(DateTimeOffset.FromUnixTimeMilliseconds(long.Parse(micros, CultureInfo.InvariantCulture) / 1000), clock).Date;

    private static double Number(string text) => text.Length == 0 ? 0 : double.Parse(text, CultureInfo.InvariantCulture);

    private static string Text(IEnumerable<double> parts) => parts.Any() ? parts.Sum().ToString("R", CultureInfo.InvariantCulture) : "";

    private static void AssertClose(string expected, string actual)
    {
        Assert.Equal(expected.Length == 0, actual.Length == 0);
        Assert.InRange(Math.Abs(Number(expected) - Number(actual)), 0, Number(expected) * 1e-14);
    }
}
