using System.Runtime.Intrinsics;

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
        int at = 0;
        // a loop, as the framework's fill is compiled when the program runs
        for (; at <= slots.Length - Vector128<int>.Count; at += Vector128<int>.Count)
        {
            Vector128<int>.AllBitsSet.StoreUnsafe(ref slots[at]);
        }

        for (; at < slots.Length; at++)
        {
            slots[at] = -1;
        }

        return slots;
    }
}
