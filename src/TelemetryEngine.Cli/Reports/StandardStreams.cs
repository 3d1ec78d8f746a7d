using System.Runtime.InteropServices;

namespace TelemetryEngine.Cli.Reports;

// Makes standard input, output and error safe to use, and failing writes errors instead of ends of the process. Must run before anything is
// opened.
internal static class StandardStreams
{
    private const int BrokenPipe = 13;
    private const int FileTooLarge = 25;
    private const nint Ignore = 1;
    private const int ReadWrite = 2;
    private const int LastStandard = 2;

    private static readonly int CloseOnExec = OperatingSystem.IsMacOS() ? 0x1000000 : 0x80000;

    // Does it.
    public static void Secure()
    {
        if (OperatingSystem.IsWindows())
        {
            return;
        }

        // a write behind what 'ulimit -f' allows, or into a pipe without a reader, then fails and can be told
        _ = SetSignal(FileTooLarge, Ignore);
        _ = SetSignal(BrokenPipe, Ignore);
        FillClosed();
    }

    // What is opened next gets the lowest number that is free: with standard error closed, messages would go into that file, or into the
    // runtime's own pipes. The mark "close on exec" says that the program was not started with them.
    private static void FillClosed()
    {
        foreach (string path in (ReadOnlySpan<string>)["/dev/null", "/"])
        {
            nint name = Marshal.StringToCoTaskMemUTF8(path);
            int flags = (path == "/" ? 0 : ReadWrite) | CloseOnExec;
            int descriptor;
            do
            {
                descriptor = Open(name, flags);
            }
            while (descriptor is >= 0 and <= LastStandard);

            Marshal.FreeCoTaskMem(name);

            if (descriptor >= 0)
            {
                _ = Close(descriptor);
                return;
            }
        }
    }

    [DllImport("libc", EntryPoint = "signal", ExactSpelling = true)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static extern nint SetSignal(int signal, nint handler);

    [DllImport("libc", EntryPoint = "open", ExactSpelling = true)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static extern int Open(nint path, int flags);

    [DllImport("libc", EntryPoint = "close", ExactSpelling = true)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static extern int Close(int descriptor);
}
