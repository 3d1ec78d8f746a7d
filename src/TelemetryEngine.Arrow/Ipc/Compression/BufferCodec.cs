namespace TelemetryEngine.Arrow.Ipc.Compression;

// Packs and unpacks single buffers. Not for several threads at a time. The packages behind it are loaded when the first is made.
internal abstract class BufferCodec : IDisposable
{
    // The most bytes that one byte of a frame can unpack to, by the design of its format.
    public abstract int MaxExpansion { get; }

    public static BufferCodec Create(CompressionType type) => type switch
    {
        CompressionType.Lz4Frame => new Lz4FrameCodec(),
        CompressionType.Zstd => new ZstdCodec(),
        _ => throw new ArgumentOutOfRangeException(nameof(type)),
    };

    // Unpacks a frame from an untrusted hand, which must fill the target exactly and have nothing behind its end.
    // returns: What is wrong with the frame; null: nothing.
    public abstract string? Decompress(ReadOnlySpan<byte> frame, Span<byte> target);

    // Packs a buffer.
    // returns: The length of the frame; 0: it does not fit the target.
    public abstract int Compress(ReadOnlySpan<byte> bytes, Span<byte> target);

    public abstract void Dispose();
}
