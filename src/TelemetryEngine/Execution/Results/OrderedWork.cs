using System.Runtime.ExceptionServices;
using TelemetryEngine.Execution.Scanning;

namespace TelemetryEngine.Execution.Results;

// Numbers as the items of OrderedWork<TItem, T>.
internal static class OrderedWork
{
    // Something made of each number from 0 on.
    public static OrderedWork<int, T> Of<T>(int count, int threads, Func<int, T> make) =>
        new(Numbers(count), Math.Min(threads, count), make);

    // The numbers from 0 on, by code that is compiled with this assembly.
    public static IEnumerator<int> Numbers(int count)
    {
        for (int number = 0; number < count; number++)
        {
            yield return number;
        }
    }
}

// Items that come one after the other, made into something on several threads and taken on one, in their order. The makers are only a few
// items ahead of the taker. What can't be had or made fails where it would have been taken, so that which failure is seen does not depend
// on the threads.
// items: The items; asked for by any maker, but by one at a time.
// make: Makes of an item what is taken.
internal sealed class OrderedWork<TItem, T>(IEnumerator<TItem> items, int threads, Func<TItem, T> make)
{
    private readonly (bool IsDone, T? Value, ExceptionDispatchInfo? Failure)[] _made =
        new (bool, T?, ExceptionDispatchInfo?)[Math.Max(threads, 1) * 2];
    private readonly Lock _source = new();
    private readonly object _gate = new();
    private int _next;
    private int _taken;

    // no item follows, or none is wanted
    private bool _isOver;

    // Makes and takes all items. When taking fails or the run is cancelled, what is being made is thrown away.
    public void Run(Action<T> take, CancellationToken cancellation)
    {
        foreach (T value in Read(cancellation))
        {
            take(value);
        }
    }

    // Makes all items, as they are taken. When no more are taken or the run is cancelled, what is being made is thrown away.
    public IEnumerable<T> Read(CancellationToken cancellation)
    {
        List<Thread> makers = [];
        try
        {
            // one thread alone would only be waited for
            int wanted = threads > 1 ? threads : 0;
            for (int i = 0; i < wanted; i++)
            {
                Thread maker = new(MakeAll) { IsBackground = true };
                if (!Crew.TryStart(maker))
                {
                    break;
                }

                makers.Add(maker);
            }

            while (makers.Count == 0 ? TryMake(out T? value) : TryNext(out value))
            {
                cancellation.ThrowIfCancellationRequested();
                yield return value!;
            }
        }
        finally
        {
            lock (_gate)
            {
                End();
            }

            foreach (Thread maker in makers)
            {
                maker.Join();
            }
        }
    }

    private bool TryMake(out T? value)
    {
        bool isThere = items.MoveNext();
        value = isThere ? make(items.Current) : default;
        return isThere;
    }

    private bool TryNext(out T? value)
    {
        lock (_gate)
        {
            ref (bool IsDone, T? Value, ExceptionDispatchInfo? Failure) place = ref _made[_taken % _made.Length];
            while (!place.IsDone)
            {
                if (_isOver && _taken == _next)
                {
                    value = default;
                    return false;
                }

                Monitor.Wait(_gate);
            }

            place.Failure?.Throw();
            value = place.Value;
            place = default;
            _taken++;
            Monitor.PulseAll(_gate);
            return true;
        }
    }

    private void MakeAll()
    {
        while (TryItem(out int number, out TItem? item, out ExceptionDispatchInfo? failure))
        {
            T? value = default;
            try
            {
                value = failure is null ? make(item!) : default;
            }
            catch (Exception e)
            {
                failure = ExceptionDispatchInfo.Capture(e);
            }

            lock (_gate)
            {
                _made[number % _made.Length] = (true, value, failure);
                Monitor.PulseAll(_gate);
            }
        }
    }

    private bool TryItem(out int number, out TItem? item, out ExceptionDispatchInfo? failure)
    {
        (item, failure) = (default, null);
        lock (_source)
        {
            number = AwaitRoom();
            if (number < 0)
            {
                return false;
            }

            bool isThere = true;
            try
            {
                isThere = items.MoveNext();
                item = isThere ? items.Current : default;
            }
            catch (Exception e)
            {
                failure = ExceptionDispatchInfo.Capture(e);
            }

            lock (_gate)
            {
                _next += isThere ? 1 : 0;
                if (!isThere || failure is not null)
                {
                    End();
                }
            }

            return isThere;
        }
    }

    // the number of the next item, once the taker is near; −1 when it is over
    private int AwaitRoom()
    {
        lock (_gate)
        {
            while (!_isOver && _next - _taken >= _made.Length)
            {
                Monitor.Wait(_gate);
            }

            return _isOver ? -1 : _next;
        }
    }

    private void End()
    {
        _isOver = true;
        Monitor.PulseAll(_gate);
    }
}
