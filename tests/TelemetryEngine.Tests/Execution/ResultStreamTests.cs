using Apache.Arrow;
using Apache.Arrow.C;
using Apache.Arrow.Ipc;

namespace TelemetryEngine.Tests.Execution;

/// <summary>A result as Apache.Arrow's own stream.</summary>
public sealed class ResultStreamTests
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task ItsBatchesAreTheResults(bool isAggregated)
    {
        using TemporaryFile input = new("v,k\n" + string.Concat(Enumerable.Range(0, 60_000).Select(static i => $"{i},{i % 20_000}\n")));
        Pipeline pipeline = isAggregated ? Telemetry.ReadCsv(input.Path).GroupBy("k").Aggregate(Aggregate.Sum("v")) : Telemetry.ReadCsv(input.Path);
        using Table expected = pipeline.ToTable(Token);

        using IArrowArrayStream stream = pipeline.ToArrowStream(Token);
        Assert.Equal(expected.Schema.Text(), stream.Schema.Text());
        List<string> rows = [];
        int count = 0;
        while (await stream.ReadNextRecordBatchAsync(Token) is { } batch)
        {
            using (batch)
            {
                rows.AddRange(TableText.Rows(batch));
                count++;
            }
        }

        Assert.True(count > 1);
        Assert.Equal(TableText.Rows(expected), rows);
        Assert.Null(await stream.ReadNextRecordBatchAsync(Token));
    }

    [Fact]
    public async Task DisposingItEndsTheRun()
    {
        using TemporaryFile input = new("v\n" + string.Concat(Enumerable.Repeat("1\n", 200_000)));
        foreach (Pipeline pipeline in new[] { Telemetry.ReadCsv(input.Path), Telemetry.ReadCsv(input.Path).Derive("w", "v + 1").GroupBy("w").Aggregate(Aggregate.Count()) })
        {
            IArrowArrayStream stream = pipeline.ToArrowStream(Token);
            (await stream.ReadNextRecordBatchAsync(Token))!.Dispose();
            stream.Dispose();
            stream.Dispose();
            await Assert.ThrowsAsync<ObjectDisposedException>(async () => await stream.ReadNextRecordBatchAsync(Token));
        }

        // one that nobody read
        Telemetry.ReadCsv(input.Path).ToArrowStream(Token).Dispose();
    }

    [Fact]
    public async Task ATokenEndsTheRun()
    {
        using TemporaryFile input = new("v\n1\n");
        using CancellationTokenSource source = new();
        using IArrowArrayStream stream = Telemetry.ReadCsv(input.Path).ToArrowStream(source.Token);
        await source.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(async () => await stream.ReadNextRecordBatchAsync(Token));
    }

    [Fact]
    public async Task ItGoesThroughTheCInterface()
    {
        using TemporaryFile input = new("v,name\n1,a\n2,b\n");
        using Table expected = Telemetry.ReadCsv(input.Path).ToTable(Token);
        IArrowArrayStream back = Imported(Telemetry.ReadCsv(input.Path).ToArrowStream(Token));

        RecordBatch? batch = await back.ReadNextRecordBatchAsync(Token);

        Assert.Equal(TableText.Rows(expected), TableText.Rows(batch!));
        Assert.Null(await back.ReadNextRecordBatchAsync(Token));
        back.Dispose();
    }

    private static unsafe IArrowArrayStream Imported(IArrowArrayStream stream)
    {
        CArrowArrayStream* exported = CArrowArrayStream.Create();
        CArrowArrayStreamExporter.ExportArrayStream(stream, exported);
        return CArrowArrayStreamImporter.ImportArrayStream(exported);
    }
}
