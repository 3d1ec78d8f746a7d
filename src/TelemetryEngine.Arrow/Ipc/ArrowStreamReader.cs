using System.IO.Pipelines;
using Apache.Arrow;
using TelemetryEngine.Arrow.Ipc.Compression;

namespace TelemetryEngine.Arrow.Ipc;

// Reads the record batches of an Arrow stream. Everything in it is checked: what comes out can be used safely, and what is corrupt, cut
// short or of a kind that is not supported is an ArrowFormatException with its place. A stream that ends between two messages is read to
// there; whether it had its end marker says HasEndMarker: without one it may have been cut. Not for several threads at a time.
internal sealed class ArrowStreamReader : IDisposable
{
    private readonly Input _input;
    private IpcSchema? _schema;
    private readonly BodyDecompressor _decompressor;
    private DictionaryMemo? _dictionaries;
    private FieldSelection? _selection;
    private PendingBatch? _pending;
    private bool _ended;

    // Reads from a stream, from its current place on; nothing is read yet.
    // stream: The stream; it need not seek. Small reads are made, so it should buffer.
    // leaveOpen: True to leave the stream open when this is disposed.
    // options: How to read; null = IpcReadOptions.Default.
    public ArrowStreamReader(Stream stream, bool leaveOpen = false, IpcReadOptions? options = null)
    {
        ArgumentNullException.ThrowIfNull(stream);
        options ??= IpcReadOptions.Default;
        _input = new StreamInput(stream, leaveOpen, options) { MostMetadataBytes = options.MostMetadataBytes };
        _decompressor = new BodyDecompressor(options);
    }

    // Reads from a pipe, a socket or anything else that fills one; nothing is read yet. Bytes are copied once, from the pipe's segments to
    // the memory of the batches, and no more are taken than belong to the stream. Where they have not come yet, reading blocks the thread;
    // PipeReader.CancelPendingRead ends that with an OperationCanceledException, behind which nothing more can be read.
    // leaveOpen: True not to complete the pipe when this is disposed.
    // options: How to read; null = IpcReadOptions.Default.
    public ArrowStreamReader(PipeReader reader, bool leaveOpen = false, IpcReadOptions? options = null)
        : this((reader ?? throw new ArgumentNullException(nameof(reader))).AsStream(leaveOpen), leaveOpen: false, options)
    {
    }

    // Reads from memory. The batches look straight at it, so it must outlive them.
    // options: How to read; null = IpcReadOptions.Default.
    public ArrowStreamReader(ReadOnlyMemory<byte> memory, IpcReadOptions? options = null)
    {
        options ??= IpcReadOptions.Default;
        _input = new MemoryInput(memory) { MostMetadataBytes = options.MostMetadataBytes };
        _decompressor = new BodyDecompressor(options);
    }

    // The stream's schema; reads it if it has not been read. Select leaves it as it is.
    // throws ArrowFormatException: The input does not start with a schema that is supported.
    public Schema Schema => ReadSchema().Schema;

    // True once the stream's end marker was read; false before, and where the input ended without one, as the format permits.
    public bool HasEndMarker { get; private set; }

    // Bytes of the stream that were read, its end marker among them. What stands behind was not touched.
    public long BytesRead => _input.Position;

    // Selects the columns that batches have from now on, in the schema's order. The bytes of others are not checked.
    // fields: The ordinals of the schema's fields; none = batches without columns, which still have rows.
    // throws ArgumentOutOfRangeException: There is no such field.
    // throws InvalidOperationException: A batch was read already.
    // throws ArrowFormatException: The input does not start with a schema that is supported.
    public void Select(params ReadOnlySpan<int> fields)
    {
        _selection = _dictionaries is not null
            ? throw new InvalidOperationException("columns are selected before the first batch is read")
            : FieldSelection.Of(ReadSchema(), fields);
    }

    // The next batch, or null at the end. The caller disposes it, before or after this reader.
    // throws ArrowFormatException: The input is corrupt, cut short, or of a kind that is not supported.
    // throws ArrowMemoryException: The batch or a dictionary needs more memory than the options allow. Where that is temporary, the next
    // call tries the same batch again.
    public RecordBatch? ReadNextRecordBatch()
    {
        IpcSchema schema = ReadSchema();
        _dictionaries ??= new DictionaryMemo(schema, mayReplace: true, _decompressor);
        _selection ??= FieldSelection.All(schema);
        while (!_ended)
        {
            if (_pending is not null)
            {
                return ReadPending(_pending, _dictionaries, _selection);
            }

            if (MessageReader.Read(_input, out bool isMarked) is not { } message)
            {
                HasEndMarker = isMarked;
                break;
            }

            switch (message.Type)
            {
                case MessageType.DictionaryBatch
                    when !_selection.NeedsDictionary(message.Header.Int64(Slots.DictionaryBatch.Id)):
                    _input.Skip(
                        message.BodyLength); break;
                case MessageType.DictionaryBatch: _dictionaries.Read(_input, message); break;
                case MessageType.RecordBatch: _pending = new PendingBatch(message, _input.Position, _decompressor.Memory); break;
                default: throw new ArrowFormatException($"a message of type {message.Type} where a batch belongs", message.Offset);
            }
        }

        _ended = true;
        return null;
    }

    // Closes the stream, unless it is to be left open. Batches that were read stay valid.
    public void Dispose()
    {
        _pending?.Dispose();
        _decompressor.Dispose();
        _input.Dispose();
    }

    private RecordBatch ReadPending(PendingBatch pending, DictionaryMemo dictionaries, FieldSelection selection)
    {
        try
        {
            RecordBatch batch = dictionaries.ReadBatch(_input, pending, selection);
            _pending = null;
            return batch;
        }
        catch (Exception e) when (e is not ArrowMemoryException { IsTemporary: true })
        {
            pending.Dispose();
            _pending = null;
            throw;
        }
    }

    private IpcSchema ReadSchema()
    {
        if (_schema is not null)
        {
            return _schema;
        }

        if (MessageReader.Read(_input) is not { } message)
        {
            throw new ArrowFormatException("the stream ends before its schema", 0);
        }

        if (message.Type != MessageType.Schema || message.BodyLength != 0)
        {
            throw new ArrowFormatException($"the stream starts with a message of type {message.Type}, not with a schema", message.Offset);
        }

        return _schema = SchemaCodec.Read(message.Header);
    }
}
