using System.Buffers;
using System.IO.Pipelines;

namespace TelemetryEngine.Formats;

// A stream to a pipe within the program. Each piece is flushed, so a reader that is behind holds the writer up, and one that has gone ends
// it. The pipe stays its owner's to complete.
// cancellation: Ends the wait for the reader.
internal sealed class PipeOutput(PipeWriter writer, CancellationToken cancellation) : WriteOnlyStream
{
    // What it is called where a file has its name.
    public const string Name = "to the pipe";

    private bool _isReaderGone;

    // throws OutputException: The reader has completed the pipe.
    public override void Write(ReadOnlySpan<byte> buffer)
    {
        // who has the last piece may complete the pipe before this one knows that it was the last
        if (_isReaderGone)
        {
            throw OutputException.ReaderGone(Name);
        }

        writer.Write(buffer);
        ValueTask<FlushResult> flush = writer.FlushAsync(cancellation);
        FlushResult result = flush.IsCompleted ? flush.GetAwaiter().GetResult() : flush.AsTask().GetAwaiter().GetResult();
        _isReaderGone = result.IsCompleted;
        if (result.IsCanceled)
        {
            throw new OperationCanceledException("the wait for the pipe's reader was called off");
        }
    }
}
