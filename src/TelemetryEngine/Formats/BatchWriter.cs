using Apache.Arrow;
using TelemetryEngine.Formats.Text;

namespace TelemetryEngine.Formats;

// Writes record batches of one schema to a stream, which stays open. For use by one thread.
internal abstract class BatchWriter : IDisposable
{
    // Writes rows. The batch may be disposed afterwards.
    // throws OutputException: The output failed.
    public abstract void Write(RecordBatch batch);

    // Writes what is still held back and what ends the format. Nothing may be written afterwards.
    // throws OutputException: The output failed.
    public abstract void Finish();

    // Lets buffers go. Without Finish before it the output is incomplete.
    public abstract void Dispose();
}

// What the writers of text share: the buffer, and a cell for each column.
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
