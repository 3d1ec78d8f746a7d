using System.Globalization;

namespace TelemetryEngine.Execution;

/// <summary>Bounds the windows without readings that come about where steps are cut: two readings years apart may have any number between them.</summary>
/// <param name="limitBytes">The most bytes that a run may take.</param>
internal sealed class GapBudget(long limitBytes)
{
    // what is little enough is never in the way of a run whose groups are spilled
    private readonly long _limitBytes = Math.Max(limitBytes, 16 << 20);
    private long _usedBytes;

    /// <summary>Replaces what a thread held by what it holds now.</summary>
    /// <exception cref="RunException">All threads together hold too much.</exception>
    public void Charge(ref long heldBytes, long bytes)
    {
        long used = Interlocked.Add(ref _usedBytes, bytes - heldBytes);
        heldBytes = bytes;
        if (used > _limitBytes)
        {
            throw new RunException(string.Create(
                CultureInfo.InvariantCulture,
                $"steps from reading to reading are cut at so many windows that these take {used >> 20} MiB, more than the {_limitBytes >> 20} MiB allowed; use a longer window or bounds => 'inside', or allow more with --memory"));
        }
    }
}
