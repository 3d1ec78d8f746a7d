using Apache.Arrow;
using TelemetryEngine.Formats;
using TelemetryEngine.Formats.Text;

namespace TelemetryEngine.Execution.Results;

// Writes batches in their order. Where the format allows it they are also formatted on several threads, in pieces that this one only
// writes.
// run: Says how many threads may work and how large pieces are.
internal sealed class ResultWriter(Format format, Schema schema, RunOptions run)
{
    // The most rows in a batch.
    public int BatchRows => format.HasIndependentRows ? Math.Min(run.TextPieceRows, run.ResultBatchRows) : run.ResultBatchRows;

    // Makes and writes all batches.
    // options: How the result is to look.
    // count: How many batches there are.
    // batch: Makes one; asked by several threads.
    // throws OutputException: The output failed.
    public void Write(Stream output, WriterOptions options, int count, Func<int, RecordBatch> batch, CancellationToken cancellation)
    {
        using IEnumerator<int> numbers = OrderedWork.Numbers(count);
        Write(output, options, numbers, Math.Min(run.ThreadCount, count), batch, cancellation);
    }

    // Writes all batches as they come.
    // options: How the result is to look.
    // batches: The batches; asked for by any thread, but by one at a time.
    // threads: How many threads ask for them and format them.
    // throws OutputException: The output failed.
    public void Write(
        Stream output, WriterOptions options, IEnumerator<RecordBatch> batches, int threads, CancellationToken cancellation) =>
        Write(output, options, batches, threads, static batch => batch, cancellation);

    private void Write<TItem>(
        Stream output, WriterOptions options, IEnumerator<TItem> items, int threads, Func<TItem, RecordBatch> batch,
        CancellationToken cancellation)
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
