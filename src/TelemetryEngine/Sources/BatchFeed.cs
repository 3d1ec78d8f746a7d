namespace TelemetryEngine.Sources;

/// <summary>Record batches in the order of the input, for one scan. Asked by one thread at a time.</summary>
internal abstract class BatchFeed : IDisposable
{
    /// <summary>Which input the last batch came from.</summary>
    public int File { get; protected set; }

    /// <summary>Bytes of input behind us. Read by any thread.</summary>
    public virtual long BytesRead => 0;

    /// <summary>How much of the input is behind us, from 0 to 1; null where only its bytes say so. Read by any thread.</summary>
    public virtual double? ShareRead => null;

    /// <summary>True while the next batch is given without a wait for input.</summary>
    public virtual bool IsPrompt => false;

    /// <summary>Where in its batches a column of the input is, as far as it was asked for.</summary>
    public virtual int PlaceOf(int column) => column;

    /// <summary>The next batch, which may still have to be read, or null at the end. Cancelling ends a wait for input.</summary>
    /// <exception cref="InputException">The input can't be read.</exception>
    /// <exception cref="OperationCanceledException">Cancelled while no input came.</exception>
    public abstract SharedBatch? Next(CancellationToken cancellation);

    public virtual void Dispose() => GC.SuppressFinalize(this);
}
