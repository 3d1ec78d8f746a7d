using Apache.Arrow;
using Apache.Arrow.Types;
using TelemetryEngine.Arrow.Ipc;
using TelemetryEngine.Columns;
using TelemetryEngine.Formats.ArrowIpc;
using TelemetryEngine.Sources;
using TelemetryEngine.Windows;
using static TelemetryEngine.Aggregate;

namespace TelemetryEngine.Tests.Formats.ArrowIpc;

/// <summary>Batches of Arrow data draw from the run's memory: fewer are read at once where it is short, and what can never fit is an error.</summary>
public sealed class ArrowMemoryTests
{
    // 16 MiB allow 8 MiB of Arrow data, so that of these batches two fit at the most
    private const long Memory = 16 << 20;
    private const int Rows = 250_000;

    [Theory]
    [InlineData("arrow", CompressionType.None)]
    [InlineData("arrow", CompressionType.Zstd)]
    [InlineData("arrows", CompressionType.None)]
    [InlineData("arrows", CompressionType.Lz4Frame)]
    public void Any_threads_give_the_same_where_one_batch_at_a_time_fits(string format, CompressionType compression)
    {
        using TemporaryFolder folder = new();
        string path = folder["x." + format];
        Write(path, format == "arrow", compression, batches: 6, Rows);
        Pipeline ask = Telemetry.ReadArrow(path).Aggregate(Count(), Sum("a"), Sum("b"));
        string expected = "";
        foreach ((int threads, int batchRows) in new[] { (1, 16_384), (2, 16_384), (7, 5_000) })
        {
            var table = ask.With(new RunOptions { Threads = threads, BatchRows = batchRows, MemoryBytes = Memory }).ToTable();
            string row = string.Join(' ', table.Batches[0].Arrays.Select(a => a.GetType().Name + Show(a)));
            expected = expected.Length == 0 ? row : expected;
            Assert.Equal(expected, row);
            Assert.Equal(6 * Rows, table.Summary.RowsRead);
        }
    }

    [Theory]
    [InlineData("arrow")]
    [InlineData("arrows")]
    public void A_row_that_ends_the_run_keeps_nobody_waiting(string format)
    {
        using TemporaryFolder folder = new();
        string path = folder["x." + format];
        Write(path, format == "arrow", CompressionType.Zstd, batches: 6, Rows, noTimeAt: Rows / 2);

        // of batches with both columns one fits: who looks at the first rows again, to see how many fail, finds nothing held by the run
        foreach (AggregatePlan[] sums in new AggregatePlan[][] { [Sum("a")], [Sum("a"), Sum("b")] })
        {
            foreach (int threads in new[] { 1, 2, 7 })
            {
                InputException error = Assert.Throws<InputException>(() => Telemetry.ReadArrow(path).Time("t").Window(Tumbling.Every(TimeSpan.FromHours(1))).Aggregate(sums)
                    .With(new RunOptions { Threads = threads, MemoryBytes = Memory }).ToTable());
                Assert.Contains(Reject.MissingTime.ToString(), error.Message, StringComparison.Ordinal);
                Assert.Contains($"row {(Rows / 2) + 1}", error.Message, StringComparison.Ordinal);
            }
        }
    }

    [Theory]
    [InlineData("arrow", CompressionType.None)]
    [InlineData("arrow", CompressionType.Zstd)]
    [InlineData("arrows", CompressionType.None)]
    [InlineData("arrows", CompressionType.Zstd)]
    public void A_batch_that_can_never_fit_is_named_with_its_size_and_the_limit(string format, CompressionType compression)
    {
        using TemporaryFolder folder = new();
        string path = folder["x." + format];
        Write(path, format == "arrow", compression, batches: 1, 4 * Rows);
        foreach (int threads in new[] { 1, 2, 7 })
        {
            Pipeline ask = Telemetry.ReadArrow(path).Aggregate(Sum("a"), Sum("b")).With(new RunOptions { Threads = threads, MemoryBytes = Memory });
            InputException error = Assert.Throws<InputException>(() => ask.ToTable());
            Assert.StartsWith($"{path} byte ", error.Message, StringComparison.Ordinal);
            Assert.Contains("the batch has a body of ", error.Message, StringComparison.Ordinal);
            Assert.EndsWith("; 8388608 may be held of all batches and dictionaries; make it with smaller batches, or allow more with RunOptions.MemoryBytes, of which Arrow data may take half", error.Message, StringComparison.Ordinal);
        }
    }

    [Fact]
    public void What_batches_hold_is_counted_in_the_run_and_given_back()
    {
        using TemporaryFolder folder = new();
        string path = folder["x.arrow"];
        Write(path, isFile: true, CompressionType.Zstd, batches: 3, Rows);
        MemoryBudget budget = new(Memory);
        long none = 0;
        using (ArrowSource source = ArrowSource.Open([path], budget: budget))
        using (Scan scan = source.Open(new ScanRequest([1, 2], new RejectLog(ErrorPolicy.Fail))))
        using (BatchReader reader = scan.CreateReader())
        {
            Assert.NotNull(reader.Read(CancellationToken.None));
            Assert.InRange(budget.Charge(ref none, 0), 2 * Rows * sizeof(long), Memory / 2);
            reader.Release();
        }

        Assert.Equal(0, budget.Charge(ref none, 0));
    }

    private static string Show(IArrowArray array) => array switch
    {
        Int64Array numbers => numbers.GetValue(0).ToString()!,
        DoubleArray numbers => numbers.GetValue(0).ToString()!,
        _ => throw new NotSupportedException(array.GetType().Name),
    };

    private static void Write(string path, bool isFile, CompressionType compression, int batches, int rows, int noTimeAt = -1)
    {
        Schema schema = new([new Field("t", new TimestampType(TimeUnit.Second, (string?)null), nullable: true), new Field("a", Int64Type.Default, nullable: true), new Field("b", Int64Type.Default, nullable: true)], null);
        using FileStream stream = File.Create(path);
        IpcOptions options = new() { Compression = compression };
        using ArrowStreamWriter writer = isFile ? new ArrowFileWriter(stream, schema, options: options) : new ArrowStreamWriter(stream, schema, options: options);
        for (int batch = 0; batch < batches; batch++)
        {
            long first = (long)batch * rows;
            TimesBuilder times = new(new TimestampType(TimeUnit.Second, (string?)null));
            for (int row = 0; row < rows; row++)
            {
                if (first + row == noTimeAt)
                {
                    times.AppendNull();
                }
                else
                {
                    times.Append((first + row) / 1000);
                }
            }

            long[] a = [.. Enumerable.Range(0, rows).Select(row => first + row)];
            Int64Array numbers = new Int64Array.Builder().AppendRange(a).Build();
            writer.WriteRecordBatch(new RecordBatch(schema, [times.Build(), numbers, numbers], rows));
        }

        writer.WriteEnd();
    }
}
