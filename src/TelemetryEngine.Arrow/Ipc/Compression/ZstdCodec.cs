using ZstdSharp;

namespace TelemetryEngine.Arrow.Ipc.Compression;

// ZSTD frames, by a managed port of the reference implementation. Frames are unpacked in one step straight into the target, so that the
// window a frame asks for is never allocated.
internal sealed class ZstdCodec : BufferCodec
{
    // The level that other writers of Arrow use.
    private const int Level = 1;

    private Decompressor? _decompressor;
    private Compressor? _compressor;

    // A block of 4 bytes can repeat a byte 128 Ki times.
    public override int MaxExpansion => (128 << 10) / 4;

    public override string? Decompress(ReadOnlySpan<byte> frame, Span<byte> target)
    {
        _decompressor ??= new Decompressor();
        try
        {
            int length = _decompressor.Unwrap(frame, target);
            return length == target.Length ? null : $"unpacks to {length} bytes";
        }
        catch (ZstdException e)
        {
            return $"can't be unpacked ({e.Message})";
        }
    }

    public override int Compress(ReadOnlySpan<byte> bytes, Span<byte> target)
    {
        _compressor ??= new Compressor(Level);
        return _compressor.TryWrap(bytes, target, out int written) ? written : 0;
    }

    public override void Dispose()
    {
        _decompressor?.Dispose();
        _compressor?.Dispose();
    }
}
