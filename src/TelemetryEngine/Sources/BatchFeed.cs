namespace TelemetryEngine.Sources;

// Record batches in the order of the input, for one scan. Asked by one thread at a time.
internal abstract class BatchFeed : IDisposable
{
    // Which input the last batch came from.
    public int File { get; protected set; }

    // Bytes of input behind us. Read by any thread.
    public virtual long BytesRead => 0;

    // How much of the input is behind us, from 0 to 1; null where only its bytes say so. Read by any thread.
    public virtual double? ShareRead => null;

    // True while the next batch is given without a wait for input.
    public virtual bool IsPrompt => false;

    // Where in its batches a column of the input is, as far as it was asked for.
    public virtual int PlaceOf(int column) => column;

    // The next batch, which may still have to be read, or null at the end. Cancelling ends a wait for input.
    // throws InputException: The input can't be read.
    // throws OperationCanceledException: Cancelled while no input came.
    public abstract SharedBatch? Next(CancellationToken cancellation);

    public virtual void Dispose() => GC.SuppressFinalize(this);
}
