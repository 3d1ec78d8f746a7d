using System.Buffers;
using System.Buffers.Binary;
using TelemetryEngine.Arrow.Ipc.Compression;

namespace TelemetryEngine.Arrow.Ipc;

// Lays out the buffers of one message's body, each on a border, without copying them.
// compressor: Packs each buffer; null: they stay as they are.
internal sealed class BodyBuilder(int alignment, BodyCompressor? compressor)
{
    private readonly ArrayBufferWriter<byte> _nodes = new();
    private readonly ArrayBufferWriter<byte> _buffers = new();
    private readonly List<long> _variadicCounts = [];

    // The buffers in their order, each in one or more parts; a part is followed by as many zeros as stand beside it.
    public List<(ReadOnlyMemory<byte> Bytes, int Zeros)> Parts { get; } = [];

    // The border in bytes.
    public int Alignment => alignment;

    // The number of the codec; null: nothing is packed.
    public byte? Codec => compressor?.Number;

    // True where unions have a validity bitmap: before version 5 of the metadata.
    public bool HasUnionValidity { get; init; }

    // The length of the body with all padding.
    public long Length { get; private set; }

    public int NodeCount => _nodes.WrittenCount / Slots.NodeBytes;

    public int BufferCount => _buffers.WrittenCount / Slots.BufferBytes;

    public ReadOnlySpan<byte> Nodes => _nodes.WrittenSpan;

    public ReadOnlySpan<byte> Buffers => _buffers.WrittenSpan;

    // For each array of views, the number of its data buffers.
    public IReadOnlyList<long> VariadicCounts => _variadicCounts;

    // The zeros between a length and the next border of alignment bytes, a power of two.
    public static int Padding(long length, int alignment) => (int)(-length & (alignment - 1));

    public void AddNode(long length, long nullCount) => AddPair(_nodes, length, nullCount);

    public void AddVariadicCount(int count) => _variadicCounts.Add(count);

    public void AddBuffer(ReadOnlyMemory<byte> bytes)
    {
        long length = bytes.Length;
        if (compressor is not null && length != 0)
        {
            (ReadOnlyMemory<byte> prefix, bytes) = compressor.Compress(bytes);
            Parts.Add((prefix, 0));
            length = prefix.Length + bytes.Length;
        }

        int padding = Padding(length, alignment);
        AddPair(_buffers, Length, length);
        Parts.Add((bytes, padding));
        Length += length + padding;
    }

    private static void AddPair(ArrayBufferWriter<byte> writer, long first, long second)
    {
        Span<byte> pair = writer.GetSpan(2 * sizeof(long));
        BinaryPrimitives.WriteInt64LittleEndian(pair, first);
        BinaryPrimitives.WriteInt64LittleEndian(pair[sizeof(long)..], second);
        writer.Advance(2 * sizeof(long));
    }
}
