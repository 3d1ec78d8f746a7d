namespace TelemetryEngine.Arrow.Ipc;

/// <summary>
/// Bounds what readers hold together: the bodies of batches, what these unpack to, dictionaries, and metadata. One may be shared by any readers (<see cref="IpcReadOptions.Memory"/>) and is asked before
/// memory is allocated. A batch gives its part back when it is disposed, a reader the rest. What lies in memory already is not counted. Safe for several threads.
/// </summary>
internal sealed class ReadMemory
{
    private readonly Lock _lock = new();
    private readonly Action<long>? _drawn;
    private long _batchBytes;
    private long _keptBytes;

    /// <summary>Makes a bound.</summary>
    /// <param name="limitBytes">The most bytes that all readers may hold.</param>
    /// <param name="drawn">Told of each change: how many bytes more are held, or fewer where negative. It is called by any thread and must not throw.</param>
    /// <exception cref="ArgumentOutOfRangeException">There is no limit of less than a byte.</exception>
    public ReadMemory(long limitBytes, Action<long>? drawn = null)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(limitBytes);
        LimitBytes = limitBytes;
        _drawn = drawn;
    }

    /// <summary>The most bytes.</summary>
    public long LimitBytes { get; }

    /// <summary>What is held now.</summary>
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

    /// <summary>The longest piece of metadata of a message or file: its size times what it unfolds to is to fit as well.</summary>
    internal int MostMetadataBytes => (int)Math.Clamp(LimitBytes / 4, 1 << 20, IpcReadOptions.MaxMetadataBytes);

    /// <summary>Pools keep no longer pieces than these for the next batch: all that they keep is a small part of the bound.</summary>
    internal int MostPooledBytes => (int)Math.Min(LimitBytes / 64, int.MaxValue);

    /// <summary>Draws for a batch.</summary>
    /// <param name="bytes">How many more bytes.</param>
    /// <param name="ownBytes">What the same batch has drawn before.</param>
    /// <param name="isTemporary">When they are refused: true when other batches hold what is missing, so that it is worth asking again once one is disposed.</param>
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

    /// <summary>Gives back what a batch has drawn.</summary>
    internal void GiveBack(long bytes)
    {
        lock (_lock)
        {
            _batchBytes -= bytes;
        }

        _drawn?.Invoke(-bytes);
    }

    /// <summary>Replaces what a reader keeps beside its batches by what it will keep; batches may have to wait for it, it does not wait for them. False = it is too much.</summary>
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
