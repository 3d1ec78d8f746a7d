using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics.X86;

namespace TelemetryEngine.Kernels.Wide;

/// <summary>Asks for the memory that a loop over a long column will come to: the processor's own foresight ends with each page.</summary>
public static class ReadAhead
{
    private const int Bytes = 4096;

    /// <summary>Asks for the line a page further on, which need not be there.</summary>
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
}
