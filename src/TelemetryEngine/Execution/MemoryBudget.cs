using System.Globalization;

namespace TelemetryEngine.Execution;

/// <summary>
/// Bounds what states hold together. What grows holds its old and its new memory for a moment, so states may fill half of the budget; and memory that was let
/// go counts until the runtime has taken it back, which it is asked to do when the budget would be exceeded otherwise.
/// </summary>
internal sealed class MemoryBudget
{
    // The runtime does by itself what is not worth a pause of all threads.
    private const long LeastGarbageBytes = 16 << 20;

    private readonly long _leastShareBytes;
    private long _usedBytes;
    private long _garbageBytes;

    /// <param name="limitBytes">The most bytes; 0 = 70 % of what the machine or container has.</param>
    /// <param name="leastShareBytes">What one who loads a part of the groups has for it at least.</param>
    public MemoryBudget(long limitBytes, long leastShareBytes = 1 << 20)
    {
        LimitBytes = limitBytes > 0 ? limitBytes : GC.GetGCMemoryInfo().TotalAvailableMemoryBytes / 10 * 7;
        _leastShareBytes = leastShareBytes;
    }

    /// <summary>The most bytes.</summary>
    public long LimitBytes { get; }

    /// <summary>How many equals may work at a time when each holds so much.</summary>
    public int Workers(long bytes, int most) => (int)Math.Clamp(LimitBytes / Math.Max(bytes * 2, 1), 1, most);

    /// <summary>What one of several equals may hold.</summary>
    public long ShareBytes(int workers) => Math.Max(LimitBytes / 2 / workers, _leastShareBytes);

    /// <summary>Replaces what somebody held by what it holds now.</summary>
    /// <param name="heldBytes">What it held.</param>
    /// <param name="bytes">What it holds.</param>
    /// <returns>What all hold.</returns>
    public long Charge(ref long heldBytes, long bytes)
    {
        long more = bytes - heldBytes;
        long used = Interlocked.Add(ref _usedBytes, more);
        if (more != 0)
        {
            // what grew by half left twice as much behind as it won
            long left = more > 0 ? Math.Min(2 * more, heldBytes) : -more;
            long garbage = Interlocked.Add(ref _garbageBytes, left);
            if (garbage > LeastGarbageBytes && used + garbage > LimitBytes)
            {
                TakeBack();
            }
        }

        heldBytes = bytes;
        return used;
    }

    /// <summary>True when a worker is the one to let its states go: together they hold too much, and it no less than the average.</summary>
    public bool MustSpill(long usedBytes, long heldBytes, int workers) => usedBytes > LimitBytes / 2 && heldBytes * workers >= usedBytes;

    /// <summary>True when a worker comes near to what it may hold, so that it should grow in small steps.</summary>
    public bool IsNear(long heldBytes, int workers) => heldBytes * workers > LimitBytes / 8;

    /// <summary>As <see cref="Charge"/>, for what is made of the groups at the end and can't be spilled.</summary>
    /// <exception cref="RunException">All together hold more than is allowed.</exception>
    public void Take(ref long heldBytes, long bytes)
    {
        long used = Charge(ref heldBytes, bytes);
        if (used > LimitBytes)
        {
            throw new RunException(string.Create(
                CultureInfo.InvariantCulture,
                $"the windows and their groups take {used >> 20} MiB and more, too much for the {LimitBytes >> 20} MiB allowed; use longer steps or fewer keys, filter with --where, or allow more with --memory"));
        }
    }

    /// <summary>Says that states of one key take more than there is.</summary>
    public RunException Exceeded(long bytes) => new(string.Create(
        CultureInfo.InvariantCulture,
        $"the groups of one key take {bytes >> 20} MiB and more, too much for the {LimitBytes >> 20} MiB allowed, and only whole keys are spilled to disk; use a longer window or more keys, filter with --where, or allow more with --memory"));

    /// <summary>Has what was let go taken back, before something new begins.</summary>
    public void Settle()
    {
        if (Interlocked.Read(ref _garbageBytes) > LeastGarbageBytes)
        {
            TakeBack();
        }
    }

    // Left alone, the collector lets large arrays pile up to several times what lives, and the process would hold far more than was asked for.
    private void TakeBack()
    {
        if (Interlocked.Exchange(ref _garbageBytes, 0) > LeastGarbageBytes)
        {
            GC.Collect(GC.MaxGeneration, GCCollectionMode.Aggressive, blocking: true, compacting: true);
        }
    }
}
