using System.Buffers;
using System.Buffers.Binary;
using K4os.Compression.LZ4;
using K4os.Hash.xxHash;

namespace TelemetryEngine.Arrow.Ipc.Compression;

// LZ4 frames around the blocks of a library. The library's own frames copy everything through a buffer of the size that the frame asks for
// and don't say where a frame ended; here blocks go straight from buffer to buffer.
internal sealed class Lz4FrameCodec : BufferCodec
{
    private const uint StoredBlock = 0x8000_0000;
    private const int LinkedBytes = 64 << 10;
    private const int LastMatchBytes = 12;

    // A byte of a block adds at most 255 to the length of a match.
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
            count = LZ4Codec.Decode(block, room, before) is >= 0 and int exact ? exact : DecompressLoosely(block, room, before);
        }

        if (count < 0)
        {
            return $"has a block at {start} that is corrupt, or unpacks to more than is announced";
        }

        filled += count;
        return null;
    }

    // The library refuses a block whose last match starts in the last 12 bytes, which the format forbids compressors. But the reference
    // decompressor takes it, and some compressors write it (lz4js does). With room behind the end the library takes it too.
    // returns: The number of bytes, or −1: the block is corrupt, or does not fit.
    private static int DecompressLoosely(ReadOnlySpan<byte> block, Span<byte> room, ReadOnlySpan<byte> before)
    {
        byte[] spare = ArrayPool<byte>.Shared.Rent(room.Length + LastMatchBytes);
        try
        {
            int count = LZ4Codec.Decode(block, spare, before);
            return count >= 0 && spare.AsSpan(0, count).TryCopyTo(room) ? count : -1;
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(spare);
        }
    }

    // The bytes written, or 0: they don't fit.
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
