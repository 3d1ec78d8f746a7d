using TelemetryEngine.Quoting;

namespace TelemetryEngine.Columns;

// Bounds what a run holds; there is one for each run, and whatever grows with the input draws from it before it allocates. What grows holds
// its old and its new memory for a moment, so states, which can be spilled, may fill half of it; and memory that was let go counts until
// the runtime has taken it back, which it is asked to do when the budget would be exceeded otherwise. Any thread may draw.
internal sealed class MemoryBudget
{
    // The runtime does by itself what is not worth a pause of all threads.
    private const long LeastGarbageBytes = 16 << 20;

    // So much is never too much: the program itself takes more, and a run whose states are all spilled still needs tables.
    private const long LeastBytes = 16 << 20;

    private static readonly MessageText FewerGroups = Message.Of($"use longer steps or fewer keys, filter with {Fix.Where}");

    private readonly MemoryBudget? _whole;
    private readonly long _leastShareBytes;
    private long _usedBytes;
    private long _stateBytes;
    private long _garbageBytes;
    private long _leftBytes;
    private int _isTaking;

    // limitBytes: The most bytes; 0 = 70 % of what the machine or container has.
    // leastShareBytes: What one who loads a part of the groups has for it at least.
    public MemoryBudget(long limitBytes, long leastShareBytes = 1 << 20)
    {
        LimitBytes = limitBytes > 0 ? limitBytes : GC.GetGCMemoryInfo().TotalAvailableMemoryBytes / 10 * 7;
        _leastShareBytes = leastShareBytes;
    }

    private MemoryBudget(MemoryBudget whole, long limitBytes)
        : this(limitBytes, whole._leastShareBytes) => _whole = whole;

    // The most bytes.
    public long LimitBytes { get; }

    // The most bytes that the texts of one column may have in one batch of the result: formatting and writing it takes several times as
    // much.
    public long BatchTextBytes => _whole?.BatchTextBytes ?? Math.Clamp(LimitBytes / 8, LeastBytes / 2, 1 << 30);

    // The values of one group from which on they go to the disk by themselves.
    public long ManyValueBytes => _whole?.ManyValueBytes ?? Math.Clamp(LimitBytes / 64, 16, 1 << 19);

    // How many equals may work at a time when each holds so much.
    public int Workers(long bytes, int most) => (int)Math.Clamp(LimitBytes / Math.Max(bytes * 2, 1), 1, most);

    // What one of several equals may hold.
    public long ShareBytes(int workers) => Math.Max(LimitBytes / 2 / workers, _leastShareBytes);

    // A budget for one of several equals: what is drawn from it is drawn from this one too.
    public MemoryBudget Share(int workers) => new(this, ShareBytes(workers));

    // Replaces what states held by what they hold now. It is for the caller to spill them when all hold too much (MustSpill).
    // returns: What all hold.
    public long Charge(ref long heldBytes, long bytes)
    {
        Interlocked.Add(ref _stateBytes, bytes - heldBytes);
        return Draw(ref heldBytes, bytes);
    }

    // As Charge, for what can't be spilled: to be called before it is allocated. Asking for less, or 0, gives back and never fails.
    // heldBytes: What the caller held. When the call fails it is what was asked for, so that the caller gives all of it back.
    // what: What that is, in the plural, as the subject of "do not fit".
    // remedy: What the user can do beside allowing more memory; null where these are the windows and their groups.
    // throws RunException: All together would hold more than is allowed.
    public void Reserve(
        ref long heldBytes,
        long bytes,
        string what = "the windows and their groups",
        MessageText? remedy = null)
    {
        bool isMore = bytes > heldBytes;
        long used = Draw(ref heldBytes, bytes);
        if (isMore && used > Math.Max(LimitBytes, LeastBytes))
        {
            throw Exceeded(what, used, remedy ?? FewerGroups);
        }
    }

    // Counts memory that is bounded elsewhere and that the collector has nothing to do with, as it is taken and, with fewer than no bytes,
    // freed.
    public void Lend(long bytes)
    {
        Interlocked.Add(ref _usedBytes, bytes);
        _whole?.Lend(bytes);
    }

    // Says that something can't be held.
    // bytes: What the run would hold with it.
    // remedy: What the user can do beside allowing more memory.
    public RunException Exceeded(string what, long bytes, MessageText remedy) => new(
        $"{what} do not fit the memory: the run would take {bytes >> 20} MiB and more, and {Math.Max(LimitBytes, LeastBytes) >> 20} MiB are allowed; {remedy}, or allow more with {Fix.Memory}");

    // True when a worker is the one to let its states go: all together hold too much, and it no less than the average. A few states are not
    // worth it, whatever the others hold.
    // workers: How many workers there are.
    // copies: How many times there must be room for the states: 2 as they grow, and more where finishing them copies what they hold.
    public bool MustSpill(long usedBytes, long heldBytes, int workers, int copies = 2) =>
        usedBytes > LimitBytes / copies && heldBytes * workers >= Math.Max(Interlocked.Read(ref _stateBytes), LimitBytes / 32);

    // True when a worker comes near to what it may hold, so that it should grow in small steps.
    public bool IsNear(long heldBytes, int workers) => heldBytes * workers > LimitBytes / 8;

    // Has what was let go taken back, before something new begins.
    public void Reclaim()
    {
        if (_whole is not null)
        {
            _whole.Reclaim();
        }
        else if (Interlocked.Read(ref _garbageBytes) > LeastGarbageBytes)
        {
            CollectGarbage();
        }
    }

    // Has the collector free memory when the runtime holds more than is allowed; to be called where batches are made and thrown away.
    public void Tidy()
    {
        if (_whole is not null)
        {
            _whole.Tidy();
            return;
        }

        // what was left the last time lives: it would be left again
        if (GC.GetTotalMemory(forceFullCollection: false)
            > Math.Max(LimitBytes / 4 * 3, Interlocked.Read(ref _leftBytes) + LeastGarbageBytes))
        {
            CollectGarbage();
        }
    }

    private long Draw(ref long heldBytes, long bytes)
    {
        long held = heldBytes;
        _whole?.Draw(ref held, bytes);
        long more = bytes - heldBytes;
        long used = Interlocked.Add(ref _usedBytes, more);
        if (more != 0 && _whole is null)
        {
            // what grew by half left twice as much behind as it won
            long left = more > 0 ? Math.Min(2 * more, heldBytes) : -more;
            long garbage = Interlocked.Add(ref _garbageBytes, left);
            if (garbage > LeastGarbageBytes && used + garbage > LimitBytes / 4 * 3)
            {
                CollectGarbage();
            }
            else if (used > LimitBytes / 8)
            {
                Tidy();
            }
        }

        heldBytes = bytes;
        return used;
    }

    // Left alone, the collector lets large arrays pile up to several times what lives, and the process would hold far more than was asked
    // for.
    private void CollectGarbage()
    {
        // one is enough for all who ask at the same time
        if (Interlocked.Exchange(ref _isTaking, 1) != 0)
        {
            return;
        }

        Interlocked.Exchange(ref _garbageBytes, 0);
        GC.Collect(GC.MaxGeneration, GCCollectionMode.Aggressive, blocking: true, compacting: true);
        Interlocked.Exchange(ref _leftBytes, GC.GetTotalMemory(forceFullCollection: false));
        Volatile.Write(ref _isTaking, 0);
    }
}
