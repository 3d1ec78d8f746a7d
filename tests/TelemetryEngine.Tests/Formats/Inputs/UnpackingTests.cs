using System.IO.Compression;
using TelemetryEngine.Formats.Inputs;

namespace TelemetryEngine.Tests.Formats.Inputs;

/// <summary>Whatever stands behind what is packed is read or an error, whether it is read or copied, in pieces of any length.</summary>
public sealed class UnpackingTests
{
    public static TheoryData<int, bool, int> Ways { get; } = new MatrixTheoryData<int, bool, int>([10, 100_000, 1_000_000], [false, true], [1, 3]);

    [Theory]
    [MemberData(nameof(Ways))]
    public void GzipMembersAreReadToTheLast(int length, bool copied, int members)
    {
        byte[] text = Bytes(length);
        byte[] packed = [.. Enumerable.Repeat(Gzip(text), members).SelectMany(p => p)];

        Assert.Equal([.. Enumerable.Repeat(text, members).SelectMany(t => t)], Read(packed, "a.gz", copied));
    }

    [Theory]
    [MemberData(nameof(Ways))]
    public void WhatIsNoFurtherMemberIsAnErrorThatNamesItsPlace(int length, bool copied, int members)
    {
        byte[] packed = [.. Enumerable.Repeat(Gzip(Bytes(length)), members).SelectMany(p => p)];
        byte[][] tails = [[0], [65], new byte[600], [31, 65, 66], [139, 31], Bytes(300_000), [.. new byte[512], .. Gzip(Bytes(10))], [30, .. Gzip(Bytes(10)).AsSpan(1)]];
        foreach (byte[] tail in tails)
        {
            InvalidDataException error = Assert.Throws<InvalidDataException>(() => Read([.. packed, .. tail], "a.gz", copied));
            Assert.StartsWith($"its gzip data ends at byte {packed.Length}, and what stands behind would be lost; ", error.Message, StringComparison.Ordinal);
        }
    }

    [Theory]
    [MemberData(nameof(Ways))]
    public void WhatIsCutIsAnError(int length, bool copied, int members)
    {
        byte[] last = Gzip(Bytes(length));
        byte[] packed = [.. Enumerable.Repeat(last, members).SelectMany(p => p)];
        foreach (int cut in new[] { 1, 4, 8, last.Length / 2, last.Length - 1 })
        {
            Assert.Throws<InvalidDataException>(() => Read(packed[..^cut], "a.gz", copied));
        }
    }

    [Fact]
    public void AMemberThatEndsWhereAPieceEndsIsFollowedByTheNext()
    {
        // copying goes by pieces of 256 KiB; a member may be stored, and so have any length
        byte[] last = Gzip(Bytes(50));
        for (int length = 262_000; length < 262_144; length++)
        {
            byte[] first = Gzip(Bytes(length), CompressionLevel.NoCompression);
            if (first.Length is > 262_142 and < 262_147)
            {
                Assert.Equal([.. Bytes(length), .. Bytes(50)], Read([.. first, .. last], "a.gz", copied: true));
                Assert.Throws<InvalidDataException>(() => Read([.. first, 0, .. last], "a.gz", copied: true));
            }
        }
    }

    [Theory]
    [InlineData(10, false)]
    [InlineData(1_000_000, false)]
    [InlineData(10, true)]
    [InlineData(1_000_000, true)]
    public void BrotliHasOneEnd(int length, bool copied)
    {
        byte[] text = Bytes(length);
        byte[] packed = Brotli(text);
        Assert.Equal(text, Read(packed, "a.br", copied));
        foreach (byte[] tail in new byte[][] { [0], [65, 66], packed, Bytes(100_000) })
        {
            Assert.Contains($"ends at byte {packed.Length},", Assert.Throws<InvalidDataException>(() => Read([.. packed, .. tail], "a.br", copied)).Message, StringComparison.Ordinal);
        }

        foreach (int cut in new[] { 1, packed.Length / 2, packed.Length })
        {
            Assert.Contains("cut off", Assert.Throws<InvalidDataException>(() => Read(packed[..^cut], "a.br", copied)).Message, StringComparison.Ordinal);
        }
    }

    private static byte[] Read(byte[] packed, string name, bool copied)
    {
        using Stream text = Unpacking.Unpack(new MemoryStream(packed), Unpacking.Of(name, packed));
        MemoryStream read = new();
        if (copied)
        {
            text.CopyTo(read, 5000);
            return read.ToArray();
        }

        byte[] buffer = new byte[4097];
        while (text.Read(buffer) is > 0 and int got)
        {
            read.Write(buffer, 0, got);
        }

        return read.ToArray();
    }

    private static byte[] Bytes(int length)
    {
        byte[] bytes = new byte[length];
        new Random(length).NextBytes(bytes);
        return bytes;
    }

    private static byte[] Gzip(byte[] text, CompressionLevel level = CompressionLevel.Fastest)
    {
        MemoryStream packed = new();
        using (GZipStream stream = new(packed, level, leaveOpen: true))
        {
            stream.Write(text);
        }

        return packed.ToArray();
    }

    private static byte[] Brotli(byte[] text)
    {
        MemoryStream packed = new();
        using (BrotliStream stream = new(packed, CompressionLevel.Fastest, leaveOpen: true))
        {
            stream.Write(text);
        }

        return packed.ToArray();
    }
}
