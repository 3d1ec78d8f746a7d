using System.Runtime.ExceptionServices;

namespace TelemetryEngine.DataGen;

// Fills blocks 0, 1, 2 … on several threads and hands them on in that order on the calling thread. No more blocks are held than there are
// slots (two for each thread), so a slow output slows the workers instead of filling the memory.
// TSlot: What a block is filled into; used again for later blocks.
internal sealed class OrderedBlocks<TSlot>(long blockCount, Func<TSlot> newSlot, Action<long, TSlot> fill, Action<long, TSlot> emit)
{
    private readonly object _gate = new();
    private TSlot[] _slots = [];
    private bool[] _filled = [];
    private long _next;
    private long _emitted;
    private bool _stopped;
    private ExceptionDispatchInfo? _failure;

    // Runs to the end, or until a block fails or the token is cancelled; every thread has ended when it returns.
    public void Run(int threads, CancellationToken cancellation)
    {
        int slots = (int)Math.Min(blockCount, threads * 2L);
        _slots = [.. Enumerable.Range(0, threads == 1 ? 1 : slots).Select(_ => newSlot())];
        _filled = new bool[_slots.Length];
        if (threads == 1)
        {
            RunAlone(cancellation);
            return;
        }

        Thread[] workers = [.. Enumerable.Range(0, threads).Select(_ => new Thread(Work) { IsBackground = true })];
        using CancellationTokenRegistration registration = cancellation.Register(Stop);
        Array.ForEach(workers, worker => worker.Start());
        try
        {
            EmitAll(cancellation);
        }
        finally
        {
            Stop();
            Array.ForEach(workers, worker => worker.Join());
        }
    }

    private void RunAlone(CancellationToken cancellation)
    {
        for (long block = 0; block < blockCount; block++)
        {
            cancellation.ThrowIfCancellationRequested();
            fill(block, _slots[0]);
            emit(block, _slots[0]);
        }
    }

    private void Work()
    {
        try
        {
            while (TryTake(out long block))
            {
                fill(block, _slots[block % _slots.Length]);
                lock (_gate)
                {
                    _filled[block % _slots.Length] = true;
                    Monitor.PulseAll(_gate);
                }
            }
        }
        catch (Exception exception)
        {
            lock (_gate)
            {
                _failure ??= ExceptionDispatchInfo.Capture(exception);
            }

            Stop();
        }
    }

    // A block is taken only when the block that had its slot before has been handed on.
    private bool TryTake(out long block)
    {
        lock (_gate)
        {
            while (!_stopped && _next < blockCount && _next >= _emitted + _slots.Length)
            {
                Monitor.Wait(_gate);
            }

            block = _next;
            if (_stopped || _next == blockCount)
            {
                return false;
            }

            _next++;
            return true;
        }
    }

    private void EmitAll(CancellationToken cancellation)
    {
        for (long block = 0; block < blockCount; block++)
        {
            long index = block % _slots.Length;
            lock (_gate)
            {
                while (!_stopped && !_filled[index])
                {
                    Monitor.Wait(_gate);
                }

                _failure?.Throw();
                cancellation.ThrowIfCancellationRequested();
                _filled[index] = false;
            }

            emit(block, _slots[index]);
            lock (_gate)
            {
                _emitted = block + 1;
                Monitor.PulseAll(_gate);
            }
        }
    }

    private void Stop()
    {
        lock (_gate)
        {
            _stopped = true;
            Monitor.PulseAll(_gate);
        }
    }
}
