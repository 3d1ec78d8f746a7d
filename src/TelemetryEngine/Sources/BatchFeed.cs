namespace TelemetryEngine.Sources;

/// <summary>Record batches in the order of the input, for one scan. Asked by one thread at a time.</summary>
internal abstract class BatchFeed : IDisposable
{
    /// <summary>Which input the last batch came from.</summary>
    public int File { get; protected set; }

    /// <summary>Bytes of input behind us. Read by any thread.</summary>
    public virtual long BytesRead => 0;

    /// <summary>The next batch, which may still have to be read, or null at the end.</summary>
    /// <exception cref="InputException">The input can't be read.</exception>
    public abstract SharedBatch? Next();

    public virtual void Dispose() => GC.SuppressFinalize(this);
}
