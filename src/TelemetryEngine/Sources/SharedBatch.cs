using System.Runtime.ExceptionServices;
using Apache.Arrow;
using TelemetryEngine.Arrow.Ipc;

namespace TelemetryEngine.Sources;

/// <summary>A batch that several readers look at. It is disposed when the last of them has released it, if it is owned.</summary>
internal sealed class SharedBatch
{
    private readonly Lock _reading = new();
    private readonly Func<RecordBatch>? _read;
    private readonly bool _isOwned;
    private RecordBatch? _batch;
    private ExceptionDispatchInfo? _failure;
    private int _users = 1;

    /// <summary>Shares a batch that is there.</summary>
    public SharedBatch(RecordBatch batch, bool isOwned)
    {
        _batch = batch;
        _isOwned = isOwned;
        Rows = batch.Length;
    }

    /// <summary>Shares a batch, to be owned, that the first one who looks at it reads, while the others wait for him.</summary>
    public SharedBatch(int rows, Func<RecordBatch> read)
    {
        _read = read;
        _isOwned = true;
        Rows = rows;
    }

    /// <summary>The number of rows.</summary>
    public int Rows { get; }

    /// <summary>True when looking at it costs nothing any more.</summary>
    public bool IsRead => Volatile.Read(ref _batch) is not null;

    /// <summary>The batch.</summary>
    /// <exception cref="InputException">It can't be read; the same for everyone who asks.</exception>
    /// <exception cref="ArrowMemoryException">It does not fit the memory beside other batches. Whoever asks again tries again.</exception>
    public RecordBatch Batch => Volatile.Read(ref _batch) ?? Read();

    /// <summary>True when nobody looks at it any more.</summary>
    public bool IsReleased => Volatile.Read(ref _users) == 0;

    public void AddUser() => Interlocked.Increment(ref _users);

    public void Release()
    {
        if (Interlocked.Decrement(ref _users) == 0 && _isOwned && IsRead)
        {
            Batch.Dispose();
        }
    }

    private RecordBatch Read()
    {
        lock (_reading)
        {
            _failure?.Throw();
            try
            {
                return _batch ??= _read!();
            }
            catch (Exception e) when (e is not ArrowMemoryException)
            {
                _failure = ExceptionDispatchInfo.Capture(e);
                throw;
            }
        }
    }
}

/// <summary>Rows of a batch, claimed by one reader.</summary>
/// <param name="Owner">The batch.</param>
/// <param name="Offset">Its first row.</param>
/// <param name="Length">The number of rows; 0 where the batch has none, which is still to be read for what may be wrong with it.</param>
/// <param name="File">The input.</param>
/// <param name="Position">The first row's number in the input.</param>
/// <param name="Place">Rises from morsel to morsel over all inputs.</param>
internal readonly record struct BatchMorsel(SharedBatch Owner, int Offset, int Length, int File, long Position, long Place);
