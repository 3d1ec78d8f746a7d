using Apache.Arrow;
using TelemetryEngine.Formats.Text;

namespace TelemetryEngine.Formats;

/// <summary>Writes record batches of one schema to a stream, which stays open. For use by one thread.</summary>
internal abstract class BatchWriter : IDisposable
{
    /// <summary>Writes rows. The batch may be disposed afterwards.</summary>
    /// <exception cref="OutputException">The output failed.</exception>
    public abstract void Write(RecordBatch batch);

    /// <summary>Writes what is still held back and what ends the format. Nothing may be written afterwards.</summary>
    /// <exception cref="OutputException">The output failed.</exception>
    public abstract void Finish();

    /// <summary>Lets buffers go. Without <see cref="Finish"/> before it the output is incomplete.</summary>
    public abstract void Dispose();
}

/// <summary>What the writers of text share: the buffer, and a cell for each column.</summary>
internal abstract class TextBatchWriter(Stream stream, Schema schema, WriterOptions options) : BatchWriter
{
    protected Utf8Output Output { get; } = new(stream);

    protected Schema Schema { get; } = schema;

    protected Cell[] Cells { get; } = options.Cells(schema);

    public override void Finish() => Output.Flush();

    public override void Dispose() => Output.Dispose();

    protected void Bind(RecordBatch batch)
    {
        for (int i = 0; i < Cells.Length; i++)
        {
            Cells[i].Bind(batch.Column(i));
        }
    }
}
