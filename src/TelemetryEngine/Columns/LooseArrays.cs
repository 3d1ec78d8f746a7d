using System.Runtime.CompilerServices;

namespace TelemetryEngine.Columns;

/// <summary>
/// Large arrays that nobody needs any more, until the collector takes them: a run that wants one meanwhile gets memory whose pages are there already. They are held by weak references, so nothing is kept
/// that the collector would have freed. For several threads.
/// </summary>
internal static class LooseArrays<T>
    where T : struct
{
    private const int Most = 16;

    /// <summary>An array this many times as long as asked for is kept for a larger wish.</summary>
    private const int MostTimes = 8;

    private static readonly List<WeakReference<T[]>> Arrays = [];

    /// <summary>Gives an array away. Nobody may look at it afterwards.</summary>
    public static void Add(T[] array)
    {
        if (RuntimeHelpers.IsReferenceOrContainsReferences<T>())
        {
            return;
        }

        lock (Arrays)
        {
            Arrays.RemoveAll(static one => !one.TryGetTarget(out _));
            Arrays.Add(new WeakReference<T[]>(array));
            if (Arrays.Count > Most)
            {
                RemoveShortest();
            }
        }
    }

    /// <summary>The shortest array with room for so many elements, or else the longest with room for the least, or null. They are whatever was left there.</summary>
    public static T[]? Take(int least, int length)
    {
        lock (Arrays)
        {
            T[]? found = null;
            int at = -1;
            for (int i = 0; i < Arrays.Count; i++)
            {
                if (Arrays[i].TryGetTarget(out T[]? array) && array.Length >= least && array.Length / MostTimes <= length && IsNearer(array.Length, found?.Length ?? 0, length))
                {
                    (found, at) = (array, i);
                }
            }

            if (found is not null)
            {
                Arrays.RemoveAt(at);
            }

            return found;
        }
    }

    /// <summary>Long enough and shorter, or not long enough and longer.</summary>
    private static bool IsNearer(int candidate, int found, int length) => candidate >= length ? found < length || candidate < found : found < length && candidate > found;

    private static void RemoveShortest()
    {
        int shortest = 0;
        int least = int.MaxValue;
        for (int i = 0; i < Arrays.Count; i++)
        {
            int length = Arrays[i].TryGetTarget(out T[]? array) ? array.Length : 0;
            (shortest, least) = length < least ? (i, length) : (shortest, least);
        }

        Arrays.RemoveAt(shortest);
    }
}
