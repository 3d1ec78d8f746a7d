using System.Runtime.CompilerServices;

namespace TelemetryEngine.Columns;

/// <summary>
/// Large arrays that nobody needs any more, until the collector takes them: a run that wants one meanwhile gets memory whose pages are there already. They are held by weak references, so nothing is kept
/// that the collector would have freed. For several threads.
/// </summary>
internal sealed class LooseArrays
{
    private const int Most = 32;

    /// <summary>An array this many times as long as asked for is kept for a larger wish.</summary>
    private const int MostTimes = 8;

    private readonly List<Loose> _arrays = [];

    /// <summary>Those of all runs.</summary>
    public static LooseArrays Shared { get; } = new();

    /// <summary>Gives an array away. Nobody may look at it afterwards.</summary>
    public void Add<T>(T[] array)
        where T : struct
    {
        if (RuntimeHelpers.IsReferenceOrContainsReferences<T>())
        {
            return;
        }

        lock (_arrays)
        {
            RemoveGone();
            _arrays.Add(new Loose(array, (long)array.Length * Unsafe.SizeOf<T>()));
            if (_arrays.Count > Most)
            {
                RemoveSmallest();
            }
        }
    }

    /// <summary>The shortest array with room for so many elements, or else the longest with room for the least, or null. They are whatever was left there.</summary>
    public T[]? Take<T>(int least, int length)
        where T : struct
    {
        lock (_arrays)
        {
            T[]? found = null;
            int at = -1;
            for (int i = 0; i < _arrays.Count; i++)
            {
                if (_arrays[i].Array is T[] array && array.Length >= least && array.Length / MostTimes <= length && IsNearer(array.Length, found?.Length ?? 0, length))
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

    /// <summary>Long enough and shorter, or not long enough and longer.</summary>
    private static bool IsNearer(int candidate, int found, int length) => candidate >= length ? found < length || candidate < found : found < length && candidate > found;

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

    /// <summary>An array, as long as the collector leaves it.</summary>
    private sealed class Loose(Array array, long bytes)
    {
        private readonly WeakReference<Array> _array = new(array);

        /// <summary>Null when it is gone.</summary>
        public Array? Array => _array.TryGetTarget(out Array? array) ? array : null;

        /// <summary>The memory of its elements.</summary>
        public long Bytes => bytes;
    }
}
