using System.Text;
using TelemetryEngine.Arrow.Ipc;
using TelemetryEngine.Arrow.Ipc.Compression;

namespace TelemetryEngine.Arrow.Tests.Ipc.Compression;

/// <summary>Frames as the formats' own programs write them (lz4 1.9.4, zstd 1.5.4).</summary>
public sealed class BufferCodecTests
{
    private static readonly byte[] Content = [.. Enumerable.Repeat(Encoding.ASCII.GetBytes("0123456789abcdef"), 12).SelectMany(bytes => bytes)];

    [Theory]
    [InlineData(CompressionType.Lz4Frame, "04224d186440a71b000000ff01303132333435363738396162636465661000985062636465660000000031bbba0c")]
    [InlineData(CompressionType.Lz4Frame, "04224d187440bd1b000000ff0130313233343536373839616263646566100098506263646566e5bbfcc00000000031bbba0c")]
    [InlineData(CompressionType.Lz4Frame, "04224d186c40c000000000000000de1b000000ff01303132333435363738396162636465661000985062636465660000000031bbba0c")]
    [InlineData(CompressionType.Lz4Frame, "04224d186040821b000000ff013031323334353637383961626364656610009850626364656600000000")]
    [InlineData(CompressionType.Zstd, "28b52ffd24c0bd0000803031323334353637383961626364656601005a43cd25c156626d")]
    [InlineData(CompressionType.Zstd, "28b52ffd20c0bd0000803031323334353637383961626364656601005a43cd25")]
    public void Frames_of_the_reference_programs_are_unpacked(CompressionType type, string hex)
    {
        byte[] frame = Convert.FromHexString(hex);
        using BufferCodec codec = BufferCodec.Create(type);
        byte[] target = new byte[Content.Length];
        Assert.Null(codec.Decompress(frame, target));
        Assert.Equal(Content, target);
        for (int length = 0; length < frame.Length; length++)
        {
            Assert.NotNull(codec.Decompress(frame.AsSpan(0, length), target));
        }

        Assert.NotNull(codec.Decompress([.. frame, 0], target));
        Assert.NotNull(codec.Decompress(frame, target.AsSpan(1)));
        Assert.NotNull(codec.Decompress(frame, new byte[Content.Length + 1]));
    }

    [Fact]
    public void Only_what_is_compressed_has_a_codec() =>
        Assert.Throws<ArgumentOutOfRangeException>(() => BufferCodec.Create(CompressionType.None));
}
