using TelemetryEngine.Memory;

namespace TelemetryEngine.Columns;

// The memory of a result's batches, a block for each. Blocks are cut from slabs, for which the system has large pages; those of batches
// that are disposed, since they were only made to be written or no longer needed, serve again: for this result, and when all of them came
// back, for the next one, unless the collector has taken them by then. A batch that is kept keeps its slab. Several threads may ask.
// expectedBytes: What all batches together will take.
// idle: Where memory waits all of whose blocks came back, for others that know the place; null = it serves this result alone.
internal sealed class ResultMemory(long expectedBytes, WeakReference<ResultMemory?>? idle = null)
{
    private const int SlabBytes = 1 << 24;
    private const int MostBlockBytes = 1 << 30;
    private const double Spare = 1.0625;

    // Where the memory of results waits for other results.
    public static readonly WeakReference<ResultMemory?> Idle = new(null);

    private readonly Stack<ArrayMemory> _free = new();
    private Memory<byte> _slab;
    private long _left = expectedBytes;
    private double _more = 1;
    private int _lent;

    // Memory for a batch.
    // estimate: What it takes, without texts: what those take, the batches before have shown.
    public ArrayMemory Rent(long estimate)
    {
        lock (_free)
        {
            _lent++;
            int bytes = (int)Math.Min(estimate * _more, MostBlockBytes);
            if (Pop(_free, bytes) is { } free)
            {
                return free;
            }

            if (_slab.Length < bytes && Steal(bytes) is { } taken)
            {
                _left -= bytes;
                return taken;
            }

            if (_slab.Length < bytes)
            {
                _slab = PinnedMemory.Allocate((int)Math.Max(bytes, Math.Min(_left, SlabBytes)));
                LargePages.Prefer(_slab.Span);
            }

            ArrayMemory memory = new(_slab[..bytes], this);
            _slab = _slab[bytes..];
            _left -= bytes;
            return memory;
        }
    }

    // Takes a batch's memory back; the caller must not use it afterwards.
    public void Return(ArrayMemory memory)
    {
        bool isIdle;
        lock (_free)
        {
            _free.Push(memory);
            isIdle = --_lent == 0;
        }

        if (isIdle)
        {
            idle?.SetTarget(this);
        }
    }

    // Learns from a batch that is made.
    // estimate: What it was to take.
    public void Learn(long estimate, ArrayMemory memory)
    {
        lock (_free)
        {
            _more = memory.Asked > estimate * _more ? Spare * memory.Asked / estimate : _more;
        }
    }

    // Takes a block of an idle result. One that another thread works on keeps its own: two that wait for each other would wait for ever.
    private ArrayMemory? Steal(int bytes)
    {
        if (idle is null || !idle.TryGetTarget(out ResultMemory? other) || other == this || !Monitor.TryEnter(other._free))
        {
            return null;
        }

        try
        {
            ArrayMemory? memory = Pop(other._free, bytes);
            if (memory is not null)
            {
                memory.Home = this;
            }

            return memory;
        }
        finally
        {
            Monitor.Exit(other._free);
        }
    }

    // The latest block with so many bytes. A single one that is too short, as that of a result's last batch is, stays behind; where two
    // are, batches have become larger, and both go.
    private static ArrayMemory? Pop(Stack<ArrayMemory> free, int bytes)
    {
        if (!free.TryPop(out ArrayMemory? memory) || memory.Length >= bytes)
        {
            return memory;
        }

        if (!free.TryPop(out ArrayMemory? next) || next.Length < bytes)
        {
            return null;
        }

        free.Push(memory);
        return next;
    }
}
