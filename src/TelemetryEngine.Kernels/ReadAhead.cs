using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics.X86;

namespace TelemetryEngine.Kernels;

// Asks for memory before it is needed.
internal static class ReadAhead
{
    private const int Bytes = 4096;

    // Asks for what a loop over a long column comes to a page further on, where the processor's own foresight ends. There need not be
    // anything.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static unsafe void From<T>(ref T at)
        where T : unmanaged
    {
        if (Sse.IsSupported)
        {
            // SAFETY: a line that is asked for is not read, and may be of no memory at all.
            Sse.Prefetch0((byte*)Unsafe.AsPointer(ref at) + Bytes);
        }
    }

    // Asks for the line that something lies in.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static unsafe void Line<T>(ref T at)
        where T : unmanaged
    {
        if (Sse.IsSupported)
        {
            // SAFETY: only the address is looked at.
            Sse.Prefetch0(Unsafe.AsPointer(ref at));
        }
    }
}
