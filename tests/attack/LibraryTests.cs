using System.Text;
using Apache.Arrow;
using TelemetryEngine.Sources;
using TelemetryEngine.Testing;
using static TelemetryEngine.Aggregate;

namespace TelemetryEngine.Attack;

/// <summary>The library as a careless program uses it: many runs at once, cancelled, dropped, disposed twice, told of by callbacks that throw.</summary>
public sealed class LibraryTests
{
    private const int Rows = 20_000;

    private static readonly Lazy<string> Text = new(static () => Readings.Csv(Readings.Make(new Random(7), Rows, odd: false)));

    [Fact]
    public async Task Many_runs_at_once_have_one_result()
    {
        using TemporaryFile file = new(Text.Value);
        string[] expected = [.. TableText.Rows(Ask(file.Path).With(new RunOptions { Threads = 1 }).ToTable())];
        int runs = Campaign.IsFull ? 400 : 40;
        Task<Table>[] tasks = [.. Enumerable.Range(0, runs).Select(i => Ask(file.Path).With(Options(i)).ToTableAsync(TestContext.Current.CancellationToken))];
        foreach (Table table in await Task.WhenAll(tasks))
        {
            Assert.Equal(expected, TableText.Rows(table));
            table.Dispose();
        }
    }

    [Fact]
    public void A_run_that_is_cancelled_ends_as_cancelled_or_whole() => Campaign.Run(60, 1_200, static seed =>
    {
        Random random = new(seed);
        using TemporaryFile file = new(Text.Value);
        using CancellationTokenSource source = new();
        string[] expected = [.. TableText.Rows(Ask(file.Path).With(new RunOptions { Threads = 1 }).ToTable())];
        using CancellationTokenRegistration stopped = source.Token.Register(static () => { });
        Task canceller = Task.Run(() =>
        {
            Thread.SpinWait(random.Next(1_000_000));
            source.Cancel();
        });
        try
        {
            using Table table = Ask(file.Path).With(Options(seed)).ToTable(source.Token);
            Assert.Equal(expected, TableText.Rows(table));
        }
        catch (OperationCanceledException e)
        {
            Assert.True(source.IsCancellationRequested, e.ToString());
        }

        canceller.GetAwaiter().GetResult();
    });

    [Fact]
    public void Batches_may_be_left_half_way() => Campaign.Run(40, 600, static seed =>
    {
        Random random = new(seed);
        using TemporaryFile file = new(Text.Value);
        Pipeline pipeline = (random.Next(2) == 0 ? Ask(file.Path) : Telemetry.ReadCsv(file.Path)).With(Options(seed) with { BatchRows = 100, ResultBatchRows = 10 });
        int wanted = random.Next(5);
        int seen = 0;
        foreach (RecordBatch batch in pipeline.ToBatches(CancellationToken.None))
        {
            seen += batch.Length > 0 ? 1 : 0;
            batch.Dispose();
            batch.Dispose();
            if (seen > wanted)
            {
                break;
            }
        }

        Assert.InRange(seen, 1, wanted + 1);

        // one that nothing ends stays to the collector
        IEnumerator<RecordBatch> dropped = pipeline.ToBatches(CancellationToken.None).GetEnumerator();
        Assert.True(dropped.MoveNext());
    });

    [Fact]
    public async Task Asynchronous_runs_need_no_threads_of_the_pool()
    {
        using TemporaryFile file = new(Text.Value);
        string[] expected = [.. TableText.Rows(Ask(file.Path).With(new RunOptions { Threads = 1 }).ToTable())];
        int runs = Campaign.IsFull ? 200 : 20;
        await Parallel.ForAsync(0, runs, new ParallelOptions { MaxDegreeOfParallelism = 20, CancellationToken = TestContext.Current.CancellationToken }, async (i, cancellation) =>
        {
            List<string> rows = [];
            await foreach (RecordBatch batch in Ask(file.Path).With(Options(i)).ToBatchesAsync(cancellation))
            {
                rows.AddRange(TableText.Rows(batch));
            }

            Assert.Equal(expected, rows);
        });
    }

    [Fact]
    public void A_table_may_be_disposed_twice_and_by_two_at_once()
    {
        using TemporaryFile file = new(Text.Value);
        string[] expected = [.. TableText.Rows(Ask(file.Path).ToTable())];
        for (int i = 0; i < (Campaign.IsFull ? 300 : 20); i++)
        {
            Table table = Ask(file.Path).With(Options(i)).ToTable(TestContext.Current.CancellationToken);
            Assert.Equal(expected, TableText.Rows(table));
            Parallel.Invoke(table.Dispose, table.Dispose);
            table.Dispose();
        }
    }

    [Fact]
    public void Progress_that_throws_ends_the_run_with_what_it_threw() => Campaign.Run(20, 200, static seed =>
    {
        using TemporaryFile file = new(Text.Value);
        int calls = 0;
        Pipeline pipeline = Ask(file.Path).With(Options(seed) with { Progress = new Told<RunProgress>(_ => throw new NotFiniteNumberException($"call {++calls}")) });
        Assert.Throws<NotFiniteNumberException>(() => pipeline.ToTable(CancellationToken.None));
        Assert.True(calls > 0);
    });

    [Fact]
    public void A_stream_that_fails_ends_the_run_with_an_error_of_the_input() => Campaign.Run(40, 400, static seed =>
    {
        Random random = new(seed);
        byte[] text = Encoding.UTF8.GetBytes(Text.Value);
        using FailingStream stream = new(text, random.Next(text.Length), random.Next(1, 5000));
        Pipeline pipeline = Telemetry.ReadCsv("-").Schema(Readings.Schema).OnError(ErrorPolicy.Skip).Aggregate(Count()).With(Options(seed) with { StandardInput = stream });
        Exception error = Assert.ThrowsAny<Exception>(() => pipeline.ToTable(CancellationToken.None));
        Assert.True(error is InputException or IOException, error.ToString());
        Assert.Contains("no more", error.Message, StringComparison.Ordinal);
    });

    private static Pipeline Ask(string path) => Telemetry.ReadCsv(path).Schema(Readings.Schema).GroupBy("k", "b").Aggregate(Count(), Sum("i"), Avg("d"), Median("f"), Last("i"), StringAgg("s"));

    private static RunOptions Options(int seed) => new() { Threads = 1 + (seed % 4), MorselBytes = 20_000 + (seed % 7 * 10_000), MemoryBytes = seed % 3 == 0 ? 1 : 0 };

    /// <summary>Gives its bytes in pieces, and from some place on nothing but errors.</summary>
    private sealed class FailingStream(byte[] bytes, int failsAt, int piece) : MemoryStream(bytes)
    {
        private readonly byte[] _bytes = bytes;

        public override int Read(Span<byte> buffer)
        {
            int length = Math.Min(Math.Min(buffer.Length, piece), failsAt - (int)Position);
            if (length <= 0)
            {
                throw new IOException("no more");
            }

            _bytes.AsSpan((int)Position, length).CopyTo(buffer);
            Position += length;
            return length;
        }

        public override int Read(byte[] buffer, int offset, int count) => Read(buffer.AsSpan(offset, count));

        public override ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default) => new(Read(buffer.Span));
    }
}
