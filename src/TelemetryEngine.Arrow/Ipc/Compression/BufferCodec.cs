namespace TelemetryEngine.Arrow.Ipc.Compression;

/// <summary>Packs and unpacks single buffers. Not for several threads at a time. The packages behind it are loaded when the first is made.</summary>
internal abstract class BufferCodec : IDisposable
{
    /// <summary>The most bytes that one byte of a frame can unpack to, by the design of its format.</summary>
    public abstract int MaxExpansion { get; }

    public static BufferCodec Create(CompressionType type) => type switch
    {
        CompressionType.Lz4Frame => new Lz4FrameCodec(),
        CompressionType.Zstd => new ZstdCodec(),
        _ => throw new ArgumentOutOfRangeException(nameof(type)),
    };

    /// <summary>Unpacks a frame from an untrusted hand, which must fill the target exactly and have nothing behind its end.</summary>
    /// <returns>What is wrong with the frame; null: nothing.</returns>
    public abstract string? Decompress(ReadOnlySpan<byte> frame, Span<byte> target);

    /// <summary>Packs a buffer.</summary>
    /// <returns>The length of the frame; 0: it does not fit the target.</returns>
    public abstract int Compress(ReadOnlySpan<byte> bytes, Span<byte> target);

    public abstract void Dispose();
}
