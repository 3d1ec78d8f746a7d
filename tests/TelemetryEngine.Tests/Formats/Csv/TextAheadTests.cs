using System.IO.Compression;
using TelemetryEngine.Formats.Csv;

namespace TelemetryEngine.Tests.Formats.Csv;

public sealed class TextAheadTests
{
    private static readonly byte[] Text = [.. Enumerable.Range(0, 20 << 20).Select(i => (byte)((i >> 3) * (i >> 7)))];

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(100_000)]
    public void Goes_on_where_the_text_stands(int before)
    {
        using TemporaryFolder folder = new();
        using FileStream file = new(Pack(folder), FileMode.Open);
        using GZipStream text = new(file, CompressionMode.Decompress);
        text.ReadExactly(new byte[before]);

        using TextAhead ahead = new(text, file);
        (byte[] read, Exception? failure) = Read(ahead, Text.Length);

        Assert.Null(failure);
        Assert.True(Text.AsSpan(before).SequenceEqual(read));
        Assert.Equal(file.Length, ahead.BytesRead);
    }

    [Fact]
    public void A_failure_comes_behind_the_text_before_it()
    {
        using TemporaryFolder folder = new();
        using FileStream file = new(Pack(folder), FileMode.Open);
        file.SetLength(file.Length / 2);
        using GZipStream text = new(file, CompressionMode.Decompress);

        using TextAhead ahead = new(text, file);
        (byte[] read, Exception? failure) = Read(ahead, Text.Length);

        Assert.IsType<InvalidDataException>(failure);
        Assert.InRange(read.Length, 1 << 20, Text.Length - 1);
        Assert.True(Text.AsSpan(0, read.Length).SequenceEqual(read));
    }

    /// <summary>The thread waits until somebody makes room, or says that nobody will.</summary>
    [Theory]
    [InlineData(0)]
    [InlineData(3 << 20)]
    public void Ends_when_nobody_reads_on(int length)
    {
        using TemporaryFolder folder = new();
        using FileStream file = new(Pack(folder), FileMode.Open);
        using GZipStream text = new(file, CompressionMode.Decompress);

        TextAhead ahead = new(text, file);
        (byte[] read, _) = Read(ahead, length);
        ahead.Dispose();

        Assert.True(Text.AsSpan(0, length).SequenceEqual(read));
        Assert.InRange(ahead.BytesRead, 0, file.Length - 1);
    }

    private static (byte[] Read, Exception? Failure) Read(TextAhead ahead, int length)
    {
        byte[] read = new byte[length];
        int filled = 0;
        try
        {
            while (filled < length && ahead.Read(read.AsSpan(filled)) is > 0 and int got)
            {
                filled += got;
            }
        }
        catch (InvalidDataException failure)
        {
            return (read[..filled], failure);
        }

        return (read[..filled], null);
    }

    private static string Pack(TemporaryFolder folder)
    {
        string path = folder["text.gz"];
        using GZipStream packed = new(File.Create(path), CompressionLevel.Fastest);
        packed.Write(Text);
        return path;
    }
}
