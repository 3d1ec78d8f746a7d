using System.Globalization;
using System.Text;
using Apache.Arrow;
using TelemetryEngine.Execution;
using TelemetryEngine.Formats;
using TelemetryEngine.Sources;
using TelemetryEngine.Windows;
using static TelemetryEngine.Aggregate;

namespace TelemetryEngine.Tests.Execution;

/// <summary>One data set, a slow definition, and every setting that must not change the result.</summary>
public sealed class HostileSettingsTests
{
    [Fact]
    public void Threads_batches_and_morsels_do_not_change_a_bit()
    {
        for (int seed = 0; seed < 4; seed++)
        {
            List<Reading> readings = Readings(seed, 300);
            using TemporaryFile file = new(ReadingOracle.Csv(readings, seed));
            List<string> expected = Expected(readings);
            foreach (RunOptions options in Settings())
            {
                Table table = ReadingOracle.Ask(file.Path, Tumbling.Every("10m")).With(options).ToTable();
                Assert.Equal(expected, TableText.Rows(table));
                Assert.Equal(readings.Count, table.Summary.RowsRead);
            }
        }
    }

    [Fact]
    public void The_first_bad_row_is_the_same_whatever_the_settings()
    {
        List<Reading> readings = Readings(9, 200);
        string csv = ReadingOracle.Csv(readings, 0);
        int place = csv.IndexOf('\n', csv.Length / 2) + 1;
        int offset = Encoding.UTF8.GetByteCount(csv[..place]);
        string broken = string.Concat(csv.AsSpan(0, place), "2024-01-01T00:00:00Z,bad,1.x\n", csv.AsSpan(place), "2024-01-01T00:00:00Z,worse\n");
        // a quoted line break before it would make "place" the middle of a record; these seeds have none there
        using TemporaryFile file = new(broken);
        HashSet<string> messages = [];
        foreach (RunOptions options in Settings())
        {
            InputException error = Assert.Throws<InputException>(() => ReadingOracle.Ask(file.Path, Tumbling.Every("10m")).With(options).ToTable());
            Assert.Equal(offset, error.ByteOffset);
            messages.Add(error.Message);
            error = Assert.Throws<InputException>(() => Written(Rows(file.Path).With(options), "csv"));
            Assert.Equal(offset, error.ByteOffset);
            messages.Add(error.Message);
        }

        Assert.Single(messages);
    }

    [Fact]
    public void Rejects_are_the_same_and_in_order_whatever_the_settings()
    {
        StringBuilder csv = new("timestamp,device,x\n");
        for (int i = 0; i < 200; i++)
        {
            csv.Append(CultureInfo.InvariantCulture, $"2024-01-01T00:00:{i % 60:00}Z,d{i % 3},{(i % 7 == 3 ? "oops" : i)}\n");
        }

        using TemporaryFile file = new(csv.ToString());
        HashSet<string> written = [];
        foreach (RunOptions options in Settings())
        {
            using TemporaryFile rejects = new();
            Table table = Telemetry.ReadCsv(file.Path).Schema(("x", "int64")).OnError(ErrorPolicy.Skip).GroupBy("device").Aggregate(Sum("x"))
                .With(options with { RejectsPath = rejects.Path }).ToTable();
            Assert.Equal(29, table.Summary.RowsRejected);
            written.Add(File.ReadAllText(rejects.Path));
        }

        string only = Assert.Single(written);
        Assert.Equal(30, only.Split('\n', StringSplitOptions.RemoveEmptyEntries).Length);
        Assert.Contains(",5,", only.Split('\n')[1], StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("csv")]
    [InlineData("ndjson")]
    public void Rows_are_written_in_their_order_whatever_the_settings(string format)
    {
        List<Reading> readings = Readings(5, 300);
        using TemporaryFile file = new(ReadingOracle.Csv(readings, 1));
        string[] lines = [format == "csv" ? "timestamp,device,x\n" : "", .. readings.Where(r => r.X != 13).Select(r => Line(format, r))];
        foreach (RunOptions options in Settings())
        {
            Assert.Equal(string.Concat(lines), Written(Rows(file.Path).With(options), format));
            Assert.Equal(string.Concat(lines.Take(41)), Written(Rows(file.Path).Limit(40).With(options), format));
        }
    }

    [Fact]
    public void Rows_before_the_first_bad_one_come_out_whatever_the_settings()
    {
        List<Reading> readings = Readings(9, 200);
        string csv = ReadingOracle.Csv(readings.Take(100), 0);
        using TemporaryFile file = new($"{csv}2024-01-01T00:00:00Z,bad,1.x\n2024-01-01T00:00:00Z,good,1\n2024-01-01T00:00:00Z,worse\n");
        int sound = readings.Take(100).Count(r => r.X != 13);
        foreach (RunOptions options in Settings())
        {
            int rows = 0;
            Assert.Throws<InputException>(() =>
            {
                foreach (RecordBatch batch in Rows(file.Path).With(options).ToBatches())
                {
                    rows += batch.Length;
                }
            });
            Assert.Equal(sound, rows);
            Assert.Equal(sound, Rows(file.Path).Limit(sound).With(options).ToTable().Batches.Sum(batch => batch.Length));
            Assert.Throws<InputException>(() => Rows(file.Path).Limit(sound + 1).With(options).ToTable());
        }
    }

    [Fact]
    public void What_stands_behind_the_first_bad_row_need_not_be_values()
    {
        using TemporaryFile file = new();
        File.WriteAllBytes(file.Path, [.. "timestamp,device,x\n2024-01-01T00:00:00Z,"u8, 0xFF, .. ",1\n2024-01-01T00:00:01Z,"u8, 0xFE, .. ",2\n"u8]);
        foreach (RunOptions options in Settings())
        {
            Assert.Equal(19, Assert.Throws<InputException>(() => Written(Rows(file.Path).With(options), "csv")).ByteOffset);
            Assert.Equal(19, Assert.Throws<InputException>(() => Rows(file.Path).Derive("loud", "upper(device)").GroupBy("loud").Aggregate(Max("device")).With(options).ToTable()).ByteOffset);
        }
    }

    [Fact]
    public void An_output_that_fails_ends_the_writing_of_rows_whatever_the_settings()
    {
        using TemporaryFile file = new(ReadingOracle.Csv(Readings(9, 200), 0));
        foreach (RunOptions options in Settings())
        {
            using Executor executor = Rows(file.Path).With(options).Open();
            using MemoryStream full = new(new byte[10]);
            Assert.Throws<NotSupportedException>(() => executor.Write(FormatCatalog.FindByName("csv")!, full, new WriterOptions(), CancellationToken.None));
        }
    }

    /// <summary>Threads, batches and morsels as nobody would choose them.</summary>
    internal static IEnumerable<RunOptions> Settings()
    {
        foreach (int threads in new[] { 1, 2, 7 })
        {
            yield return new RunOptions { Threads = threads };
            yield return new RunOptions { Threads = threads, BatchRows = 1 };
            yield return new RunOptions { Threads = threads, MorselBytes = 7 };
            yield return new RunOptions { Threads = threads, BatchRows = 3, MorselBytes = 100 };
            yield return new RunOptions { Threads = threads, BatchRows = 5, MorselBytes = 50, ResultBatchRows = 1 };
            yield return new RunOptions { Threads = threads, ResultBatchRows = 7 };
        }
    }

    private static List<Reading> Readings(int seed, int count)
    {
        Random random = new(seed);
        return
        [
            .. Enumerable.Range(0, count).Select(i => new Reading(
                1_704_067_200 + random.Next(3600) + (random.Next(3) * 86_400),
                random.Next(10) == 0 ? null : ReadingOracle.Devices[random.Next(ReadingOracle.Devices.Length)],
                random.Next(6) == 0 ? null : random.Next(30) == 0 ? 13 : random.Next(-100_000, 100_000) / 100m)),
        ];
    }

    private static Pipeline Rows(string path) => Telemetry.ReadCsv(path).Schema(("device", "utf8"), ("x", "decimal(2)")).Where("x is null or x <> 13");

    private static string Written(Pipeline rows, string format)
    {
        using MemoryStream output = new();
        using Executor executor = rows.Open();
        executor.Write(FormatCatalog.FindByName(format)!, output, new WriterOptions(), CancellationToken.None);
        return Encoding.UTF8.GetString(output.ToArray());
    }

    // a reading as it is written
    private static string Line(string format, Reading reading)
    {
        string time = DateTimeOffset.FromUnixTimeSeconds(reading.Seconds).ToString("yyyy-MM-ddTHH:mm:ssZ", CultureInfo.InvariantCulture);
        string? value = reading.X is null ? null : ((double)reading.X).ToString("R", CultureInfo.InvariantCulture);
        if (format == "ndjson")
        {
            string device = reading.Device is null ? "null" : $"\"{reading.Device.Replace("\"", "\\\"").Replace("\n", "\\n")}\"";
            return $"{{\"timestamp\":\"{time}\",\"device\":{device},\"x\":{value ?? "null"}}}\n";
        }

        bool isQuoted = reading.Device is "" || reading.Device?.AsSpan().IndexOfAny(",\"\n") >= 0;
        return $"{time},{(isQuoted ? $"\"{reading.Device!.Replace("\"", "\"\"")}\"" : reading.Device)},{value}\n";
    }

    private static List<string> Expected(List<Reading> readings) =>
    [
        .. readings
            .Where(r => r.X != 13)
            .GroupBy(r => (Window: r.Seconds / 600 * 600, r.Device))
            .OrderBy(g => g.Key.Window)
            .ThenBy(g => g.Key.Device, ReadingOracle.KeyOrder)
            .Select(g => $"{g.Key.Window * 1_000_000}|{ReadingOracle.Row(g.Key.Device, [.. g])}"),
    ];
}
