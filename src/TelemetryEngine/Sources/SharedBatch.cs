using System.Runtime.ExceptionServices;
using Apache.Arrow;
using TelemetryEngine.Arrow.Ipc;

namespace TelemetryEngine.Sources;

// A batch that several readers look at. It is disposed when the last of them has released it, if it is owned.
internal sealed class SharedBatch
{
    private readonly Lock _reading = new();
    private readonly Func<RecordBatch>? _read;
    private readonly bool _isOwned;
    private RecordBatch? _batch;
    private ExceptionDispatchInfo? _failure;
    private int _users = 1;

    // Shares a batch that is there.
    public SharedBatch(RecordBatch batch, bool isOwned)
    {
        _batch = batch;
        _isOwned = isOwned;
        Rows = batch.Length;
    }

    // Shares a batch, to be owned, that the first one who looks at it reads, while the others wait for him.
    public SharedBatch(int rows, Func<RecordBatch> read)
    {
        _read = read;
        _isOwned = true;
        Rows = rows;
    }

    // The number of rows.
    public int Rows { get; }

    // True when looking at it costs nothing any more.
    public bool IsRead => Volatile.Read(ref _batch) is not null;

    // The batch.
    // throws InputException: It can't be read; the same for everyone who asks.
    // throws ArrowMemoryException: It does not fit the memory beside other batches. Another call tries again.
    public RecordBatch Batch => Volatile.Read(ref _batch) ?? Read();

    // True when it is no longer in use.
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

// Rows of a batch, claimed by one reader.
// Length: The number of rows; 0 where the batch has none, which is still to be read for what may be wrong with it.
// Position: The first row's number in the input.
// Place: Rises from morsel to morsel over all inputs.
internal readonly record struct BatchMorsel(SharedBatch Owner, int Offset, int Length, int File, long Position, long Place);
