namespace TelemetryEngine.Arrow.Ipc;

// Bounds what readers hold together: the bodies of batches, what these unpack to, dictionaries, and metadata. One may be shared by any
// readers (IpcReadOptions.Memory) and is asked before memory is allocated. A batch gives its part back when it is disposed, a reader the
// rest. What lies in memory already is not counted. Safe for several threads.
internal sealed class ReadMemory
{
    private readonly Lock _lock = new();
    private readonly Action<long>? _drawn;
    private long _batchBytes;
    private long _keptBytes;

    // Makes a bound.
    // limitBytes: The most bytes that all readers may hold.
    // drawn: Told of each change: how many bytes more are held, or fewer where negative. It is called by any thread and must not throw.
    // throws ArgumentOutOfRangeException: There is no limit of less than a byte.
    public ReadMemory(long limitBytes, Action<long>? drawn = null)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(limitBytes);
        LimitBytes = limitBytes;
        _drawn = drawn;
    }

    // The most bytes.
    public long LimitBytes { get; }

    // What is held now.
    public long HeldBytes
    {
        get
        {
            lock (_lock)
            {
                return _batchBytes + _keptBytes;
            }
        }
    }

    // The longest piece of metadata of a message or file: its size times what it unfolds to is to fit as well.
    internal int MostMetadataBytes => (int)Math.Clamp(LimitBytes / 4, 1 << 20, IpcReadOptions.MaxMetadataBytes);

    // Pools keep no longer pieces than these for the next batch: all that they keep is a small part of the bound.
    internal int MostPooledBytes => (int)Math.Min(LimitBytes / 64, int.MaxValue);

    // Draws for a batch.
    // ownBytes: What the same batch has drawn before.
    // isTemporary: When they are refused: true when other batches hold what is missing, so that it is worth asking again once one is
    // disposed.
    internal bool TryTake(long bytes, long ownBytes, out bool isTemporary)
    {
        lock (_lock)
        {
            isTemporary = ownBytes + bytes <= LimitBytes - _keptBytes;
            if (bytes > LimitBytes - _keptBytes - _batchBytes)
            {
                return false;
            }

            _batchBytes += bytes;
        }

        _drawn?.Invoke(bytes);
        return true;
    }

    // Gives back what a batch has drawn.
    internal void GiveBack(long bytes)
    {
        lock (_lock)
        {
            _batchBytes -= bytes;
        }

        _drawn?.Invoke(-bytes);
    }

    // Replaces what a reader keeps beside its batches by what it will keep; batches may have to wait for it, it does not wait for them.
    // False = it is too much.
    internal bool TryKeep(ref long keptBytes, long bytes)
    {
        long more = bytes - keptBytes;
        lock (_lock)
        {
            if (more > LimitBytes - _keptBytes && more > 0)
            {
                return false;
            }

            _keptBytes += more;
        }

        keptBytes = bytes;
        _drawn?.Invoke(more);
        return true;
    }
}
