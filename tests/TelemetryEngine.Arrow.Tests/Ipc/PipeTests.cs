using System.IO.Pipelines;
using Apache.Arrow;
using TelemetryEngine.Arrow.Ipc;

namespace TelemetryEngine.Arrow.Tests.Ipc;

/// <summary>Streams that come through a pipe, in pieces of any size.</summary>
public sealed class PipeTests
{
    [Theory]
    [InlineData(1, 1)]
    [InlineData(3, 16)]
    [InlineData(1000, 64)]
    [InlineData(int.MaxValue, 4096)]
    public async Task Bytes_come_as_they_come(int pieceBytes, int segmentBytes)
    {
        RecordBatch[] batches = [Samples.Batch(40, nulls: true), Samples.Batch(0, nulls: true), Samples.Batch(700, nulls: true, seed: 2)];
        byte[] bytes = Samples.Write(asFile: false, Samples.Schema, batches);
        Pipe pipe = new(new PipeOptions(minimumSegmentSize: segmentBytes, pauseWriterThreshold: 8192, resumeWriterThreshold: 4096));
        Task writing = Task.Run(() => Fill(pipe.Writer, bytes, pieceBytes), TestContext.Current.CancellationToken);
        List<object?[]> read = [];
        using (ArrowStreamReader reader = new(pipe.Reader))
        {
            Assert.Equal(Samples.Text(Samples.Schema), Samples.Text(reader.Schema));
            while (reader.ReadNextRecordBatch() is { } batch)
            {
                using (batch)
                {
                    read.Add(Samples.Values(batch));
                }
            }
        }

        await writing;
        Assert.Equal(batches.Select(Samples.Values), read);
    }

    [Fact]
    public async Task What_stands_behind_the_stream_stays_in_the_pipe()
    {
        Pipe pipe = new();
        await Fill(pipe.Writer, [.. Samples.Write(asFile: false, Samples.Schema, [Samples.Batch(3, nulls: false)]), 7, 8], int.MaxValue);
        using (ArrowStreamReader reader = new(pipe.Reader, leaveOpen: true))
        {
            reader.ReadNextRecordBatch()!.Dispose();
            Assert.Null(reader.ReadNextRecordBatch());
        }

        ReadResult rest = await pipe.Reader.ReadAsync(TestContext.Current.CancellationToken);
        Assert.Equal<byte>([7, 8], rest.Buffer.FirstSpan.ToArray());
        await pipe.Reader.CompleteAsync();
    }

    [Fact]
    public async Task A_pipe_that_ends_too_early_is_cut_short()
    {
        Pipe pipe = new();
        await Fill(pipe.Writer, Samples.Write(asFile: false, Samples.Schema, [Samples.Batch(50, nulls: false)])[..^500], 100);
        using ArrowStreamReader reader = new(pipe.Reader);
        Assert.Contains("the input ends after", Assert.Throws<ArrowFormatException>(reader.ReadNextRecordBatch).Message, StringComparison.Ordinal);
        Assert.Throws<ArgumentNullException>(() => new ArrowStreamReader((PipeReader)null!));
    }

    [Fact]
    public async Task A_reader_completes_its_pipe_and_a_wait_can_be_ended()
    {
        Pipe pipe = new();
        byte[] bytes = Samples.Write(asFile: false, Samples.Schema, [Samples.Batch(5, nulls: false)]);
        await pipe.Writer.WriteAsync(bytes.AsMemory(0, bytes.Length - 8), TestContext.Current.CancellationToken);
        using (ArrowStreamReader reader = new(pipe.Reader))
        {
            reader.ReadNextRecordBatch()!.Dispose();
            pipe.Reader.CancelPendingRead();
            Assert.Throws<OperationCanceledException>(reader.ReadNextRecordBatch);
        }

        FlushResult flushed = await pipe.Writer.WriteAsync(new byte[1], TestContext.Current.CancellationToken);
        Assert.True(flushed.IsCompleted);
    }

    private static async Task Fill(PipeWriter writer, byte[] bytes, int pieceBytes)
    {
        for (int at = 0; at < bytes.Length; at += Math.Min(pieceBytes, bytes.Length - at))
        {
            await writer.WriteAsync(bytes.AsMemory(at, Math.Min(pieceBytes, bytes.Length - at)));
        }

        await writer.CompleteAsync();
    }
}
