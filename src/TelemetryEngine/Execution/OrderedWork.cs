using System.Runtime.ExceptionServices;

namespace TelemetryEngine.Execution;

/// <summary>
/// Items made on several threads and taken on one, in their order. The makers are only a few items ahead of the taker. An item that can't be made fails where
/// it would have been taken, so that which failure is seen does not depend on the threads.
/// </summary>
/// <param name="items">How many there are.</param>
/// <param name="threads">Makers.</param>
/// <param name="make">Makes an item.</param>
internal sealed class OrderedWork<T>(int items, int threads, Func<int, T> make)
{
    private readonly (bool IsDone, T? Value, ExceptionDispatchInfo? Failure)[] _made = new (bool, T?, ExceptionDispatchInfo?)[Math.Max(threads, 1) * 2];
    private readonly object _gate = new();
    private int _next;
    private int _taken;
    private bool _isOver;

    /// <summary>Makes and takes all items. When taking fails or the run is cancelled, what is being made is thrown away.</summary>
    public void Run(Action<T> take, CancellationToken cancellation)
    {
        if (items <= 1 || threads <= 1)
        {
            for (int item = 0; item < items; item++)
            {
                cancellation.ThrowIfCancellationRequested();
                take(make(item));
            }

            return;
        }

        List<Thread> makers = [];
        try
        {
            for (int i = Math.Min(threads, items); i > 0; i--)
            {
                Thread maker = new(MakeAll) { IsBackground = true };
                maker.Start();
                makers.Add(maker);
            }

            for (int item = 0; item < items; item++)
            {
                cancellation.ThrowIfCancellationRequested();
                take(Next(item));
            }
        }
        finally
        {
            lock (_gate)
            {
                _isOver = true;
                Monitor.PulseAll(_gate);
            }

            foreach (Thread maker in makers)
            {
                maker.Join();
            }
        }
    }

    private T Next(int item)
    {
        lock (_gate)
        {
            ref (bool IsDone, T? Value, ExceptionDispatchInfo? Failure) place = ref _made[item % _made.Length];
            while (!place.IsDone)
            {
                Monitor.Wait(_gate);
            }

            place.Failure?.Throw();
            T value = place.Value!;
            place = default;
            _taken++;
            Monitor.PulseAll(_gate);
            return value;
        }
    }

    private void MakeAll()
    {
        while (Claim() is var item and >= 0)
        {
            (bool IsDone, T? Value, ExceptionDispatchInfo? Failure) made = (true, default, null);
            try
            {
                made.Value = make(item);
            }
            catch (Exception e)
            {
                made.Failure = ExceptionDispatchInfo.Capture(e);
            }

            lock (_gate)
            {
                _made[item % _made.Length] = made;
                Monitor.PulseAll(_gate);
            }
        }
    }

    private int Claim()
    {
        lock (_gate)
        {
            while (!_isOver && _next < items && _next - _taken >= _made.Length)
            {
                Monitor.Wait(_gate);
            }

            return _isOver || _next >= items ? -1 : _next++;
        }
    }
}
