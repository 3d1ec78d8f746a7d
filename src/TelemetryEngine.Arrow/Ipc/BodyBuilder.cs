using System.Buffers;
using System.Buffers.Binary;

namespace TelemetryEngine.Arrow.Ipc;

/// <summary>Lays out the buffers of one message's body, each on a border of 64 bytes, without copying them.</summary>
internal sealed class BodyBuilder
{
    private readonly ArrayBufferWriter<byte> _nodes = new();
    private readonly ArrayBufferWriter<byte> _buffers = new();
    private readonly List<long> _variadicCounts = [];

    /// <summary>The buffers in their order; each is followed by zeros up to the next border.</summary>
    public List<ReadOnlyMemory<byte>> Parts { get; } = [];

    /// <summary>The length of the body with all padding.</summary>
    public long Length { get; private set; }

    public int NodeCount => _nodes.WrittenCount / Slots.NodeBytes;

    public int BufferCount => _buffers.WrittenCount / Slots.BufferBytes;

    public ReadOnlySpan<byte> Nodes => _nodes.WrittenSpan;

    public ReadOnlySpan<byte> Buffers => _buffers.WrittenSpan;

    /// <summary>For each array of views, the number of its data buffers.</summary>
    public IReadOnlyList<long> VariadicCounts => _variadicCounts;

    /// <summary>The zeros between a length and the next border of <paramref name="alignment"/> bytes, a power of two.</summary>
    public static int Padding(long length, int alignment) => (int)(-length & (alignment - 1));

    public void AddNode(long length, long nullCount) => AddPair(_nodes, length, nullCount);

    public void AddVariadicCount(int count) => _variadicCounts.Add(count);

    public void AddBuffer(ReadOnlyMemory<byte> bytes)
    {
        AddPair(_buffers, Length, bytes.Length);
        Parts.Add(bytes);
        Length += bytes.Length + Padding(bytes.Length, AlignedMemory.AlignmentBytes);
    }

    private static void AddPair(ArrayBufferWriter<byte> writer, long first, long second)
    {
        Span<byte> pair = writer.GetSpan(2 * sizeof(long));
        BinaryPrimitives.WriteInt64LittleEndian(pair, first);
        BinaryPrimitives.WriteInt64LittleEndian(pair[sizeof(long)..], second);
        writer.Advance(2 * sizeof(long));
    }
}
