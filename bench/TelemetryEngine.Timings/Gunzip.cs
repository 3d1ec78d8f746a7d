using System.Diagnostics;
using System.IO.Compression;

namespace TelemetryEngine.Timings;

/// <summary>What a reader of gzip can't be faster than on one thread: the runtime's decompression, with nothing done to the bytes.</summary>
internal static class Gunzip
{
    private const int BufferBytes = 1 << 20;

    public static Timing Run(string path)
    {
        byte[] buffer = new byte[BufferBytes];
        long start = Stopwatch.GetTimestamp();
        using GZipStream stream = new(File.OpenRead(path), CompressionMode.Decompress);
        long bytes = 0;
        while (stream.Read(buffer) is > 0 and int read)
        {
            bytes += read;
        }

        return new Timing([Stopwatch.GetElapsedTime(start).TotalSeconds], bytes);
    }
}
