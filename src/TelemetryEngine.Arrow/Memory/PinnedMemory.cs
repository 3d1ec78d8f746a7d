using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace TelemetryEngine.Memory;

// Managed memory that never moves, starts on a 64-byte border and is followed by at least 64 readable bytes. The collector frees it, so no
// other code has to dispose it and no span outlives it; the price is that it stays until a full collection. For results and dictionaries,
// not for buffers that come and go.
internal static class PinnedMemory
{
    // Allocates length bytes. Their contents are not cleared.
    // throws ArgumentOutOfRangeException: The length is negative, or more than an array can hold.
    public static unsafe Memory<byte> Allocate(int length)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(length);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(length, Array.MaxLength - (2 * AlignedMemory.AlignmentBytes));
        byte[] array = GC.AllocateUninitializedArray<byte>(length + (2 * AlignedMemory.AlignmentBytes), pinned: true);
        // SAFETY: only the address is looked at, and a pinned array keeps its address for life.
        nuint address = (nuint)Unsafe.AsPointer(ref MemoryMarshal.GetArrayDataReference(array));
        int shift = (int)(0 - address & (AlignedMemory.AlignmentBytes - 1));
        return array.AsMemory(shift, length);
    }

    // Values, copied.
    public static Memory<byte> CopyOf<T>(ReadOnlySpan<T> values)
        where T : unmanaged
    {
        ReadOnlySpan<byte> bytes = MemoryMarshal.AsBytes(values);
        Memory<byte> memory = bytes.IsEmpty ? default : Allocate(bytes.Length);
        bytes.CopyTo(memory.Span);
        return memory;
    }

    // True when the first byte lies on a border of alignment bytes, a power of two up to 8; more is only sure for memory that does not
    // move.
    internal static unsafe bool IsAligned(ReadOnlySpan<byte> span, int alignment)
    {
        // SAFETY: only the address is looked at; the collector moves objects by multiples of 8 bytes.
        nuint address = (nuint)Unsafe.AsPointer(ref MemoryMarshal.GetReference(span));
        return (address & (nuint)(alignment - 1)) == 0;
    }
}
