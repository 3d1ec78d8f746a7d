using System.Globalization;
using System.Text;
using Apache.Arrow;
using TelemetryEngine.Columns;
using TelemetryEngine.Execution;
using TelemetryEngine.Execution.Planning;
using TelemetryEngine.Execution.Spilling;
using TelemetryEngine.Formats;
using TelemetryEngine.Windows;
using static TelemetryEngine.Aggregate;

namespace TelemetryEngine.Tests.Execution.Spilling;

/// <summary>Groups that don't fit the memory go to the disk and come back: the result has the same bytes, and nothing is left behind.</summary>
public sealed class SpillTests
{
    private const int Rows = 150;

    [Theory]
    [InlineData("csv")]
    [InlineData("ndjson")]
    [InlineData("arrow")]
    public void Every_question_has_the_same_bytes_when_everything_is_spilled_all_the_time(string format)
    {
        using TemporaryFile file = new(Csv());
        using SpillFolder folder = new();
        foreach (Pipeline ask in Questions(file.Path))
        {
            byte[] expected = Written(ask, format, new RunOptions { Threads = 1 }, out RunSummary whole);
            Assert.Equal(0, whole.SpilledBytes);
            foreach (RunOptions options in Settings())
            {
                Assert.Equal(expected, Written(ask, format, options with { TempPath = folder.Path }, out RunSummary summary));
                Assert.True(summary.SpilledBytes > 0 || options.MemoryBytes > 1);
                Assert.Equal((whole.RowsRead, whole.ResultRows), (summary.RowsRead, summary.ResultRows));
            }
        }
    }

    [Fact]
    public void Dictionaries_of_record_batches_come_out_whole()
    {
        List<RecordBatch> batches = [];
        for (int i = 0; i < 6; i++)
        {
            CodedBuilder codes = new();
            StringArray.Builder texts = new();
            Int64Array.Builder numbers = new();
            for (int row = 0; row < 50; row++)
            {
                codes.Append(row % 7 == 0 ? null : $"d{(row * i) % 13}");
                texts.Append(row % 5 == 0 ? null : $"t{(row + i) % 17}");
                numbers.Append(row % 3);
            }

            IArrowArray[] arrays = [codes.Build().Slice(10, 40), texts.Build().Slice(10, 40), numbers.Build().Slice(10, 40)];
            batches.Add(new RecordBatch(new Schema([.. arrays.Select((a, column) => new Field($"c{column}", a.DataType, nullable: true))], null), arrays, 40));
        }

        Pipeline read = Telemetry.From(batches);
        foreach (Pipeline ask in new[]
        {
            read.GroupBy("c0").Aggregate(Count(), Min("c1"), Max("c0").As("same")),
            read.GroupBy("c1", "c0").Aggregate(Sum("c2"), First("c0").As("first")),
        })
        {
            byte[] expected = Written(ask, "arrow", new RunOptions { Threads = 1 }, out _);
            foreach (int threads in new[] { 1, 3 })
            {
                Assert.Equal(expected, Written(ask, "arrow", new RunOptions { Threads = threads, BatchRows = 9, MemoryBytes = 1 }, out RunSummary summary));
                Assert.True(summary.SpilledBytes > 0);
            }
        }
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(17)]
    [InlineData(int.MaxValue)]
    public void A_limit_cuts_the_same_rows_off(int limit)
    {
        using TemporaryFile file = new(Csv());
        foreach (Pipeline ask in Questions(file.Path))
        {
            byte[] expected = Written(ask.Limit(limit), "csv", new RunOptions { Threads = 1 }, out _);
            RunOptions options = new() { Threads = 3, MorselBytes = 300, MemoryBytes = 1, TextPieceRows = 4 };
            Assert.Equal(expected, Written(ask.Limit(limit), "csv", options, out _));
        }
    }

    [Fact]
    public void Batches_of_the_result_are_as_large_as_ever()
    {
        using TemporaryFile file = new(Csv());
        Pipeline ask = Questions(file.Path)[0];
        RunOptions options = new() { Threads = 2, ResultBatchRows = 7, MorselBytes = 300 };
        Table expected = ask.With(options).ToTable();
        Table spilled = ask.With(options with { MemoryBytes = 1 }).ToTable();
        Assert.Equal(expected.Batches.Select(b => b.Length), spilled.Batches.Select(b => b.Length));
        Assert.Equal(TableText.Rows(expected), TableText.Rows(spilled));
        Assert.Equal(expected.RowCount, spilled.Summary.ResultRows);
    }

    [Fact]
    public void The_whole_input_as_one_group_has_a_row_also_when_all_rows_are_left_out()
    {
        using TemporaryFile file = new("timestamp,x\n2024-01-01,1\n");
        Pipeline ask = Telemetry.ReadCsv(file.Path).Where("x > 1").Aggregate(Count(), Sum("x"));
        Assert.Equal("count,sum_x\n0,\n", Encoding.UTF8.GetString(Written(ask, "csv", new RunOptions { Threads = 2, MemoryBytes = 1 }, out RunSummary summary)));
        Assert.Equal(1, summary.RowsFiltered);
    }

    [Fact]
    public void Partitions_that_are_too_large_are_cut_further()
    {
        using TemporaryFile file = new("k,x\n" + string.Concat(Enumerable.Range(0, 30_000).Select(i => $"{i * 7 % 20_011},{i}\n")));
        Pipeline ask = Telemetry.ReadCsv(file.Path).GroupBy("k").Aggregate(Count(), Sum("x"));
        using Executor executor = ask.With(new RunOptions { Threads = 1 }).Open();
        byte[] expected = Written(ask, "csv", new RunOptions(), out _);
        AggregationHarness harness = new(PlanStages.Cut(executor.Plan)[0].Scan, executor.InputSchema.Columns);
        using SpilledGroups groups = new(harness.Bound, folder: null, new MemoryBudget(0));
        BatchBuilder rows = new BatchBuilder().Add("k", "int64", [.. Enumerable.Range(0, 30_000).Select(i => (object)(long)(i * 7 % 20_011))])
            .Add("x", "int64", [.. Enumerable.Range(0, 30_000).Select(i => (object)(long)i)]);
        groups.Add(harness.Partial(rows));
        using SpilledResult result = new(harness.Bound, groups, new RunOptions { Threads = 2 }, new MemoryBudget(1, leastShareBytes: 12_000), CancellationToken.None);
        using MemoryStream stream = new();
        result.Write(FormatCatalog.FindByName("csv")!, stream, new WriterOptions(), CancellationToken.None);
        Assert.Equal(expected, stream.ToArray());
        Assert.Throws<RunException>(() => new SpilledResult(
            harness.Bound, groups, new RunOptions { Threads = 2 }, new MemoryBudget(1, leastShareBytes: 100), CancellationToken.None));
    }

    [Fact]
    public void A_key_whose_windows_overlap_and_do_not_fit_the_memory_is_a_clear_error()
    {
        StringBuilder csv = new("timestamp,k\n");
        for (int second = 0; second < 60_000; second++)
        {
            csv.Append(CultureInfo.InvariantCulture, $"{1_704_067_200 + second},0\n");
        }

        using TemporaryFile file = new(csv.ToString());
        using SpillFolder folder = new();
        RunOptions options = new() { MemoryBytes = 1 << 20, Threads = 1, TempPath = folder.Path };
        Pipeline apart = Telemetry.ReadCsv(file.Path).Window(Tumbling.Every("1s")).GroupBy("k").Aggregate(Count());
        Assert.Equal(Written(apart, "csv", new RunOptions(), out _), Written(apart, "csv", options, out RunSummary summary));
        Assert.True(summary.SpilledBytes > 0);
        Pipeline read = Telemetry.ReadCsv(file.Path).Window(Hopping.Every("1s", "2s"));
        foreach (Pipeline ask in new[] { read.Aggregate(Count()), read.GroupBy("k").Aggregate(Count()) })
        {
            RunException error = Assert.Throws<RunException>(() => ask.With(options).ToTable());
            Assert.Matches(
                "^the windows of one key do not fit the memory: the run would take [0-9]+ MiB and more, and 16 MiB are allowed; use a longer window or more keys, filter with Where, or allow more with RunOptions.MemoryBytes$",
                error.Message);
        }
    }

    [Fact]
    public void A_failure_and_a_cancellation_leave_nothing_behind()
    {
        using TemporaryFile file = new("k,x\n" + string.Concat(Enumerable.Range(0, 400).Select(i => $"{i % 50},{long.MaxValue - i}\n")));
        using SpillFolder folder = new();
        RunOptions options = new() { MemoryBytes = 1, Threads = 3, MorselBytes = 100, BatchRows = 3, TempPath = folder.Path };
        Pipeline ask = Telemetry.ReadCsv(file.Path).GroupBy("k").Aggregate(Sum("x"));
        HashSet<string> messages = [];
        for (int repeat = 0; repeat < 3; repeat++)
        {
            messages.Add(Assert.Throws<RunException>(() => ask.With(options).ToTable()).Message);
        }

        Assert.Contains("does not fit an int64", Assert.Single(messages), StringComparison.Ordinal);
        using CancellationTokenSource stop = new();
        RunOptions stopping = options with { Progress = new Told<RunProgress>(_ => stop.Cancel()) };
        Pipeline large = Telemetry.ReadCsv([.. Enumerable.Repeat(file.Path, 300)]).GroupBy("k").Aggregate(Count());
        Assert.ThrowsAny<OperationCanceledException>(() => large.With(stopping).ToTable(stop.Token));
    }

    [Fact]
    public void A_folder_that_takes_no_file_is_a_clear_error()
    {
        using TemporaryFile file = new(Csv());
        string missing = Path.Combine(Path.GetTempPath(), Guid.NewGuid().ToString("N"), "none");
        RunException error = Assert.Throws<RunException>(
            () => Questions(file.Path)[0].With(new RunOptions { MemoryBytes = 1, TempPath = missing }).ToTable());
        Assert.StartsWith($"the groups do not fit the memory, and the temporary folder '{missing}' can't take them: ", error.Message, StringComparison.Ordinal);
        Assert.Contains("RunOptions.TempPath", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Batches_come_one_by_one_and_the_summary_at_their_end()
    {
        using TemporaryFile file = new(Csv());
        using Executor executor = Questions(file.Path)[0].With(new RunOptions { MemoryBytes = 1, ResultBatchRows = 3 }).Open();
        int rows = 0;
        foreach (RecordBatch batch in executor.Batches(CancellationToken.None))
        {
            rows += batch.Length;
        }

        Assert.Equal(rows, executor.Summary.ResultRows);
        Assert.True(executor.Summary.SpilledBytes > 0);
    }

    private static Pipeline[] Questions(string path)
    {
        Pipeline read = Telemetry.ReadCsv(path).Schema(("device", "utf8"), ("x", "decimal(2)"), ("y", "float64"), ("n", "int64"), ("b", "bool"), ("s", "int32"), ("f", "float32"));
        AggregatePlan[] all =
        [
            Count(), Count("x"), Sum("x"), Avg("x"), Sum("y"), Avg("y"), Sum("n"), Avg("n"), Min("x"), Max("y"), Min("n"), Max("s"), Min("f"), Max("b"),
            Min("device").As("a"), Max("device").As("z"), First("x"), Last("n"), First("device").As("p"), Last("timestamp").As("seen"), First("b"),
            ApproxQuantile("y", 0.5), ApproxQuantile("x", 0.9).As("q"),
        ];
        return
        [
            read.Window(Tumbling.Every("10m")).GroupBy("device").Aggregate(all),
            read.GroupBy("y").Aggregate(all),
            read.Where("n > 3").GroupBy("device", "b", "s").Aggregate(all),
            read.Aggregate(all),
            read.Window(Tumbling.Every("100ms") with { ShowEnd = true }).Aggregate(Sum("x"), Count()),
            read.Derive("xf", "x / 1").Window(Tumbling.Every("1h")).GroupBy("xf", "f", "timestamp").Aggregate(Count(), Avg("y")),
            Telemetry.ReadCsv(path).Schema(("device", "dictionary"), ("x", "decimal(2)")).GroupBy("device").Aggregate(Avg("x"), Max("device").As("same")),
            read.GroupBy("device").Aggregate(Count()),
        ];
    }

    private static IEnumerable<RunOptions> Settings()
    {
        yield return new RunOptions { Threads = 1, MemoryBytes = 1, BatchRows = 1 };
        yield return new RunOptions { Threads = 2, MemoryBytes = 1, BatchRows = 40, MorselBytes = 900 };
        yield return new RunOptions { Threads = 7, MemoryBytes = 1, BatchRows = 7, MorselBytes = 700, TextPieceRows = 3 };
        yield return new RunOptions { Threads = 2, MemoryBytes = 60_000, BatchRows = 5, MorselBytes = 2000, TextPieceRows = 1 };
    }

    private static byte[] Written(Pipeline ask, string format, RunOptions options, out RunSummary summary)
    {
        using MemoryStream stream = new();
        using Executor executor = ask.With(options).Open();
        executor.Write(FormatCatalog.FindByName(format)!, stream, new WriterOptions(), CancellationToken.None);
        summary = executor.Summary;
        return stream.ToArray();
    }

    private static string Csv()
    {
        Random random = new(5);
        string[] devices = ["meter-1", "\"Zähler, \"\"groß\"\"\"", "\"line\nbreak\"", "", "m", "meter-10", "meter-1 "];
        string[] doubles = ["NaN", "-0", "0", "1e300", "-1e-300", "", "2.5", "-7", "0.1"];
        string[] decimals = ["", "1.25", "-0.01", "123456789012345678901234.5", "7", "0", "-99.99"];
        StringBuilder csv = new("timestamp,device,x,y,n,b,s,f\n");
        for (int i = 0; i < Rows; i++)
        {
            string time = DateTimeOffset.FromUnixTimeSeconds(1_704_067_200 + (i * 20) + random.Next(900)).ToString("yyyy-MM-ddTHH:mm:ss", CultureInfo.InvariantCulture);
            string b = random.Next(3) switch { 0 => "", 1 => "true", _ => "false" };
            csv.Append(CultureInfo.InvariantCulture, $"{time}.{random.Next(10)}00Z,{Any(devices)},{Any(decimals)},{Any(doubles)},{random.Next(-9, 99)},{b},{random.Next(3)},0.{random.Next(5)}\n");
        }

        return csv.ToString();

        string Any(string[] values) => values[random.Next(values.Length)];
    }

    /// <summary>A folder in which nothing may be left.</summary>
    private sealed class SpillFolder : IDisposable
    {
        public string Path { get; } = Directory.CreateTempSubdirectory().FullName;

        public void Dispose()
        {
            Assert.Empty(Directory.GetFileSystemEntries(Path));
            Directory.Delete(Path);
        }
    }
}
