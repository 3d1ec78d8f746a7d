using Apache.Arrow;
using TelemetryEngine.Arrow.Ipc;

namespace TelemetryEngine.Formats.ArrowIpc;

// Arrow files and streams. Batches go out as they are; nothing is converted but the codes of a file's dictionaries, where these differ.
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

    // throws PlanException: A column's type can't be written.
    public static ArrowIpcWriter ForFile(Stream stream, Schema schema, WriterOptions options) =>
        For(stream, buffered => new ArrowFileWriter(buffered, schema, leaveOpen: true, Ipc(options) with { UnifyDictionaries = true }));

    // throws PlanException: A column's type can't be written.
    public static ArrowIpcWriter ForStream(Stream stream, Schema schema, WriterOptions options) =>
        For(stream, buffered => new ArrowStreamWriter(buffered, schema, leaveOpen: true, Ipc(options)));

    private static ArrowIpcWriter For(Stream stream, Func<BufferedStream, ArrowStreamWriter> make)
    {
        BufferedStream buffered = new(stream, BufferBytes);
        try
        {
            return new ArrowIpcWriter(buffered, make(buffered));
        }
        catch (NotSupportedException e)
        {
            throw new PlanException(e.Message);
        }
    }

    private static IpcOptions Ipc(WriterOptions options) => new() { Compression = options.Compression };

    // throws PlanException: A file would need several dictionaries for one column that can't be put together.
    public override void Write(RecordBatch batch)
    {
        try
        {
            _writer.WriteRecordBatch(batch);
        }
        catch (InvalidOperationException e)
        {
            throw new PlanException($"{e.Message}; write an Arrow stream, which may have several ({Fix.Format.With("arrows")})");
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
