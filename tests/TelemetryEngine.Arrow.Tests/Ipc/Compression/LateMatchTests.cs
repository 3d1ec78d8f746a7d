using K4os.Hash.xxHash;
using TelemetryEngine.Arrow.Ipc.Compression;

namespace TelemetryEngine.Arrow.Tests.Ipc.Compression;

/// <summary>Blocks whose last match starts later than the format lets compressors write it, as lz4js does and other readers take it.</summary>
public sealed class LateMatchTests
{
    [Theory]
    [InlineData(5)]
    [InlineData(6)]
    [InlineData(7)]
    [InlineData(8)]
    public void A_match_in_the_last_12_bytes_is_unpacked(int literalsBehind)
    {
        byte[] expected = [.. "abcdefgh"u8, .. "abcd"u8, .. "12345678"u8[..literalsBehind]];
        byte[] target = new byte[expected.Length];
        using Lz4FrameCodec codec = new();
        Assert.Null(codec.Decompress(Frame(literalsBehind), target));
        Assert.Equal(expected, target);
    }

    [Fact]
    public void More_than_was_announced_is_refused()
    {
        byte[] target = new byte[8 + 4 + 4];
        using Lz4FrameCodec codec = new();
        Assert.Contains("corrupt", codec.Decompress(Frame(literalsBehind: 5), target), StringComparison.Ordinal);
    }

    /// <summary>Eight literals, a match of four bytes eight bytes back, and literals.</summary>
    private static byte[] Frame(int literalsBehind)
    {
        byte[] block = [0x80, .. "abcdefgh"u8, 8, 0, (byte)(literalsBehind << 4), .. "12345678"u8[..literalsBehind]];
        byte[] descriptor = [0x60, 0x40];
        return [0x04, 0x22, 0x4D, 0x18, .. descriptor, (byte)(XXH32.DigestOf(descriptor) >> 8), (byte)block.Length, 0, 0, 0, .. block, 0, 0, 0, 0];
    }
}
