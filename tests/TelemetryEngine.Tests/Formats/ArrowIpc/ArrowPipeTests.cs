using System.Buffers;
using System.IO.Pipelines;
using Apache.Arrow;
using TelemetryEngine.Formats;
using TelemetryEngine.Tests.Formats.Csv;
using TelemetryEngine.Tests.Sources;
using static TelemetryEngine.Aggregate;

namespace TelemetryEngine.Tests.Formats.ArrowIpc;

/// <summary>Arrow streams that come through a pipe.</summary>
public sealed class ArrowPipeTests
{
    [Theory]
    [InlineData("arrows", 1, 1, 1)]
    [InlineData("arrows", 2, 100, 7)]
    [InlineData("arrow", 7, 5000, 4096)]
    public void AnyStepsAndSegmentsGiveTheSameRows(string format, int threads, int stepBytes, int segmentBytes)
    {
        RecordBatch batch = ArrowRows.Make(nulls: true, 300)[0];
        RecordBatch[] batches = [batch.Slice(0, 120), batch.Slice(120, 0), batch.Slice(120, 180)];
        byte[] bytes = WriterRun.Bytes(format, new WriterOptions(), batches);
        RunOptions options = new() { Threads = threads };
        Assert.Equal(ArrowRows.Rows(batches), ArrowRows.Rows(Ask().ToTable().Batches));
        Assert.Equal(
            TableText.Rows(Telemetry.From(batches).GroupBy("device").Aggregate(Sum("large"), Count()).ToTable()),
            TableText.Rows(Ask().GroupBy("device").Aggregate(Sum("large"), Count()).ToTable()));

        Pipeline Ask() => Telemetry.ReadArrow(new BytewisePipe(bytes, stepBytes, segmentBytes)).With(options);
    }

    [Fact]
    public void WhatIsNoArrowIsNamed()
    {
        InputException error = Assert.Throws<InputException>(() => Telemetry.ReadArrow(new BytewisePipe("a,b\n1,2\n"u8.ToArray(), 3, 2)).ToTable());
        Assert.StartsWith("input: this is neither an Arrow file nor an Arrow stream", error.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(3)]
    public void CancellingEndsTheWaitForAPipe(int threads)
    {
        byte[] bytes = WriterRun.Bytes("arrows", new WriterOptions(), ArrowRows.Make(nulls: false, 10)[0]);
        using CancellationTokenSource stop = new();
        StalledPipe pipe = new(bytes[..^8], stop.Cancel);
        Pipeline pipeline = Telemetry.ReadArrow(pipe).With(new RunOptions { Threads = threads }).Aggregate(Count());
        Assert.ThrowsAny<OperationCanceledException>(() => pipeline.ToTable(stop.Token));
        Assert.True(pipe.WasCancelled);
    }

    /// <summary>A pipe whose bytes end without its end. It says when somebody begins to wait for more.</summary>
    private sealed class StalledPipe(byte[] bytes, Action waits) : PipeReader
    {
        private readonly TaskCompletionSource<ReadResult> _more = new();
        private int _start;

        public bool WasCancelled => _more.Task.IsCompleted;

        public override bool TryRead(out ReadResult result)
        {
            result = new ReadResult(new ReadOnlySequence<byte>(bytes, _start, bytes.Length - _start), isCanceled: false, isCompleted: false);
            return _start < bytes.Length;
        }

        public override ValueTask<ReadResult> ReadAsync(CancellationToken cancellationToken = default)
        {
            if (TryRead(out ReadResult result))
            {
                return new ValueTask<ReadResult>(result);
            }

            waits();
            return new ValueTask<ReadResult>(_more.Task);
        }

        public override void AdvanceTo(SequencePosition consumed) => _start = bytes.Length - (int)new ReadOnlySequence<byte>(bytes).Slice(consumed).Length;

        public override void AdvanceTo(SequencePosition consumed, SequencePosition examined) => AdvanceTo(consumed);

        public override void CancelPendingRead() => _more.TrySetResult(new ReadResult(default, isCanceled: true, isCompleted: false));

        public override void Complete(Exception? exception = null)
        {
        }
    }
}
