using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace TelemetryEngine.Memory;

/// <summary>
/// Large memory pages for memory that is about to be filled. The first touch of a page costs a visit to the operating system, many times what writing to it costs; with pages of 2 MiB in place of
/// 4 KiB there are 512 times fewer of them, and fewer misses of the processor's page tables afterwards.
/// </summary>
internal static class LargePages
{
    /// <summary>The size of a large page, in bytes.</summary>
    public const int PageBytes = 1 << 21;

    private const int AdviseHugePages = 14;

    private static volatile bool _isOff = !OperatingSystem.IsLinux() || Environment.GetEnvironmentVariable("TELEMETRY_LARGE_PAGES") == "off";

    /// <summary>True until it is known that the system has none, or nobody wants any.</summary>
    internal static bool AreWanted => !_isOff;

    /// <summary>
    /// Asks the system for large pages where whole ones lie inside <paramref name="memory"/>. It is advice: it promises nothing, changes no byte, and on systems that have no such call nothing happens.
    /// <c>TELEMETRY_LARGE_PAGES=off</c> in the environment turns it off.
    /// </summary>
    /// <param name="memory">Memory that nobody has touched yet and all of which, from its start on, will be used: a large page is cleared as a whole at its first touch.</param>
    public static unsafe void Prefer<T>(Span<T> memory)
    {
        if (_isOff)
        {
            return;
        }

        // SAFETY: only addresses are looked at. Should the collector move the memory meanwhile, the advice is given for memory that is its own all the same.
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
