using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace TelemetryEngine.Memory;

// Large memory pages for memory that is about to be filled. The first touch of a page costs a visit to the operating system, many times
// what writing to it costs; with pages of 2 MiB in place of 4 KiB there are 512 times fewer of them, and fewer misses of the processor's
// page tables afterwards.
internal static class LargePages
{
    // The size of a large page, in bytes.
    public const int PageBytes = 1 << 21;

    private const int AdviseHugePages = 14;

    private static volatile bool _isOff =
        !OperatingSystem.IsLinux() || Environment.GetEnvironmentVariable("TELEMETRY_LARGE_PAGES") == "off";

    // True until it is known that the system has none, or none are wanted.
    internal static bool AreWanted => !_isOff;

    // Asks the system for large pages where whole ones lie inside memory. It is advice: it promises nothing, changes no byte, and on
    // systems that have no such call nothing happens. TELEMETRY_LARGE_PAGES=off in the environment turns it off.
    // memory: Memory that was not touched yet and all of which, from its start on, will be used: a large page is cleared as a whole at its
    // first touch.
    public static unsafe void Prefer<T>(Span<T> memory)
    {
        if (_isOff)
        {
            return;
        }

        // SAFETY: only addresses are looked at. Should the collector move the memory meanwhile, the advice is given for memory that is its
        // own all the same.
        nuint start = (nuint)Unsafe.AsPointer(ref MemoryMarshal.GetReference(memory));
        nuint first = (start + PageBytes - 1) & ~(nuint)(PageBytes - 1);
        nuint end = (start + ((nuint)memory.Length * (nuint)Unsafe.SizeOf<T>())) & ~(nuint)(PageBytes - 1);
        if (first >= end)
        {
            return;
        }

        try
        {
            _isOff = Advise(first, end - first, AdviseHugePages) != 0;
        }
        catch (Exception e) when (e is EntryPointNotFoundException or DllNotFoundException)
        {
            _isOff = true;
        }
    }

    [DllImport("libc", EntryPoint = "madvise", ExactSpelling = true)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static extern int Advise(nuint start, nuint length, int advice);
}
