using Apache.Arrow;
using TelemetryEngine.Arrow.Ipc;
using TelemetryEngine.Formats.ArrowIpc.Conversion;

namespace TelemetryEngine.Formats.ArrowIpc;

/// <summary>Arrow files and streams. Batches go out as they are; nothing is converted but the codes of a file's dictionaries, where these differ.</summary>
internal sealed class ArrowIpcWriter : BatchWriter
{
    // Metadata is made of small pieces, buffers of large ones: this gathers the first and lets the second through.
    private const int BufferBytes = 1 << 16;

    private readonly BufferedStream _buffered;
    private readonly ArrowStreamWriter _writer;

    private ArrowIpcWriter(BufferedStream buffered, ArrowStreamWriter writer)
    {
        _buffered = buffered;
        _writer = writer;
    }

    public static ArrowIpcWriter ForFile(Stream stream, Schema schema, WriterOptions options)
    {
        BufferedStream buffered = new(stream, BufferBytes);
        return new ArrowIpcWriter(buffered, new ArrowFileWriter(buffered, schema.ToTelemetryEngine(), leaveOpen: true, Ipc(options) with { UnifyDictionaries = true }));
    }

    public static ArrowIpcWriter ForStream(Stream stream, Schema schema, WriterOptions options)
    {
        BufferedStream buffered = new(stream, BufferBytes);
        return new ArrowIpcWriter(buffered, new ArrowStreamWriter(buffered, schema.ToTelemetryEngine(), leaveOpen: true, Ipc(options)));
    }

    private static IpcOptions Ipc(WriterOptions options) => new() { Compression = options.Compression };

    /// <inheritdoc/>
    /// <exception cref="PlanException">A file would need several dictionaries for one column that can't be put together.</exception>
    public override void Write(RecordBatch batch)
    {
        try
        {
            _writer.WriteRecordBatch(batch.ToTelemetryEngine());
        }
        catch (InvalidOperationException e)
        {
            throw new PlanException($"{e.Message}; write an Arrow stream, which may have several (--format arrows)");
        }
    }

    public override void Finish()
    {
        _writer.WriteEnd();
        _buffered.Flush();
    }

    // The buffered stream is not disposed: that would write out the rest of an output that failed, and close a stream that is not ours.
    public override void Dispose() => _writer.Dispose();
}
