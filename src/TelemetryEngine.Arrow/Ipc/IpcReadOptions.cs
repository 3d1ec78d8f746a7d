namespace TelemetryEngine.Arrow.Ipc;

// How batches are read.
internal sealed record IpcReadOptions
{
    // The longest body in bytes, and the longest buffer: what one piece of memory can hold.
    internal const int MaxBodyBytes = 0x7FFF_0000;

    // The longest metadata of a message, and the longest footer, in bytes: 256 MiB. The schema of a million columns takes about half of it.
    // What claims more is refused before memory is allocated for it.
    public const int MaxMetadataBytes = 256 << 20;

    // A compressed body may unpack to as much as an uncompressed one may have.
    public static readonly IpcReadOptions Default = new();

    // The most bytes that the compressed buffers of one batch may unpack to, all together; the same holds for those of all dictionaries
    // that are in force. Default: 2 GiB less 64 KiB. A body that announces more is refused before memory is allocated for it. What comes
    // from strangers should be held to less: a ZSTD frame can unpack to 32,768 times its size.
    public long MaxUncompressedBytes { get; init; } = MaxBodyBytes;

    // Bounds what all readers with these options hold together, compressed or not; null = nothing does. What needs more is an
    // ArrowMemoryException, before memory is allocated for it. Metadata may then be no longer than a quarter of it.
    public ReadMemory? Memory { get; init; }

    internal int MostMetadataBytes => Memory?.MostMetadataBytes ?? MaxMetadataBytes;

    internal AlignedMemoryPool NewPool() => new(Memory?.MostPooledBytes ?? int.MaxValue);
}
