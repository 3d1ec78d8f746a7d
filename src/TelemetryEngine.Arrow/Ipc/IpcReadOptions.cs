namespace TelemetryEngine.Arrow.Ipc;

/// <summary>How batches are read.</summary>
internal sealed record IpcReadOptions
{
    /// <summary>The longest body in bytes, and the longest buffer: what one piece of memory can hold.</summary>
    internal const int MaxBodyBytes = 0x7FFF_0000;

    /// <summary>
    /// The longest metadata of a message, and the longest footer, in bytes: 256 MiB. The schema of a million columns takes about half of it. What claims more is refused before memory is allocated for it.
    /// </summary>
    public const int MaxMetadataBytes = 256 << 20;

    /// <summary>A compressed body may unpack to as much as an uncompressed one may have.</summary>
    public static readonly IpcReadOptions Default = new();

    /// <summary>
    /// The most bytes that the compressed buffers of one batch may unpack to, all together; the same holds for those of all dictionaries that
    /// are in force. Default: 2 GiB less 64 KiB. A body that announces more is refused before memory is allocated for it. What comes from strangers should be held to less:
    /// a ZSTD frame can unpack to 32,768 times its size.
    /// </summary>
    public long MaxUncompressedBytes { get; init; } = MaxBodyBytes;

    /// <summary>
    /// Bounds what all readers with these options hold together, compressed or not; null = nothing does. What needs more is an <see cref="ArrowMemoryException"/>, before memory is allocated for it. Metadata may then be
    /// no longer than a quarter of it.
    /// </summary>
    public ReadMemory? Memory { get; init; }

    internal int MostMetadataBytes => Memory?.MostMetadataBytes ?? MaxMetadataBytes;

    internal AlignedMemoryPool NewPool() => new(Memory?.MostPooledBytes ?? int.MaxValue);
}
