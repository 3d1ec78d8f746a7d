using System.Buffers;
using System.Buffers.Binary;

namespace TelemetryEngine.Arrow.Ipc;

// The bytes that a writer is about to write, in order: small ones gathered into few writes, large ones where they lie. One plan serves the
// synchronous and the asynchronous path. It is used up before the buffers it points to may change.
internal sealed class OutputPlan(long position)
{
    private const int GatherBelowBytes = 4096;

    private readonly List<ReadOnlyMemory<byte>> _segments = [];
    private ArrayBufferWriter<byte> _small = new();

    // Where the next byte lands, counted from the start of the file or stream.
    public long Position { get; private set; } = position;

    public void Add(ReadOnlyMemory<byte> bytes)
    {
        Position += bytes.Length;
        if (bytes.Length < GatherBelowBytes)
        {
            _small.Write(bytes.Span);
            return;
        }

        Gather();
        _segments.Add(bytes);
    }

    public void AddZeros(int count)
    {
        Position += count;
        _small.GetSpan(count)[..count].Clear();
        _small.Advance(count);
    }

    public void AddInt32(int value)
    {
        Position += sizeof(int);
        BinaryPrimitives.WriteInt32LittleEndian(_small.GetSpan(sizeof(int)), value);
        _small.Advance(sizeof(int));
    }

    // Adds a message with its prefix. A body starts at a border of the file, so that a mapped file's buffers do.
    public Block AddMessage(EncodedMessage message)
    {
        const int prefixBytes = 2 * sizeof(int);
        long start = Position;
        int alignment = message is { BodyLength: > 0, Body: { } body } ? body.Alignment : sizeof(long);
        int padding = BodyBuilder.Padding(start + prefixBytes + message.Metadata.Length, alignment);
        int length = checked(message.Metadata.Length + padding);
        AddInt32(-1);
        AddInt32(length);
        Add(message.Metadata);
        AddZeros(padding);
        foreach ((ReadOnlyMemory<byte> bytes, int zeros) in message.Body?.Parts ?? [])
        {
            Add(bytes);
            AddZeros(zeros);
        }

        return new Block(start, prefixBytes + length, message.BodyLength);
    }

    // All bytes in order.
    public IReadOnlyList<ReadOnlyMemory<byte>> Segments()
    {
        Gather();
        return _segments;
    }

    private void Gather()
    {
        if (_small.WrittenCount != 0)
        {
            _segments.Add(_small.WrittenMemory);
            _small = new ArrayBufferWriter<byte>();
        }
    }
}
