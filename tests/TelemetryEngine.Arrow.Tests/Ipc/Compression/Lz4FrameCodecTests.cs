using System.Buffers.Binary;
using System.Text;
using K4os.Hash.xxHash;
using TelemetryEngine.Arrow.Ipc.Compression;

namespace TelemetryEngine.Arrow.Tests.Ipc.Compression;

/// <summary>LZ4 frames as their specification has them, put together here byte by byte.</summary>
public sealed class Lz4FrameCodecTests
{
    private const byte Independent = 0x60;
    private const byte Linked = 0x40;
    private const byte BlockChecksums = 0x10;
    private const byte ContentSize = 0x08;
    private const byte ContentChecksum = 0x04;

    private static readonly byte[] Start = "0123456789"u8.ToArray();

    // No literals and a match of 8 bytes, 10 bytes back; then 5 literals.
    private static readonly byte[] Repeat = [0x04, 10, 0, 0x50, .. "abcde"u8];

    [Theory]
    [InlineData(Linked)]
    [InlineData(Linked | BlockChecksums)]
    [InlineData(Linked | ContentChecksum)]
    [InlineData(Linked | BlockChecksums | ContentChecksum | ContentSize)]
    public void Blocks_may_refer_to_those_before_them(byte flags)
    {
        byte[] frame = Frame(flags, "012345678901234567abcde", (Start, true), (Repeat, false));
        Assert.Equal("012345678901234567abcde", Unpack(frame, 23));
        Assert.Equal("unpacks to 23 bytes", Fault(frame, 24)?.Replace("says that it ", "", StringComparison.Ordinal));
        Assert.NotNull(Fault(frame, 22));
    }

    [Fact]
    public void Independent_blocks_may_not() =>
        Assert.Equal(
            "has a block at 25 that is corrupt, or unpacks to more than is announced",
            Fault(Frame(Independent, "", (Start, true), (Repeat, false)), 23));

    [Fact]
    public void An_empty_frame_unpacks_to_nothing()
    {
        Assert.Null(Fault(Frame(Independent, ""), 0));
        Assert.Equal("unpacks to 0 bytes", Fault(Frame(Independent, ""), 1));
    }

    [Fact]
    public void What_follows_the_frame_is_an_error() =>
        Assert.Equal("is followed by 3 bytes that don't belong to it", Fault([.. Frame(Independent, "", (Start, true)), 0, 0, 0], 10));

    [Fact]
    public void What_its_format_does_not_know_is_an_error()
    {
        byte[] frame = Frame(Independent, "", (Start, true));
        Assert.Equal("starts with 184d2205, not with 184d2204", Fault([5, .. frame[1..]], 10));
        Assert.Equal("has the flags a0 40, which its format does not know", Fault(Frame(0xA0, ""), 0));
        Assert.Equal("has the flags 62 40, which its format does not know", Fault(Frame(0x62, ""), 0));
        Assert.Equal("has the flags 60 30, which its format does not know", Fault(Frame(Independent, "", blockCode: 0x30), 0));
        Assert.Equal("needs a dictionary", Fault(Frame(0x61, ""), 0));
        Assert.Equal("has a header that its checksum does not fit", Fault([.. frame[..6], (byte)(frame[6] + 1), .. frame[7..]], 10));
    }

    [Fact]
    public void Checksums_are_checked()
    {
        foreach (byte flags in (byte[])[Independent | BlockChecksums, Independent | ContentChecksum])
        {
            byte[] frame = Frame(flags, "0123456789", (Start, true));
            Assert.Equal("0123456789", Unpack(frame, 10));
            frame[12] ^= 1;
            Assert.Contains("that its checksum does not fit", Fault(frame, 10), StringComparison.Ordinal);
        }
    }

    [Theory]
    [InlineData(Independent)]
    [InlineData(Linked | BlockChecksums | ContentChecksum | ContentSize)]
    public void A_frame_cut_short_is_an_error(byte flags)
    {
        byte[] frame = Frame(flags, "0123456789", (Start, true));
        for (int length = 0; length < frame.Length; length++)
        {
            Assert.NotNull(Fault(frame[..length], 10));
        }
    }

    [Fact]
    public void A_block_is_no_longer_than_the_header_allows()
    {
        byte[] frame = Frame(Independent, "", (new byte[65537], true));
        Assert.Equal("has a block of 65537 bytes at 11, where 65541 follow and 65536 are allowed", Fault(frame, 65537));
    }

    [Theory]
    [InlineData(1)]
    [InlineData(65536)]
    [InlineData(65537)]
    [InlineData(5_000_000)]
    public void What_is_packed_is_unpacked(int length)
    {
        using Lz4FrameCodec codec = new();
        Random random = new(length);
        byte[] bytes = new byte[length];
        random.NextBytes(bytes.AsSpan(length / 2));
        byte[] frame = new byte[length + 64];
        int frameBytes = codec.Compress(bytes, frame);
        byte[] unpacked = new byte[length];
        Assert.Null(codec.Decompress(frame.AsSpan(0, frameBytes), unpacked));
        Assert.Equal(bytes, unpacked);
        for (int room = 0; room < frameBytes; room += Math.Max(1, frameBytes / 40))
        {
            Assert.Equal(0, codec.Compress(bytes, frame.AsSpan(0, room)));
        }
    }

    private static byte[] Frame(byte flags, string content, params (byte[] Bytes, bool IsStored)[] blocks) => Frame(flags, content, 0x40, blocks);

    private static byte[] Frame(byte flags, string content, byte blockCode, params (byte[] Bytes, bool IsStored)[] blocks)
    {
        List<byte> descriptor = [flags, blockCode];
        if ((flags & ContentSize) != 0)
        {
            descriptor.AddRange(BitConverter.GetBytes((long)content.Length));
        }

        List<byte> frame = [0x04, 0x22, 0x4D, 0x18, .. descriptor, (byte)(XXH32.DigestOf([.. descriptor]) >> 8)];
        foreach ((byte[] bytes, bool isStored) in blocks)
        {
            frame.AddRange(Word((uint)bytes.Length | (isStored ? 0x8000_0000 : 0)));
            frame.AddRange(bytes);
            frame.AddRange((flags & BlockChecksums) != 0 ? Word(XXH32.DigestOf(bytes)) : []);
        }

        frame.AddRange(Word(0));
        frame.AddRange((flags & ContentChecksum) != 0 ? Word(XXH32.DigestOf(Encoding.ASCII.GetBytes(content))) : []);
        return [.. frame];
    }

    private static byte[] Word(uint value)
    {
        byte[] bytes = new byte[sizeof(uint)];
        BinaryPrimitives.WriteUInt32LittleEndian(bytes, value);
        return bytes;
    }

    private static string? Fault(byte[] frame, int length)
    {
        using Lz4FrameCodec codec = new();
        return codec.Decompress(frame, new byte[length]);
    }

    private static string Unpack(byte[] frame, int length)
    {
        using Lz4FrameCodec codec = new();
        byte[] target = new byte[length];
        Assert.Null(codec.Decompress(frame, target));
        return Encoding.ASCII.GetString(target);
    }
}
