using TelemetryEngine.Arrow;

namespace TelemetryEngine.Sources;

/// <summary>Record batches in the order of the input, for one scan. Asked by one thread at a time.</summary>
internal abstract class BatchFeed : IDisposable
{
    /// <summary>Which input the last batch came from.</summary>
    public int File { get; protected set; }

    /// <summary>Bytes of input behind us. Read by any thread.</summary>
    public virtual long BytesRead => 0;

    /// <summary>True when whoever gets a batch disposes it.</summary>
    public abstract bool GivesOwnership { get; }

    /// <summary>The next batch, or null at the end. Cancelling ends a wait for input.</summary>
    /// <exception cref="InputException">The input can't be read.</exception>
    public abstract RecordBatch? Next(CancellationToken cancellation);

    public virtual void Dispose() => GC.SuppressFinalize(this);
}

/// <summary>Rows of a batch, claimed by one reader. The batch is disposed when the last of its morsels is released.</summary>
/// <param name="Owner">The batch.</param>
/// <param name="Offset">Its first row.</param>
/// <param name="Length">The number of rows.</param>
/// <param name="File">The input.</param>
/// <param name="Position">The first row's number in the input.</param>
internal readonly record struct BatchMorsel(SharedBatch Owner, int Offset, int Length, int File, long Position);

/// <summary>A batch that several readers look at.</summary>
internal sealed class SharedBatch(RecordBatch batch, bool owned)
{
    private int _users = 1;

    public RecordBatch Batch { get; } = batch;

    /// <summary>True when nobody looks at it any more.</summary>
    public bool IsReleased => Volatile.Read(ref _users) == 0;

    public void AddUser() => Interlocked.Increment(ref _users);

    public void Release()
    {
        if (Interlocked.Decrement(ref _users) == 0 && owned)
        {
            Batch.Dispose();
        }
    }
}
