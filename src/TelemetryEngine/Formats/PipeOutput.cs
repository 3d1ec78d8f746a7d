using System.Buffers;
using System.IO.Pipelines;

namespace TelemetryEngine.Formats;

/// <summary>
/// A stream to a pipe within the program. Each piece is flushed, so a reader that is behind holds the writer up, and one that has gone ends it. The pipe stays its owner's to complete.
/// </summary>
/// <param name="writer">The pipe.</param>
/// <param name="cancellation">Ends the wait for the reader.</param>
internal sealed class PipeOutput(PipeWriter writer, CancellationToken cancellation) : WriteOnlyStream
{
    /// <summary>What it is called where a file has its name.</summary>
    public const string Name = "to the pipe";

    /// <inheritdoc/>
    /// <exception cref="OutputException">The reader has completed the pipe.</exception>
    public override void Write(ReadOnlySpan<byte> buffer)
    {
        writer.Write(buffer);
        Flush();
    }

    public override void Flush()
    {
        ValueTask<FlushResult> flush = writer.FlushAsync(cancellation);
        FlushResult result = flush.IsCompleted ? flush.GetAwaiter().GetResult() : flush.AsTask().GetAwaiter().GetResult();
        if (result.IsCanceled)
        {
            throw new OperationCanceledException("the wait for the pipe's reader was called off");
        }

        if (result.IsCompleted)
        {
            throw OutputException.ReaderGone(Name);
        }
    }
}
