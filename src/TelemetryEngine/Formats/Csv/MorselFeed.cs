namespace TelemetryEngine.Formats.Csv;

// What a reader got to read.
// Blocks: The text; null when the input holds no more.
// IsLast: True when the input ends behind it.
// Number: Its number in the input, from 0.
internal readonly record struct Morsel(BlockReader? Blocks, bool IsLast, long Start, int Number);

// Cuts one input into morsels and hands them out, to each reader in their order. For many threads.
internal abstract class MorselFeed : IDisposable
{
    // The next morsel, to be read by way of the buffers that the reader brings along.
    public abstract Morsel Claim(ReaderBuffers buffers, CancellationToken cancellation);

    // Bytes on the disk that were read so far, where only the feed knows.
    public virtual long BytesRead => 0;

    public virtual void Dispose()
    {
    }
}

// The buffers of one reader, kept from morsel to morsel.
internal sealed class ReaderBuffers : IDisposable
{
    private FileBlocks? _file;

    public FileBlocks File => _file ??= new FileBlocks();

    public ChunkBlocks Chunk { get; set; } = new();

    public void Dispose()
    {
        _file?.Dispose();
        Chunk.Dispose();
    }
}
