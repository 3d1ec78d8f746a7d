using TelemetryEngine.Arrow.Ipc.FlatBuffers;

namespace TelemetryEngine.Arrow.Ipc.Compression;

/// <summary>
/// What a reader keeps from one compressed body to the next: codecs, and memory for batches. Several threads at a time may open batches, each with codecs of
/// its own; dictionaries only one.
/// </summary>
internal sealed class BodyDecompressor(IpcReadOptions options) : IDisposable
{
    private readonly AlignedMemoryPool _pool = new();
    private readonly Dictionary<long, long> _keptBytes = [];
    private (long Id, CompressedBody Body)? _lastKept;
    private long _allKeptBytes;
    private bool _isDisposed;
    private readonly ThreadLocal<BufferCodec> _lz4 = PerThread(CompressionType.Lz4Frame);
    private readonly ThreadLocal<BufferCodec> _zstd = PerThread(CompressionType.Zstd);

    /// <summary>Opens the body of a batch, whose memory is given back when the result is disposed; null: it is not compressed.</summary>
    /// <param name="header">The table of the record batch.</param>
    public CompressedBody? OpenLeased(FlatTable header) =>
        Codec(header) is { } codec ? new CompressedBody(codec, _pool, options.MaxUncompressedBytes, options.MaxUncompressedBytes) : null;

    /// <summary>
    /// Opens the body of a dictionary, whose memory stays as long as somebody refers to it; null: it is not compressed. All dictionaries that
    /// are in force are held to the bound together, since they are kept together.
    /// </summary>
    /// <param name="header">The table of the record batch.</param>
    /// <param name="id">The dictionary's id.</param>
    /// <param name="isDelta">True when it is added to what came before under this id; false when it takes its place.</param>
    public CompressedBody? OpenKept(FlatTable header, long id, bool isDelta)
    {
        CountLastKept();
        if (!isDelta && _keptBytes.Remove(id, out long replacedBytes))
        {
            _allKeptBytes -= replacedBytes;
        }

        if (Codec(header) is not { } codec)
        {
            return null;
        }

        CompressedBody body = new(codec, pool: null, options.MaxUncompressedBytes, options.MaxUncompressedBytes - _allKeptBytes);
        _lastKept = (id, body);
        return body;
    }

    public void Dispose()
    {
        if (!_isDisposed)
        {
            _isDisposed = true;
            _pool.Dispose();
            DisposeAll(_lz4);
            DisposeAll(_zstd);
        }
    }

    private static ThreadLocal<BufferCodec> PerThread(CompressionType type) => new(() => BufferCodec.Create(type), trackAllValues: true);

    private static void DisposeAll(ThreadLocal<BufferCodec> codecs)
    {
        foreach (BufferCodec codec in codecs.Values)
        {
            codec.Dispose();
        }

        codecs.Dispose();
    }

    private void CountLastKept()
    {
        if (_lastKept is not { } last)
        {
            return;
        }

        _keptBytes[last.Id] = _keptBytes.GetValueOrDefault(last.Id) + last.Body.UnpackedBytes;
        _allKeptBytes += last.Body.UnpackedBytes;
        _lastKept = null;
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
            (Slots.BodyCompression.Lz4Frame, 0) => _lz4.Value,
            (Slots.BodyCompression.Zstd, 0) => _zstd.Value,
            _ => throw header.Error($"a body compressed with codec {codec}, method {method}: only LZ4 frames and ZSTD, buffer by buffer, are supported"),
        };
    }
}
