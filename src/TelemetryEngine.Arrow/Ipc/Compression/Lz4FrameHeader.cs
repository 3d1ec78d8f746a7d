using System.Buffers.Binary;
using K4os.Hash.xxHash;

namespace TelemetryEngine.Arrow.Ipc.Compression;

// The descriptor that an LZ4 frame starts with.
// Length: Its length, with the magic number in front.
// MaxBlockBytes: The most bytes that a block unpacks to.
// HasLinkedBlocks: True when a block may refer to the 64 KiB before it.
// HasBlockChecksums: True when four bytes follow every block.
// HasContentChecksum: True when four bytes follow the end mark.
// ContentBytes: What the frame says that it unpacks to; null: nothing.
internal readonly record struct Lz4FrameHeader(
    int Length, int MaxBlockBytes, bool HasLinkedBlocks, bool HasBlockChecksums, bool HasContentChecksum, ulong? ContentBytes)
{
    private const uint Magic = 0x184D2204;
    private const int MagicBytes = sizeof(uint);
    private const int VersionMask = 0b1100_0000;
    private const int Version = 0b0100_0000;
    private const int Independent = 0b0010_0000;
    private const int BlockChecksum = 0b0001_0000;
    private const int ContentSize = 0b0000_1000;
    private const int ContentChecksum = 0b0000_0100;
    private const int Reserved = 0b0000_0010;
    private const int DictionaryId = 0b0000_0001;
    private const int SmallestBlockCode = 4;
    private const int LargestBlockCode = 7;

    // The length of the header that Write makes.
    public const int WrittenBytes = MagicBytes + 2 + sizeof(ulong) + 1;

    // Reads the header from an untrusted hand.
    // returns: What is wrong with it; null: nothing.
    public static string? Read(ReadOnlySpan<byte> frame, out Lz4FrameHeader header)
    {
        header = default;
        if (frame.Length < MagicBytes + 3)
        {
            return "ends inside its header";
        }

        uint magic = BinaryPrimitives.ReadUInt32LittleEndian(frame);
        if (magic != Magic)
        {
            return $"starts with {magic:x8}, not with {Magic:x8}";
        }

        (byte flags, byte descriptor) = (frame[MagicBytes], frame[MagicBytes + 1]);
        int code = descriptor >> 4;
        if ((flags & VersionMask) != Version || (flags & Reserved) != 0 || (descriptor & 0x8F) != 0 || code < SmallestBlockCode)
        {
            return $"has the flags {flags:x2} {descriptor:x2}, which its format does not know";
        }

        if ((flags & DictionaryId) != 0)
        {
            return "needs a dictionary";
        }

        bool hasSize = (flags & ContentSize) != 0;
        int checksumAt = MagicBytes + 2 + (hasSize ? sizeof(ulong) : 0);
        if (frame.Length <= checksumAt)
        {
            return "ends inside its header";
        }

        if (frame[checksumAt] != Checksum(frame[MagicBytes..checksumAt]))
        {
            return "has a header that its checksum does not fit";
        }

        ulong? content = hasSize ? BinaryPrimitives.ReadUInt64LittleEndian(frame[(MagicBytes + 2)..]) : null;
        header = new Lz4FrameHeader(
            checksumAt + 1, BlockBytes(code), (flags & Independent) == 0, (flags & BlockChecksum) != 0, (flags & ContentChecksum) != 0,
            content);
        return null;
    }

    // Writes a header for content of so many bytes in independent blocks without checksums.
    // returns: The most bytes that a block may have.
    public static int Write(Span<byte> target, int contentBytes)
    {
        int code = SmallestBlockCode;
        while (code < LargestBlockCode && BlockBytes(code) < contentBytes)
        {
            code++;
        }

        BinaryPrimitives.WriteUInt32LittleEndian(target, Magic);
        target[MagicBytes] = Version | Independent | ContentSize;
        target[MagicBytes + 1] = (byte)(code << 4);
        BinaryPrimitives.WriteUInt64LittleEndian(target[(MagicBytes + 2)..], (ulong)contentBytes);
        target[WrittenBytes - 1] = Checksum(target[MagicBytes..(WrittenBytes - 1)]);
        return BlockBytes(code);
    }

    // 64 KiB, 256 KiB, 1 MiB, 4 MiB for the codes 4 to 7.
    private static int BlockBytes(int code) => 1 << (8 + (2 * code));

    private static byte Checksum(ReadOnlySpan<byte> descriptor) => (byte)(XXH32.DigestOf(descriptor) >> 8);
}
