using System.Runtime.CompilerServices;
using Apache.Arrow;
using Apache.Arrow.Ipc;
using static TelemetryEngine.Aggregate;

namespace TelemetryEngine.Tests.Sources;

/// <summary>Batches that come one after the other.</summary>
public sealed class BatchStreamTests
{
    private const string OnlyOnce = "the batches come from a stream, which can be read only once; collect them in a list to run again";

    [Fact]
    public async Task AnAsynchronousSequenceIsReadOnce()
    {
        List<RecordBatch> batches = ArrowRows.Make(nulls: true, 100, 0, 20_000, 7);
        Pipeline pipeline = Telemetry.From(Async(batches)).Aggregate(Count(), Sum("small"), Sum("value"));
        _ = pipeline.ToPlan();
        Assert.Equal(TableText.Rows(Telemetry.From(batches).Aggregate(Count(), Sum("small"), Sum("value")).ToTable()), TableText.Rows(await pipeline.ToTableAsync(TestContext.Current.CancellationToken)));
        Assert.Equal(OnlyOnce, Assert.Throws<InvalidOperationException>(() => pipeline.ToTable()).Message);
        Assert.Equal(100, batches[0].Column(0).Length);
    }

    [Fact]
    public void RowsOfAnAsynchronousSequenceComeInItsOrder()
    {
        List<RecordBatch> batches = ArrowRows.Make(nulls: false, 3, 5);
        Assert.Equal(batches.SelectMany(TableText.Rows), TableText.Rows(Telemetry.From(Async(batches)).ToTable()));
    }

    [Fact]
    public void WithoutABatchThereAreNoColumns() => Assert.Equal(
        "the stream has no batch, so the columns are not known; it should have at least one, which may be empty",
        Assert.Throws<PlanException>(() => Telemetry.From(Async([])).ToTable()).Message);

    [Fact]
    public void ALaterBatchMustAgree() => Assert.StartsWith(
        "batch 1 differs from batch 0: it lacks the column 'on'",
        Assert.Throws<InputException>(() => Telemetry.From(Async([ArrowRows.Make(false, 1)[0], Narrow()])).Aggregate(Count()).ToTable()).Message,
        StringComparison.Ordinal);

    [Fact]
    public async Task CancellingTheRunCancelsTheSequence()
    {
        using CancellationTokenSource stop = new();
        TaskCompletionSource isCancelled = new();
        Pipeline pipeline = Telemetry.From(Waiting(stop, isCancelled)).Aggregate(Count());
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => pipeline.ToTableAsync(stop.Token));
        await isCancelled.Task.WaitAsync(TimeSpan.FromSeconds(30), TestContext.Current.CancellationToken);
    }

    [Fact]
    public void WhatTheSequenceThrowsIsThrown() => Assert.Equal(
        "no more",
        Assert.Throws<NotSupportedException>(() => Telemetry.From(Failing()).Aggregate(Count()).ToTable()).Message);

    [Fact]
    public void AStreamIsDisposedAtTheEndOfTheRunWithItsBatches()
    {
        List<RecordBatch> batches = ArrowRows.Make(nulls: true, 100, 20_000);
        using ArrayStream stream = new(batches);
        Pipeline pipeline = Telemetry.From(stream).Aggregate(Count(), Sum("small"));
        string[] expected = [.. TableText.Rows(Telemetry.From(ArrowRows.Make(nulls: true, 100, 20_000)).Aggregate(Count(), Sum("small")).ToTable())];
        _ = pipeline.ToPlan();
        Assert.False(stream.IsDisposed);
        Assert.Equal(expected, TableText.Rows(pipeline.ToTable()));
        Assert.True(stream.IsDisposed);
        Assert.Equal(OnlyOnce, Assert.Throws<InvalidOperationException>(() => pipeline.ToTable()).Message);
    }

    [Fact]
    public void AStreamWithoutBatchesHasColumns()
    {
        using ArrayStream stream = new(ArrowRows.Make(nulls: true, 0)[..0], ArrowRows.Make(nulls: true, 0)[0].Schema);
        Assert.Equal(["0"], TableText.Rows(Telemetry.From(stream).Aggregate(Count()).ToTable()));
    }

    [Fact]
    public void AnArrowReaderIsAStream()
    {
        // the writer writes one dictionary
        RecordBatch[] batches = [.. Enumerable.Repeat(ArrowRows.Make(nulls: true, 20)[0], 2)];
        MemoryStream bytes = new();
        using (ArrowStreamWriter writer = new(bytes, batches[0].Schema, leaveOpen: true))
        {
            foreach (RecordBatch batch in batches)
            {
                writer.WriteRecordBatch(batch);
            }

            writer.WriteEnd();
        }

        bytes.Position = 0;
        Assert.Equal(batches.SelectMany(TableText.Rows), TableText.Rows(Telemetry.From(new ArrowStreamReader(bytes)).ToTable()));
    }

    [Fact]
    public void ABatchThatWasReadIsDisposedUnlessItHoldsADictionary()
    {
        RecordBatch Numbers() => new(new Schema([new Field("x", Apache.Arrow.Types.Int64Type.Default, nullable: true)], null), [new Int64Array.Builder().AppendRange(Enumerable.Range(0, 9).Select(n => (long)n)).Build()], 9);
        RecordBatch[] batches = [Numbers(), Numbers()];
        using ArrayStream numbers = new([.. batches]);
        using Table table = Telemetry.From(numbers).ToTable();
        Assert.All(batches, batch => Assert.ThrowsAny<Exception>(() => ((Int64Array)batch.Column(0)).Values.Length));
        Assert.Equal(Enumerable.Range(0, 9).Concat(Enumerable.Range(0, 9)).Select(n => $"{n}"), TableText.Rows(table));
    }

    private static async IAsyncEnumerable<RecordBatch> Async(IEnumerable<RecordBatch> batches)
    {
        foreach (RecordBatch batch in batches)
        {
            await Task.Yield();
            yield return batch;
        }
    }

    private static async IAsyncEnumerable<RecordBatch> Waiting(CancellationTokenSource stop, TaskCompletionSource isCancelled, [EnumeratorCancellation] CancellationToken cancellation = default)
    {
        yield return ArrowRows.Make(nulls: false, 5)[0];
        TaskCompletionSource never = new();
        using CancellationTokenRegistration registration = cancellation.Register(() =>
        {
            isCancelled.SetResult();
            never.SetCanceled(cancellation);
        });
        stop.CancelAfter(1);
        await never.Task;
    }

    private static async IAsyncEnumerable<RecordBatch> Failing()
    {
        yield return ArrowRows.Make(nulls: false, 5)[0];
        await Task.Yield();
        throw new NotSupportedException("no more");
    }

    private static RecordBatch Narrow()
    {
        RecordBatch whole = ArrowRows.Make(false, 1)[0];
        return new RecordBatch(new Schema([whole.Schema.FieldsList[0]], null), [whole.Column(0)], 1);
    }

    private sealed class ArrayStream(List<RecordBatch> batches, Schema? schema = null) : IArrowArrayStream
    {
        private int _next;

        public bool IsDisposed { get; private set; }

        public Schema Schema { get; } = schema ?? batches[0].Schema;

        public ValueTask<RecordBatch?> ReadNextRecordBatchAsync(CancellationToken cancellationToken = default) => new(_next < batches.Count ? batches[_next++] : null);

        public void Dispose() => IsDisposed = true;
    }
}
