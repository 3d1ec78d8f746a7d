using System.Buffers;
using System.Numerics;

namespace TelemetryEngine.Memory;

// Lends aligned native memory and takes it back for the next one, so that a reader's batches don't fault fresh pages in each time. A lease
// stays valid when the pool is disposed; it must be disposed itself. Safe for several threads.
internal sealed class AlignedMemoryPool : IDisposable
{
    private const int SmallestBytes = 4096;
    private const int LargestKeptBytes = (1 << 30) - AlignedMemory.AlignmentBytes;
    private const int KeptPerSize = 4;

    private readonly Lock _lock = new();
    private readonly int _largestKeptBytes;
    private readonly Dictionary<int, Stack<AlignedMemory>> _free = [];
    private bool _disposed;
    private int _leases;

    // Makes a pool.
    public AlignedMemoryPool()
        : this(int.MaxValue)
    {
    }

    // Makes a pool that keeps no pieces longer than these, but frees them.
    internal AlignedMemoryPool(int largestKeptBytes) => _largestKeptBytes = Math.Min(largestKeptBytes, LargestKeptBytes);

    // Leases that are not disposed yet: 0 when nothing leaks.
    public int LeaseCount => Volatile.Read(ref _leases);

    // Lends exactly length bytes; their contents are whatever the last one left there.
    public IMemoryOwner<byte> Rent(int length)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(length);
        int size = SizeFor(length);
        AlignedMemory? block = null;
        lock (_lock)
        {
            ObjectDisposedException.ThrowIf(_disposed, this);
            if (_free.TryGetValue(size, out Stack<AlignedMemory>? blocks))
            {
                blocks.TryPop(out block);
            }
        }

        Lease lease = new(this, block ?? Allocate(size, length), length);
        Interlocked.Increment(ref _leases);
        return lease;
    }

    // Frees the memory that is not lent; what is lent is freed when its lease is disposed.
    public void Dispose()
    {
        lock (_lock)
        {
            _disposed = true;
            foreach (IDisposable block in _free.Values.SelectMany(blocks => blocks))
            {
                block.Dispose();
            }

            _free.Clear();
        }
    }

    // A power of two with the slack behind it, so that most of a record batch of nearly 2 MiB lies in one large page.
    private static int SizeFor(int length) => length > LargestKeptBytes
        ? length
        : (int)BitOperations.RoundUpToPowerOf2((uint)Math.Max(length + AlignedMemory.AlignmentBytes, SmallestBytes))
            - AlignedMemory.AlignmentBytes;

    // A few blocks serve again and again and are no matter of pages. Where more are lent, the batches are kept: large pages then spare the
    // many first touches, at the price that the system takes such a block back at once when it is freed.
    private AlignedMemory Allocate(int size, int used) => new(size, LeaseCount < KeptPerSize ? 0 : used);

    private void Return(AlignedMemory block)
    {
        Interlocked.Decrement(ref _leases);
        lock (_lock)
        {
            if (!_disposed && block.Length <= _largestKeptBytes)
            {
                Stack<AlignedMemory> blocks =
                    _free.TryGetValue(block.Length, out Stack<AlignedMemory>? found) ? found : _free[block.Length] = new();
                if (blocks.Count < KeptPerSize)
                {
                    blocks.Push(block);
                    return;
                }
            }
        }

        ((IDisposable)block).Dispose();
    }

    // A lease of its own for each rental, so that a caller that looks at memory after giving it back gets an exception and not another
    // one's data.
    private sealed class Lease(AlignedMemoryPool pool, AlignedMemory block, int length) : MemoryManager<byte>
    {
        private AlignedMemory? _block = block;

        public override Span<byte> GetSpan() => Block.GetSpan()[..length];

        public override MemoryHandle Pin(int elementIndex = 0)
        {
            ArgumentOutOfRangeException.ThrowIfGreaterThan((uint)elementIndex, (uint)length);
            return Block.Pin(elementIndex);
        }

        public override void Unpin()
        {
        }

        protected override void Dispose(bool disposing)
        {
            if (Interlocked.Exchange(ref _block, null) is { } block)
            {
                pool.Return(block);
            }
        }

        private AlignedMemory Block =>
            _block ?? throw new ObjectDisposedException("RecordBatch", "the memory of this batch was given back");
    }
}
