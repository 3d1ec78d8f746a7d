using System.Buffers;
using System.Buffers.Binary;

namespace TelemetryEngine.Arrow.Ipc;

// Where a message lies in a file.
// Offset: The first byte of its prefix.
internal readonly record struct Block(long Offset, int MetadataLength, long BodyLength);

// Blocks as the footer holds them.
internal sealed class BlockList
{
    private readonly ArrayBufferWriter<byte> _bytes = new();

    public int Count => _bytes.WrittenCount / Slots.BlockBytes;

    public ReadOnlySpan<byte> Bytes => _bytes.WrittenSpan;

    public void Add(Block block)
    {
        Span<byte> bytes = _bytes.GetSpan(Slots.BlockBytes)[..Slots.BlockBytes];
        bytes.Clear();
        BinaryPrimitives.WriteInt64LittleEndian(bytes, block.Offset);
        BinaryPrimitives.WriteInt32LittleEndian(bytes[8..], block.MetadataLength);
        BinaryPrimitives.WriteInt64LittleEndian(bytes[16..], block.BodyLength);
        _bytes.Advance(Slots.BlockBytes);
    }
}
