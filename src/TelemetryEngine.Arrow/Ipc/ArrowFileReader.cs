using System.Buffers.Binary;
using Apache.Arrow;
using Microsoft.Win32.SafeHandles;
using TelemetryEngine.Arrow.Ipc.Compression;
using TelemetryEngine.Arrow.Ipc.FlatBuffers;

namespace TelemetryEngine.Arrow.Ipc;

// Reads the record batches of an Arrow file, in any order and by several threads at a time. Everything in it is checked, as by
// ArrowStreamReader. Threads that read from a stream take turns at its bytes, and at nothing else.
internal sealed class ArrowFileReader : IDisposable
{
    private const int MagicBytes = 6;
    private const int HeadBytes = 8;
    private const int TailBytes = sizeof(int) + MagicBytes;

    private readonly Input _input;
    private readonly IpcSchema _schema;
    private readonly Block[] _dictionaryBlocks;
    private readonly Block[] _batchBlocks;
    private readonly long _footerStart;
    private readonly BodyDecompressor _decompressor;
    private readonly Lazy<DictionaryMemo> _dictionaries;
    private FieldSelection _selection;
    private int _next;

    // Opens a file and reads its footer.
    // stream: A stream that can seek. The file starts at its current place and reaches to its end.
    // leaveOpen: True to leave the stream open when this is disposed.
    // options: How to read; null = IpcReadOptions.Default.
    // throws ArgumentException: The stream can't seek.
    // throws ArrowFormatException: It is no Arrow file, cut short, or of a kind that is not supported.
    public ArrowFileReader(Stream stream, bool leaveOpen = false, IpcReadOptions? options = null)
        : this(ForStream(stream, leaveOpen, options), options)
    {
    }

    // Opens a file that lies in memory. The batches look straight at it, so it must outlive them.
    // options: How to read; null = IpcReadOptions.Default.
    // throws ArrowFormatException: It is no Arrow file, cut short, or of a kind that is not supported.
    public ArrowFileReader(ReadOnlyMemory<byte> memory, IpcReadOptions? options = null)
        : this(new MemoryInput(memory), options)
    {
    }

    // Opens a file and reads its footer. Batches are read by the thread that asks for them, each into memory of its own that serves again
    // when it is disposed: threads take no turns. The file may be cut short meanwhile: that is an error like any other.
    // options: How to read; null = IpcReadOptions.Default.
    // throws IOException: The file can't be opened or read.
    // throws UnauthorizedAccessException: The file may not be read.
    // throws ArrowFormatException: It is no Arrow file, cut short, or of a kind that is not supported.
    public static ArrowFileReader Open(string path, IpcReadOptions? options = null)
    {
        ArgumentNullException.ThrowIfNull(path);
        return new ArrowFileReader(FileInput.Open(path, options ?? IpcReadOptions.Default), options);
    }

    // As Open, of a file that is open. The handle stays the caller's, to be closed after this reader.
    // file: A handle that can be read from at any position.
    // options: How to read; null = IpcReadOptions.Default.
    // throws IOException: The file can't be read.
    // throws NotSupportedException: It is no file that can be read anywhere, as pipes are not.
    // throws ArrowFormatException: It is no Arrow file, cut short, or of a kind that is not supported.
    public static ArrowFileReader Open(SafeFileHandle file, IpcReadOptions? options = null)
    {
        ArgumentNullException.ThrowIfNull(file);
        return new ArrowFileReader(new FileInput(file, leaveOpen: true, options ?? IpcReadOptions.Default), options);
    }

    private ArrowFileReader(Input input, IpcReadOptions? options)
    {
        options ??= IpcReadOptions.Default;
        input.MostMetadataBytes = options.MostMetadataBytes;
        _input = input;
        _decompressor = new BodyDecompressor(options);
        _dictionaries = new Lazy<DictionaryMemo>(ReadDictionaries);
        try
        {
            _footerStart = FindFooter(input, out FlatTable footer);
            _schema = SchemaCodec.Read(footer.NeedTable(Slots.Footer.Schema, "the schema"));
            _selection = FieldSelection.All(_schema);
            _dictionaryBlocks = ReadBlocks(footer.Vector(Slots.Footer.Dictionaries, Slots.BlockBytes));
            _batchBlocks = ReadBlocks(footer.Vector(Slots.Footer.RecordBatches, Slots.BlockBytes));
        }
        catch
        {
            Dispose();
            throw;
        }
    }

    // The file's schema; Select leaves it as it is.
    public Schema Schema => _schema.Schema;

    // The number of batches.
    public int RecordBatchCount => _batchBlocks.Length;

    // Bytes between the last thing that the footer names and the footer. An end marker takes 8 and alignment less than 64; more belong to
    // something that the footer does not know of, as the first of two files does that were put behind each other.
    // throws ArrowFormatException: There is no batch, and the file does not start with a schema.
    public long UnnamedBytes
    {
        get
        {
            long end = 0;
            foreach (Block block in (ReadOnlySpan<Block>)[.. _dictionaryBlocks, .. _batchBlocks])
            {
                end = Math.Max(end, block.Offset + block.MetadataLength + block.BodyLength);
            }

            return _footerStart - (end > 0 ? end : EndOfSchema());
        }
    }

    // Selects the columns that batches have from now on, in the schema's order. The bytes of others are not checked, and of a file that was
    // opened by its path they are not read.
    // fields: The ordinals of the schema's fields; none = batches without columns, which still have rows.
    // throws ArgumentOutOfRangeException: There is no such field.
    // throws InvalidOperationException: A batch was read already.
    public void Select(params ReadOnlySpan<int> fields)
    {
        _selection = _dictionaries.IsValueCreated
            ? throw new InvalidOperationException("columns are selected before the first batch is read")
            : FieldSelection.Of(_schema, fields);
    }

    // A batch by its index, for any thread. The caller disposes it, before or after this reader.
    // throws ArgumentOutOfRangeException: There is no such batch.
    // throws ArrowFormatException: The input is corrupt, or of a kind that is not supported.
    // throws ArrowMemoryException: The batch or a dictionary needs more memory than the options allow. Where that is temporary, it may be
    // asked for again.
    public RecordBatch ReadRecordBatch(int index)
    {
        (DictionaryMemo dictionaries, Input input, IpcMessage message) = OpenBatch(index);
        PendingBatch pending = new(message, input.Position, _decompressor.Memory) { LooksAhead = true };
        try
        {
            return dictionaries.ReadBatch(input, pending, _selection);
        }
        catch
        {
            pending.Dispose();
            throw;
        }
    }

    // The number of rows of a batch, for any thread. Only its metadata is read.
    // throws ArgumentOutOfRangeException: There is no such batch.
    // throws ArrowFormatException: The metadata or a dictionary is corrupt, or of a kind that is not supported.
    public int ReadRowCount(int index) => Body.RowsOf(OpenBatch(index).Message.Header);

    // The next batch, or null behind the last; not for several threads at a time. The caller disposes it, before or after this reader.
    // throws ArrowFormatException: The input is corrupt, or of a kind that is not supported.
    // throws ArrowMemoryException: It needs more memory than the options allow. The next call tries it again.
    public RecordBatch? ReadNextRecordBatch()
    {
        if (_next == _batchBlocks.Length)
        {
            return null;
        }

        RecordBatch batch = ReadRecordBatch(_next);
        _next++;
        return batch;
    }

    // Closes the stream, unless it is to be left open. Batches that were read stay valid.
    public void Dispose()
    {
        _decompressor.Dispose();
        _input.Dispose();
    }

    private static StreamInput ForStream(Stream stream, bool leaveOpen, IpcReadOptions? options)
    {
        ArgumentNullException.ThrowIfNull(stream);
        return stream.CanSeek
            ? new StreamInput(stream, leaveOpen, options ?? IpcReadOptions.Default)
            : throw new ArgumentException("a file is read from a stream that can seek", nameof(stream));
    }

    private static long FindFooter(Input input, out FlatTable footer)
    {
        long total = input.Remaining.GetValueOrDefault();
        Span<byte> head = stackalloc byte[MagicBytes];
        if (input.At(0, MagicBytes).Read(head) < MagicBytes || !head.SequenceEqual(ArrowFileWriter.Magic))
        {
            string hint = head[..4].SequenceEqual<byte>([255, 255, 255, 255]) ? " (it looks like an Arrow stream)" : "";
            throw new ArrowFormatException($"no Arrow file: it does not start with ARROW1{hint}", 0);
        }

        Span<byte> tail = stackalloc byte[TailBytes];
        if (total < HeadBytes + TailBytes || input.At(total - TailBytes, TailBytes).Read(tail) < TailBytes
            || !tail[sizeof(int)..].SequenceEqual(ArrowFileWriter.Magic))
        {
            throw new ArrowFormatException("the file is cut short: it does not end with ARROW1", total);
        }

        int length = BinaryPrimitives.ReadInt32LittleEndian(tail);
        long start = total - TailBytes - length;
        if (length <= 0 || start < HeadBytes)
        {
            throw new ArrowFormatException($"a footer of {length} bytes in a file of {total}", total - TailBytes);
        }

        if (length > input.MostMetadataBytes)
        {
            throw new ArrowFormatException($"a footer of {length} bytes: {input.MostMetadataBytes} are supported here", start);
        }

        footer = new FlatBuffer(input.At(start, length).ReadBriefly(length), start).Root();
        return start;
    }

    // Messages can't be longer in sum than the data: else a short file could name one addition to a dictionary a thousand times.
    private Block[] ReadBlocks(FlatVector blocks)
    {
        long sum = 0;
        Block[] result = new Block[blocks.Count];
        for (int i = 0; i < result.Length; i++)
        {
            Block block = new(blocks.Int64(i, 0), blocks.Int32(i, 8), blocks.Int64(i, 16));
            bool inside = block.Offset >= HeadBytes && block.MetadataLength > 0 && block.BodyLength >= 0
                && block.Offset <= _footerStart && block.BodyLength <= _footerStart
                && block.Offset + block.MetadataLength + block.BodyLength <= _footerStart;
            sum += inside ? block.MetadataLength + block.BodyLength : 0;
            result[i] = inside && sum <= _footerStart
                ? block
                : throw blocks.Error(
                    $"a message at {block.Offset} of {block.MetadataLength} + {block.BodyLength} bytes lies outside the data or overlaps another", i);
        }

        return result;
    }

    // Where the schema at the start of the file ends; where its place begins, when there is none.
    private long EndOfSchema()
    {
        Input input = _input.At(HeadBytes, (int)Math.Min(_footerStart - HeadBytes, 1 << 12));
        return MessageReader.Read(input) is { BodyLength: 0 } ? input.Position : HeadBytes;
    }

    // All dictionaries hold for all batches of a file, wherever they stand.
    private DictionaryMemo ReadDictionaries()
    {
        DictionaryMemo dictionaries = new(_schema, mayReplace: false, _decompressor);
        foreach (Block block in DictionariesInOrderOfNeed())
        {
            (Input input, IpcMessage message) = Open(block, MessageType.DictionaryBatch);
            if (_selection.NeedsDictionary(message.Header.Int64(Slots.DictionaryBatch.Id)))
            {
                dictionaries.Read(input, message);
            }
        }

        dictionaries.Concatenate();
        return dictionaries;
    }

    // Those that others need come before them, wherever the footer has them; those of one id stay in its order. That none needs itself is
    // certain, since equal ids have equal types, and no type is a part of its own.
    private Block[] DictionariesInOrderOfNeed()
    {
        if (!_schema.Dictionaries.Any(field => field.Children.Any(child => child.Dictionaries.Any())))
        {
            return _dictionaryBlocks;
        }

        Dictionary<long, int> places = [];
        foreach (IpcField field in _schema.Dictionaries)
        {
            places.TryAdd(field.DictionaryId.GetValueOrDefault(), places.Count);
        }

        return [.. _dictionaryBlocks.OrderBy(block =>
            places.GetValueOrDefault(Open(block, MessageType.DictionaryBatch).Message.Header.Int64(Slots.DictionaryBatch.Id), -1))];
    }

    private (DictionaryMemo Dictionaries, Input Input, IpcMessage Message) OpenBatch(int index)
    {
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual((uint)index, (uint)_batchBlocks.Length, nameof(index));
        DictionaryMemo dictionaries = _dictionaries.Value;
        (Input input, IpcMessage message) = Open(_batchBlocks[index], MessageType.RecordBatch);
        return (dictionaries, input, message);
    }

    // A message, and the input that goes on with its body.
    private (Input Input, IpcMessage Message) Open(Block block, MessageType type)
    {
        Input input = _input.At(block.Offset, block.MetadataLength);
        IpcMessage message =
            MessageReader.Read(input) ?? throw new ArrowFormatException("an end marker where a message belongs", block.Offset);
        long end = block.Offset + block.MetadataLength + block.BodyLength;
        return message.Type == type && input.Position + message.BodyLength <= end
            ? (input, message)
            : throw new ArrowFormatException(
                $"a message of type {message.Type} and {message.BodyLength} bytes of body where the footer has {type} and {block.BodyLength}", block.Offset);
    }
}
