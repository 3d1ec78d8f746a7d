namespace TelemetryEngine.Testing;

/// <summary>
/// What work allocates. The runtime counts the unused rest of a thread's allocation window as allocated whenever a collection, which another
/// test may cause, takes the window away; so work is measured several times, and the least counts. Work that allocates does so each time.
/// </summary>
public static class Allocation
{
    private const int Attempts = 20;

    /// <summary>The least bytes that the work allocated on this thread.</summary>
    public static long Least(Action work)
    {
        long least = long.MaxValue;
        for (int attempt = 0; attempt < Attempts && least != 0; attempt++)
        {
            long before = GC.GetAllocatedBytesForCurrentThread();
            work();
            least = Math.Min(least, GC.GetAllocatedBytesForCurrentThread() - before);
        }

        return least;
    }
}
