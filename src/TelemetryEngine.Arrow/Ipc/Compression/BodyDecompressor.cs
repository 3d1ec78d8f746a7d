using System.Globalization;
using TelemetryEngine.Arrow.Ipc.FlatBuffers;

namespace TelemetryEngine.Arrow.Ipc.Compression;

// What a reader keeps from one compressed body to the next: codecs, and memory for batches. Several threads at a time may open batches,
// each with codecs of its own; dictionaries only one.
internal sealed class BodyDecompressor(IpcReadOptions options) : IDisposable
{
    private readonly AlignedMemoryPool _pool = options.NewPool();
    private readonly Dictionary<long, long> _keptBytes = [];
    private (long Id, CompressedBody Body)? _lastKept;
    private readonly Dictionary<long, long> _drawnBytes = [];
    private long _allKeptBytes;
    private long _allDrawnBytes;
    private bool _isDisposed;
    private readonly ThreadLocal<BufferCodec> _lz4 = PerThread(CompressionType.Lz4Frame);
    private readonly ThreadLocal<BufferCodec> _zstd = PerThread(CompressionType.Zstd);

    // What readers draw from before they allocate; null = nothing bounds them.
    public ReadMemory? Memory => options.Memory;

    // True where a body is compressed, in whatever way.
    // header: The table of the record batch.
    public static bool IsPacked(FlatTable header) => header.Table(Slots.RecordBatch.Compression) is not null;

    // Opens the body of a batch, whose memory is given back when the result is disposed; null: it is not compressed.
    // header: The table of the record batch.
    // drawnBytes: What was drawn for what it unpacks to; null = nothing had to be.
    public CompressedBody? OpenLeased(FlatTable header, long? drawnBytes) => Codec(header) is { } codec
        ? new CompressedBody(codec, _pool, options.MaxUncompressedBytes,
            Math.Min(options.MaxUncompressedBytes, drawnBytes ?? long.MaxValue))
        : null;

    // Draws for a dictionary, before it is read, beside what was drawn for it before or, where that is no more needed, in its place.
    // throws ArrowMemoryException: It does not fit with the others.
    public void Keep(long id, long bytes, bool isMore, long offset)
    {
        if (options.Memory is not { } memory)
        {
            return;
        }

        long before = _drawnBytes.GetValueOrDefault(id);
        long now = isMore ? before + bytes : bytes;
        if (!memory.TryKeep(ref _allDrawnBytes, _allDrawnBytes - before + now))
        {
            throw new ArrowMemoryException(
                string.Create(CultureInfo.InvariantCulture,
                    $"dictionary {id} needs {now} bytes, beside {_allDrawnBytes - before} of others; {memory.LimitBytes} may be held of all batches and dictionaries"), offset, isTemporary: false);
        }

        _drawnBytes[id] = now;
    }

    // Opens the body of a dictionary, whose memory stays as long as it is referred to; null: it is not compressed. All dictionaries that
    // are in force are held to the bound together, since they are kept together.
    // header: The table of the record batch.
    // isDelta: True when it is added to what came before under this id; false when it takes its place.
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
            _ = options.Memory?.TryKeep(ref _allDrawnBytes, 0);
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
            _ => throw header.Error(
                $"a body compressed with codec {codec}, method {method}: only LZ4 frames and ZSTD, buffer by buffer, are supported"),
        };
    }
}
