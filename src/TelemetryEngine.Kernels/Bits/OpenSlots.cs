namespace TelemetryEngine.Kernels.Bits;

// The slots of an open-addressing hash table: −1 where there is nothing.
internal static class OpenSlots
{
    // Slots with nothing in them.
    // count: How many, at most 2^29; a power of two where a mask makes hashes to slots.
    // throws ArgumentOutOfRangeException: That is too many.
    public static int[] New(int count)
    {
        ArgumentOutOfRangeException.ThrowIfGreaterThan(count, 1 << 29);
        int[] slots = GC.AllocateUninitializedArray<int>(count);
        Array.Fill(slots, -1);
        return slots;
    }
}
