using System.Buffers.Binary;
using K4os.Compression.LZ4;
using K4os.Hash.xxHash;

namespace TelemetryEngine.Arrow.Ipc.Compression;

/// <summary>
/// LZ4 frames around the blocks of a library. The library's own frames copy everything through a buffer of the size that the frame asks for
/// and don't say where a frame ended; here blocks go straight from buffer to buffer.
/// </summary>
internal sealed class Lz4FrameCodec : BufferCodec
{
    private const uint StoredBlock = 0x8000_0000;
    private const int LinkedBytes = 64 << 10;

    /// <summary>A byte of a block adds at most 255 to the length of a match.</summary>
    public override int MaxExpansion => 255;

    public override string? Decompress(ReadOnlySpan<byte> frame, Span<byte> target)
    {
        if (Lz4FrameHeader.Read(frame, out Lz4FrameHeader header) is { } fault)
        {
            return fault;
        }

        if (header.ContentBytes is { } content && content != (ulong)target.Length)
        {
            return $"says that it unpacks to {content} bytes";
        }

        int at = header.Length;
        int filled = 0;
        while (true)
        {
            if (!TryReadUInt32(frame, ref at, out uint word))
            {
                return "ends before its end mark";
            }

            if (word == 0)
            {
                break;
            }

            if (DecompressBlock(frame, ref at, word, header, target, ref filled) is { } blockFault)
            {
                return blockFault;
            }
        }

        if (filled != target.Length)
        {
            return $"unpacks to {filled} bytes";
        }

        if (header.HasContentChecksum && (!TryReadUInt32(frame, ref at, out uint checksum) || checksum != XXH32.DigestOf(target)))
        {
            return "has content that its checksum does not fit";
        }

        return at == frame.Length ? null : $"is followed by {frame.Length - at} bytes that don't belong to it";
    }

    public override int Compress(ReadOnlySpan<byte> bytes, Span<byte> target)
    {
        if (target.Length < Lz4FrameHeader.WrittenBytes)
        {
            return 0;
        }

        int blockBytes = Lz4FrameHeader.Write(target, bytes.Length);
        int at = Lz4FrameHeader.WrittenBytes;
        for (int start = 0; start < bytes.Length; start += blockBytes)
        {
            ReadOnlySpan<byte> block = bytes.Slice(start, Math.Min(blockBytes, bytes.Length - start));
            if (CompressBlock(block, target[at..]) is not (> 0 and int length))
            {
                return 0;
            }

            at += length;
        }

        if (target.Length - at < sizeof(uint))
        {
            return 0;
        }

        BinaryPrimitives.WriteUInt32LittleEndian(target[at..], 0);
        return at + sizeof(uint);
    }

    public override void Dispose()
    {
        // Nothing is held between two buffers.
    }

    private static string? DecompressBlock(
        ReadOnlySpan<byte> frame, ref int at, uint word, in Lz4FrameHeader header, Span<byte> target, ref int filled)
    {
        uint length = word & ~StoredBlock;
        int checksumBytes = header.HasBlockChecksums ? sizeof(uint) : 0;
        if (length > header.MaxBlockBytes || length + checksumBytes > frame.Length - at)
        {
            return $"has a block of {length} bytes at {at}, where {frame.Length - at} follow and {header.MaxBlockBytes} are allowed";
        }

        int start = at;
        ReadOnlySpan<byte> block = frame.Slice(at, (int)length);
        at += block.Length;
        if (header.HasBlockChecksums && TryReadUInt32(frame, ref at, out uint checksum) && checksum != XXH32.DigestOf(block))
        {
            return $"has a block at {start} that its checksum does not fit";
        }

        Span<byte> room = target[filled..];
        room = room[..Math.Min(room.Length, header.MaxBlockBytes)];
        int count;
        if (word >= StoredBlock)
        {
            count = block.TryCopyTo(room) ? block.Length : -1;
        }
        else
        {
            Span<byte> before = header.HasLinkedBlocks ? target[Math.Max(0, filled - LinkedBytes)..filled] : [];
            count = before.IsEmpty ? LZ4Codec.Decode(block, room) : LZ4Codec.Decode(block, room, before);
        }

        if (count < 0)
        {
            return $"has a block at {start} that is corrupt, or unpacks to more than is announced";
        }

        filled += count;
        return null;
    }

    /// <summary>The bytes written, or 0: they don't fit.</summary>
    private static int CompressBlock(ReadOnlySpan<byte> block, Span<byte> target)
    {
        if (target.Length < sizeof(uint))
        {
            return 0;
        }

        Span<byte> room = target[sizeof(uint)..];
        int length = LZ4Codec.Encode(block, room[..Math.Min(room.Length, block.Length - 1)]);
        if (length > 0)
        {
            BinaryPrimitives.WriteUInt32LittleEndian(target, (uint)length);
            return sizeof(uint) + length;
        }

        BinaryPrimitives.WriteUInt32LittleEndian(target, (uint)block.Length | StoredBlock);
        return block.TryCopyTo(room) ? sizeof(uint) + block.Length : 0;
    }

    private static bool TryReadUInt32(ReadOnlySpan<byte> frame, ref int at, out uint value)
    {
        if (!BinaryPrimitives.TryReadUInt32LittleEndian(frame[at..], out value))
        {
            return false;
        }

        at += sizeof(uint);
        return true;
    }
}
