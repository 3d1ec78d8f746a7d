using System.Globalization;
using System.Text;
using TelemetryEngine.Execution;
using TelemetryEngine.Formats;
using TelemetryEngine.Windows;
using static TelemetryEngine.Aggregate;

namespace TelemetryEngine.Tests.Execution.Results;

/// <summary>Results that several threads finish, format and write.</summary>
public sealed class ResultTests
{
    private const int Rows = 3000;

    [Theory]
    [InlineData("csv")]
    [InlineData("ndjson")]
    [InlineData("markdown")]
    [InlineData("table")]
    [InlineData("arrow")]
    [InlineData("arrows")]
    public void Every_format_has_the_same_bytes_for_any_threads(string format)
    {
        using TemporaryFile file = new(Csv());
        foreach (Pipeline ask in Questions(file.Path))
        {
            byte[] expected = Written(ask, format, new RunOptions { Threads = 1 });
            foreach (int threads in new[] { 2, 9 })
            {
                RunOptions options = new() { Threads = threads, BatchRows = 10, MorselBytes = 300, TextPieceRows = 3 };
                Assert.Equal(expected, Written(ask, format, options));
            }
        }
    }

    [Fact]
    public void Calendar_windows_that_only_other_threads_have_met_are_finished_by_all()
    {
        StringBuilder csv = new("timestamp,x\n");
        for (int hour = 0; hour < 24 * 400; hour++)
        {
            csv.Append(CultureInfo.InvariantCulture, $"{new DateTime(2023, 1, 1).AddHours(hour):yyyy-MM-ddTHH:mm:ssZ},{hour}\n");
        }

        using TemporaryFile file = new(csv.ToString());
        Pipeline ask = Telemetry.ReadCsv(file.Path).Time("timestamp", zone: "Europe/Berlin").Window(Tumbling.Every("1d")).Aggregate(Sum("x"));
        byte[] expected = Written(ask, "csv", new RunOptions { Threads = 1 });
        for (int repeat = 0; repeat < 5; repeat++)
        {
            Assert.Equal(expected, Written(ask, "csv", new RunOptions { Threads = 9, MorselBytes = 300, TextPieceRows = 1 }));
        }
    }

    [Fact]
    public void Windows_whose_rows_are_all_left_out_do_not_show_in_the_digits_of_times()
    {
        using TemporaryFile file = new("timestamp,x\n2024-01-01T00:00:00.5Z,0\n2024-01-01T00:00:01Z,1\n2024-01-01T00:00:02Z,2\n");
        Pipeline ask = Telemetry.ReadCsv(file.Path).Where("x > 0").Window(Tumbling.Every("500ms")).Aggregate(Count());
        string text = Encoding.UTF8.GetString(Written(ask, "csv", new RunOptions { Threads = 2 }));
        Assert.Equal("window_start,count\n2024-01-01T00:00:01Z,1\n2024-01-01T00:00:02Z,1\n", text);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(17)]
    [InlineData(int.MaxValue)]
    public void A_limit_cuts_the_same_rows_off(int limit)
    {
        using TemporaryFile file = new(Csv());
        Pipeline ask = Questions(file.Path)[0];
        string[] all = Encoding.UTF8.GetString(Written(ask, "csv", new RunOptions { Threads = 1 })).Split('\n');
        RunOptions options = new() { Threads = 5, MorselBytes = 300, TextPieceRows = 4 };
        string[] some = Encoding.UTF8.GetString(Written(ask.Limit(limit), "csv", options)).Split('\n');
        Assert.Equal(all[..(Math.Min(limit, all.Length - 2) + 1)], some[..^1]);
    }

    [Fact]
    public void The_whole_input_as_one_group_has_a_row_also_when_it_is_empty()
    {
        using TemporaryFile file = new("timestamp,device,x\n");
        Pipeline ask = Telemetry.ReadCsv(file.Path).Schema(("x", "int64")).Aggregate(Count(), Sum("x"));
        Assert.Equal("count,sum_x\n0,\n", Encoding.UTF8.GetString(Written(ask, "csv", new RunOptions { Threads = 3 })));
    }

    [Fact]
    public void The_first_row_that_does_not_fit_its_type_is_the_failure_whatever_the_threads()
    {
        StringBuilder csv = new("device,x\n");
        for (int i = 0; i < 400; i++)
        {
            csv.Append(CultureInfo.InvariantCulture, $"d{i % 200:000},{(i % 200 < 150 ? 1 : long.MaxValue - i)}\n");
        }

        using TemporaryFile file = new(csv.ToString());
        Pipeline ask = Telemetry.ReadCsv(file.Path).Schema(("x", "int64")).GroupBy("device").Aggregate(Sum("x"));
        HashSet<string> messages = [];
        foreach (int threads in new[] { 1, 2, 8, 8, 8 })
        {
            RunOptions options = new() { Threads = threads, MorselBytes = 100, TextPieceRows = 1 };
            messages.Add(Assert.Throws<RunException>(() => Written(ask, "csv", options)).Message);
        }

        Assert.Contains("does not fit an int64", Assert.Single(messages), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("csv")]
    [InlineData("arrow")]
    public void An_output_that_fills_up_in_the_middle_fails_the_run(string format)
    {
        using TemporaryFile file = new(Csv());
        using Executor executor = Questions(file.Path)[0].With(new RunOptions { Threads = 6, MorselBytes = 300, TextPieceRows = 2 }).Open();
        using FullStream full = new(1000);
        IOException error = Assert.Throws<IOException>(
            () => executor.Write(FormatCatalog.FindByName(format)!, full, new WriterOptions(), CancellationToken.None));
        Assert.Equal("full", error.Message);
    }

    [Fact]
    public void Cancelling_in_the_middle_of_the_output_ends_the_run()
    {
        using TemporaryFile file = new(Csv());
        using Executor executor = Questions(file.Path)[0].With(new RunOptions { Threads = 6, MorselBytes = 300, TextPieceRows = 2 }).Open();
        using CancellationTokenSource source = new();
        using FullStream cancelling = new(1000, source.Cancel);
        Assert.Throws<OperationCanceledException>(
            () => executor.Write(FormatCatalog.FindByName("csv")!, cancelling, new WriterOptions(), source.Token));
    }

    private static Pipeline[] Questions(string path)
    {
        Pipeline read = Telemetry.ReadCsv(path).Schema(("device", "dictionary"), ("x", "decimal(2)"));
        return
        [
            read.Window(Tumbling.Every("10m")).GroupBy("device").Aggregate(Avg("x"), Sum("x"), Count(), Max("device").As("same")),
            read.GroupBy("device").Aggregate(Avg("x"), First("timestamp").As("seen")),
            read.Window(Tumbling.Every("100ms")).Aggregate(Min("x")),
            read.GroupBy("x", "timestamp").Aggregate(Count()),
        ];
    }

    private static byte[] Written(Pipeline ask, string format, RunOptions options)
    {
        using MemoryStream stream = new();
        using Executor executor = ask.With(options).Open();
        executor.Write(FormatCatalog.FindByName(format)!, stream, new WriterOptions(), CancellationToken.None);
        return stream.ToArray();
    }

    private static string Csv()
    {
        Random random = new(3);
        StringBuilder csv = new("timestamp,device,x\n");
        for (int i = 0; i < Rows; i++)
        {
            string x = random.Next(9) == 0 ? "" : (random.Next(-9999, 9999) / 100m).ToString(CultureInfo.InvariantCulture);
            string time = DateTimeOffset.FromUnixTimeSeconds(1_704_067_200 + (i * 2) + random.Next(900)).ToString("yyyy-MM-ddTHH:mm:ss", CultureInfo.InvariantCulture);
            csv.Append(CultureInfo.InvariantCulture, $"{time}.{random.Next(1000):000}Z,m{random.Next(60)},{x}\n");
        }

        return csv.ToString();
    }

    /// <summary>A disk with little room.</summary>
    private sealed class FullStream(int room, Action? whenFull = null) : MemoryStream
    {
        private int _room = room;

        public override void Write(ReadOnlySpan<byte> buffer)
        {
            _room -= buffer.Length;
            if (_room >= 0)
            {
                return;
            }

            if (whenFull is null)
            {
                throw new IOException("full");
            }
            else
            {
                whenFull();
            }
        }

        public override void Write(byte[] buffer, int offset, int count) => Write(buffer.AsSpan(offset, count));
    }
}
