using System.Runtime.CompilerServices;

namespace TelemetryEngine.Columns;

// A weak pool of large arrays: a run that wants one meanwhile gets memory whose pages are there already. They are held by weak references,
// so nothing is kept that the collector would have freed. For several threads.
internal sealed class WeakArrayPool
{
    private const int Most = 32;

    // An array this many times as long as asked for is kept for a larger wish.
    private const int MostTimes = 8;

    private readonly List<Pooled> _arrays = [];

    // Those of all runs.
    public static WeakArrayPool Shared { get; } = new();

    // Gives an array to the pool. The caller must not use it afterwards.
    public void Return<T>(T[] array)
        where T : struct
    {
        if (RuntimeHelpers.IsReferenceOrContainsReferences<T>())
        {
            return;
        }

        lock (_arrays)
        {
            RemoveGone();
            _arrays.Add(new Pooled(array, (long)array.Length * Unsafe.SizeOf<T>()));
            if (_arrays.Count > Most)
            {
                RemoveSmallest();
            }
        }
    }

    // The shortest array with room for so many elements, or else the longest with room for the least, or null. They are whatever was left
    // there.
    public T[]? Rent<T>(int least, int length)
        where T : struct
    {
        lock (_arrays)
        {
            T[]? found = null;
            int at = -1;
            for (int i = 0; i < _arrays.Count; i++)
            {
                if (_arrays[i].Array is T[] array && array.Length >= least && array.Length / MostTimes <= length
                    && IsNearer(array.Length, found?.Length ?? 0, length))
                {
                    (found, at) = (array, i);
                }
            }

            if (found is not null)
            {
                _arrays.RemoveAt(at);
            }

            return found;
        }
    }

    // Long enough and shorter, or not long enough and longer.
    private static bool IsNearer(int candidate, int found, int length) =>
        candidate >= length ? found < length || candidate < found : found < length && candidate > found;

    private void RemoveGone() => _arrays.RemoveAll(static one => one.Array is null);

    private void RemoveSmallest()
    {
        int smallest = 0;
        for (int i = 1; i < _arrays.Count; i++)
        {
            smallest = _arrays[i].Bytes < _arrays[smallest].Bytes ? i : smallest;
        }

        _arrays.RemoveAt(smallest);
    }

    // An array, as long as the collector leaves it.
    private sealed class Pooled(Array array, long bytes)
    {
        private readonly WeakReference<Array> _array = new(array);

        // Null when it is gone.
        public Array? Array => _array.TryGetTarget(out Array? array) ? array : null;

        // The memory of its elements.
        public long Bytes => bytes;
    }
}
