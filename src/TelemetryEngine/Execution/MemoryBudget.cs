using System.Globalization;

namespace TelemetryEngine.Execution;

/// <summary>Bounds what the workers' states hold together.</summary>
internal sealed class MemoryBudget
{
    private readonly long _limitBytes;
    private long _usedBytes;

    /// <param name="limitBytes">The most bytes; 0 = 70 % of what the machine or container has.</param>
    public MemoryBudget(long limitBytes) => _limitBytes = LimitOf(limitBytes);

    /// <summary>The bytes that a limit means: itself, or of 0 what the machine allows.</summary>
    public static long LimitOf(long limitBytes) => limitBytes > 0 ? limitBytes : GC.GetGCMemoryInfo().TotalAvailableMemoryBytes / 10 * 7;

    /// <summary>Replaces what a worker held by what it holds now.</summary>
    /// <exception cref="RunException">All workers together hold too much.</exception>
    public void Charge(ref long heldBytes, long bytes)
    {
        long used = Interlocked.Add(ref _usedBytes, bytes - heldBytes);
        heldBytes = bytes;
        if (used > _limitBytes)
        {
            throw new RunException(string.Create(
                CultureInfo.InvariantCulture,
                $"the groups take {used >> 20} MiB, more than the {_limitBytes >> 20} MiB allowed; use a longer window or fewer keys, filter with --where, or allow more with --memory"));
        }
    }
}
