using Apache.Arrow;
using TelemetryEngine.Arrow.Ipc.Compression;
using TelemetryEngine.Arrow.Ipc.FlatBuffers;

namespace TelemetryEngine.Arrow.Ipc;

// The nodes and buffers of a record batch from an untrusted hand, taken one after the other; each is checked before it is given out.
internal sealed class Body
{
    private readonly FlatTable _header;
    private readonly FlatVector _nodes;
    private readonly FlatVector _buffers;
    private readonly ReadOnlyMemory<byte> _bytes;
    private readonly long _origin;
    private readonly CompressedBody? _compression;
    private readonly FlatVector _variadicCounts;
    private int _node;
    private int _rows;
    private int _buffer;
    private int _variadic;

    // header: The table of the record batch.
    // origin: Where the body starts in the file or stream.
    // compression: Unpacks its buffers; null: they are not packed.
    public Body(FlatTable header, ReadOnlyMemory<byte> bytes, long origin, CompressedBody? compression)
    {
        _header = header;
        _nodes = header.Vector(Slots.RecordBatch.Nodes, Slots.NodeBytes);
        _buffers = header.Vector(Slots.RecordBatch.Buffers, Slots.BufferBytes);
        _variadicCounts = header.Vector(Slots.RecordBatch.VariadicBufferCounts, sizeof(long));
        _bytes = bytes;
        _origin = origin;
        _compression = compression;
        Length = RowsOf(header);
    }

    // The number of rows.
    public int Length { get; }

    // True where unions have a validity bitmap: before version 5 of the metadata.
    public bool HasUnionValidity { get; init; }

    // The number of rows that a record batch says it has.
    public static int RowsOf(FlatTable header)
    {
        long length = header.Int64(Slots.RecordBatch.Length);
        return length is >= 0 and < int.MaxValue
            ? (int)length
            : throw header.Error($"a batch of {length} rows: 0 to 2³¹ − 2 are supported");
    }

    // The next array's rows and null count, −1 = not known.
    // fewest: The fewest rows that it may have.
    public (int Rows, int Nulls) NextNode(long fewest, long most, string name)
    {
        if (_node == _nodes.Count)
        {
            throw _header.Error($"{_nodes.Count} field nodes are too few for the schema");
        }

        (long length, long nulls) = (_nodes.Int64(_node, 0), _nodes.Int64(_node, sizeof(long)));
        if (length < fewest || length > most || nulls < -1 || nulls > length)
        {
            string wanted = fewest == most ? $"{fewest}" : $"{fewest} to {most}";
            throw _nodes.Error($"{name}: field node of {length} rows with {nulls} nulls where {wanted} rows belong", _node);
        }

        _node++;
        _rows = (int)length;
        return (_rows, (int)nulls);
    }

    // How many buffers of data the next array of views has.
    public int NextVariadicCount(string name)
    {
        if (_variadic == _variadicCounts.Count)
        {
            throw _header.Error($"{name}: no count of its data buffers");
        }

        long count = _variadicCounts.Int64(_variadic, 0);
        if (count < 0 || count > _buffers.Count - _buffer)
        {
            throw _variadicCounts.Error($"{name}: {count} data buffers where {_buffers.Count - _buffer} buffers are left", _variadic);
        }

        _variadic++;
        return (int)count;
    }

    // The next buffer, of at least so many bytes, and where it starts in the file or stream.
    public (ArrowBuffer Buffer, long Offset) NextBuffer(long neededBytes, string name)
    {
        if (_buffer == _buffers.Count)
        {
            throw _header.Error($"{_buffers.Count} buffers are too few for the schema");
        }

        (long offset, long length) = (_buffers.Int64(_buffer, 0), _buffers.Int64(_buffer, sizeof(long)));
        if (offset < 0 || length < 0 || offset > _bytes.Length || length > _bytes.Length - offset || offset % sizeof(long) != 0)
        {
            throw _buffers.Error(
                $"{name}: buffer of {length} bytes at {offset} in a body of {_bytes.Length}; it must lie inside, at a multiple of 8",
                _buffer);
        }

        ReadOnlyMemory<byte> bytes = _bytes.Slice((int)offset, (int)length);
        long at = _origin + offset;
        long available = _compression?.UncompressedLength(bytes.Span, name, at) ?? length;
        if (available < neededBytes)
        {
            throw _buffers.Error($"{name}: buffer of {available} bytes where {_rows} rows need {neededBytes}", _buffer);
        }

        _buffer++;
        return (_compression?.Decompress(bytes, available, name, at) ?? new ArrowBuffer(bytes), at);
    }

    // Passes over buffers, and says where in the body they lie.
    // places: Where that is said; null = nowhere.
    public void SkipBuffers(int count, BufferPlaces? places)
    {
        if (count > _buffers.Count - _buffer)
        {
            throw _header.Error($"{_buffers.Count} buffers are too few for the schema");
        }

        for (int end = _buffer + count; _buffer < end; _buffer++)
        {
            places?.Add(_buffers.Int64(_buffer, 0), _buffers.Int64(_buffer, sizeof(long)));
        }
    }

    // Says where all buffers of a record batch lie.
    public static void AddAllPlaces(FlatTable header, BufferPlaces places)
    {
        FlatVector buffers = header.Vector(Slots.RecordBatch.Buffers, Slots.BufferBytes);
        for (int i = 0; i < buffers.Count; i++)
        {
            places.Add(buffers.Int64(i, 0), buffers.Int64(i, sizeof(long)));
        }
    }

    // An error of the batch as a whole.
    public ArrowFormatException Error(string message) => _header.Error(message);

    // Checks that nothing is left over.
    public void CheckEnd()
    {
        if (_node != _nodes.Count || _buffer != _buffers.Count)
        {
            throw _header.Error($"{_nodes.Count} field nodes and {_buffers.Count} buffers where the schema has {_node} and {_buffer}");
        }
    }
}
