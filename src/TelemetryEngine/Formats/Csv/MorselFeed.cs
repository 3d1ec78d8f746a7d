namespace TelemetryEngine.Formats.Csv;

/// <summary>What a reader got to read.</summary>
/// <param name="Blocks">The text; null when the input holds no more.</param>
/// <param name="IsLast">True when the input ends behind it.</param>
/// <param name="Start">Where it starts.</param>
/// <param name="Number">Its number in the input, from 0.</param>
internal readonly record struct Morsel(BlockReader? Blocks, bool IsLast, long Start, int Number);

/// <summary>Cuts one input into morsels and hands them out, to each reader in their order. For many threads.</summary>
internal abstract class MorselFeed : IDisposable
{
    /// <summary>The next morsel, to be read by way of the buffers that the reader brings along.</summary>
    public abstract Morsel Claim(ReaderBuffers buffers, CancellationToken cancellation);

    /// <summary>Bytes on the disk that were read so far, where only the feed knows.</summary>
    public virtual long BytesRead => 0;

    public virtual void Dispose()
    {
    }
}

/// <summary>The buffers of one reader, kept from morsel to morsel.</summary>
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
