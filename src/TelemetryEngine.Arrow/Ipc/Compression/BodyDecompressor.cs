using TelemetryEngine.Arrow.Ipc.FlatBuffers;

namespace TelemetryEngine.Arrow.Ipc.Compression;

/// <summary>What a reader keeps from one compressed body to the next: codecs, and memory for batches.</summary>
internal sealed class BodyDecompressor(IpcReadOptions options) : IDisposable
{
    private readonly AlignedMemoryPool _pool = new();
    private BufferCodec? _lz4;
    private BufferCodec? _zstd;

    /// <summary>Opens the body of a batch, whose memory is given back when the result is disposed; null: it is not compressed.</summary>
    /// <param name="header">The table of the record batch.</param>
    public CompressedBody? OpenLeased(FlatTable header) => Codec(header) is { } codec ? new CompressedBody(codec, _pool, options) : null;

    /// <summary>Opens the body of a dictionary, whose memory stays as long as somebody refers to it; null: it is not compressed.</summary>
    /// <param name="header">The table of the record batch.</param>
    public CompressedBody? OpenKept(FlatTable header) => Codec(header) is { } codec ? new CompressedBody(codec, pool: null, options) : null;

    public void Dispose()
    {
        _pool.Dispose();
        _lz4?.Dispose();
        _zstd?.Dispose();
    }

    private BufferCodec? Codec(FlatTable header)
    {
        if (header.Table(Slots.RecordBatch.Compression) is not { } compression)
        {
            return null;
        }

        (byte codec, byte method) = (compression.Byte(Slots.BodyCompression.Codec), compression.Byte(Slots.BodyCompression.Method));
        return (codec, method) switch
        {
            (Slots.BodyCompression.Lz4Frame, 0) => _lz4 ??= BufferCodec.Create(CompressionType.Lz4Frame),
            (Slots.BodyCompression.Zstd, 0) => _zstd ??= BufferCodec.Create(CompressionType.Zstd),
            _ => throw header.Error($"a body compressed with codec {codec}, method {method}: only LZ4 frames and ZSTD, buffer by buffer, are supported"),
        };
    }
}
