using Apache.Arrow;
using TelemetryEngine.Formats;
using TelemetryEngine.Formats.Text;

namespace TelemetryEngine.Execution.Results;

/// <summary>Writes batches in their order. Where the format allows it they are also formatted on several threads, in pieces that this one only writes.</summary>
/// <param name="format">The format.</param>
/// <param name="schema">The result's columns.</param>
/// <param name="run">Says how many threads may work and how large pieces are.</param>
internal sealed class ResultWriter(Format format, Schema schema, RunOptions run)
{
    /// <summary>The most rows in a batch.</summary>
    public int BatchRows => format.HasIndependentRows ? Math.Min(run.TextPieceRows, run.ResultBatchRows) : run.ResultBatchRows;

    /// <summary>Makes and writes all batches.</summary>
    /// <param name="output">Where to write.</param>
    /// <param name="options">How the result is to look.</param>
    /// <param name="count">How many batches there are.</param>
    /// <param name="batch">Makes one; asked by several threads.</param>
    /// <param name="cancellation">Stops the work.</param>
    /// <exception cref="OutputException">The output failed.</exception>
    public void Write(Stream output, WriterOptions options, int count, Func<int, RecordBatch> batch, CancellationToken cancellation)
    {
        using IEnumerator<int> numbers = OrderedWork.Numbers(count);
        Write(output, options, numbers, Math.Min(run.ThreadCount, count), batch, cancellation);
    }

    /// <summary>Writes all batches as they come.</summary>
    /// <param name="output">Where to write.</param>
    /// <param name="options">How the result is to look.</param>
    /// <param name="batches">The batches; asked for by any thread, but by one at a time.</param>
    /// <param name="threads">How many threads ask for them and format them.</param>
    /// <param name="cancellation">Stops the work.</param>
    /// <exception cref="OutputException">The output failed.</exception>
    public void Write(Stream output, WriterOptions options, IEnumerator<RecordBatch> batches, int threads, CancellationToken cancellation) =>
        Write(output, options, batches, threads, static batch => batch, cancellation);

    private void Write<TItem>(Stream output, WriterOptions options, IEnumerator<TItem> items, int threads, Func<TItem, RecordBatch> batch, CancellationToken cancellation)
    {
        using BatchWriter writer = format.CreateWriter!(output, schema, options);
        if (!format.HasIndependentRows || threads <= 1)
        {
            try
            {
                new OrderedWork<TItem, RecordBatch>(items, threads, batch).Run(made => Pass(made, writer), cancellation);
            }
            catch (InputException) when (format.HasIndependentRows)
            {
                // the rows before the one that ends the run come out, as from several threads
                writer.Finish();
                throw;
            }

            writer.Finish();
            return;
        }

        writer.Finish();
        WriterOptions rowsOnly = options with { Header = false };
        OrderedWork<TItem, PooledStream> pieces = new(items, threads, item => Format(rowsOnly, batch(item)));
        pieces.Run(piece => Pass(piece, output), cancellation);
    }

    private PooledStream Format(WriterOptions options, RecordBatch batch)
    {
        // its memory serves the next one
        using (batch)
        {
            PooledStream text = new();
            using BatchWriter writer = format.CreateWriter!(text, schema, options);
            writer.Write(batch);
            writer.Finish();
            return text;
        }
    }

    private static void Pass(RecordBatch batch, BatchWriter writer)
    {
        // its memory serves the next one
        using (batch)
        {
            writer.Write(batch);
        }
    }

    private static void Pass(PooledStream piece, Stream output)
    {
        using (piece)
        {
            output.Write(piece.Written);
        }
    }
}
