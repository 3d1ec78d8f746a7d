namespace TelemetryEngine.Arrow.Ipc;

/// <summary>How batches are read.</summary>
public sealed record IpcReadOptions
{
    /// <summary>The longest body in bytes, and the longest buffer: what one piece of memory can hold.</summary>
    internal const int MaxBodyBytes = 0x7FFF_0000;

    /// <summary>A compressed body may unpack to as much as an uncompressed one may have.</summary>
    public static readonly IpcReadOptions Default = new();

    /// <summary>
    /// The most bytes that the compressed buffers of one batch, or of one dictionary batch, may unpack to, all together; default: 2 GiB less
    /// 64 KiB. A body that announces more is refused before memory is allocated for it. What comes from strangers should be held to less:
    /// a ZSTD frame can unpack to 32,768 times its size.
    /// </summary>
    public long MaxUncompressedBytes { get; init; } = MaxBodyBytes;
}
