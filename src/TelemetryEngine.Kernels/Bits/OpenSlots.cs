namespace TelemetryEngine.Kernels.Bits;

/// <summary>The slots of an open-addressing hash table: −1 where there is nothing.</summary>
internal static class OpenSlots
{
    /// <summary>Slots with nothing in them.</summary>
    /// <param name="count">How many, at most 2^29; a power of two where a mask makes hashes to slots.</param>
    /// <exception cref="ArgumentOutOfRangeException">That is too many.</exception>
    public static int[] New(int count)
    {
        ArgumentOutOfRangeException.ThrowIfGreaterThan(count, 1 << 29);
        int[] slots = GC.AllocateUninitializedArray<int>(count);
        Array.Fill(slots, -1);
        return slots;
    }
}
