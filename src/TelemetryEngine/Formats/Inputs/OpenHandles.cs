using System.Runtime.InteropServices;
using Microsoft.Win32.SafeHandles;

namespace TelemetryEngine.Formats.Inputs;

// The handles of all inputs of the process that are open and not in use. There are only so many: the one that rested longest is closed for
// the next.
internal static class OpenHandles
{
    private const int TooManyOfProcess = 24;
    private const int TooManyOfSystem = 23;
    private const int FewestResting = 8;
    private const int MostResting = 256;

    private static readonly LinkedList<InputFile> Resting = [];

    // Held while any input's handle changes hands.
    public static Lock Gate { get; } = new();

    // A quarter of what the process may have open: outputs, temporary files and what runs beside want some too.
    private static readonly Lazy<int> Most = new(static () => (int)Math.Clamp(Limit() / 4, FewestResting, MostResting));

    // Opens a file to be read, which others may write, rename and delete. Where too many are open, those that rest are closed first.
    public static SafeFileHandle Open(string path, FileOptions hint)
    {
        try
        {
            return File.OpenHandle(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete, hint);
        }
        catch (IOException error) when (error.HResult is TooManyOfProcess or TooManyOfSystem && CloseAll())
        {
            return File.OpenHandle(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete, hint);
        }
    }

    // Takes a handle that is no longer in use.
    public static void Rest(InputFile file)
    {
        lock (Gate)
        {
            Resting.AddLast(file.Resting);
            if (Resting.Count > FewestResting && Resting.Count > Most.Value)
            {
                CloseFirst();
            }
        }
    }

    // Gives a handle out that is wanted again, should it rest.
    public static void Wake(InputFile file)
    {
        lock (Gate)
        {
            if (file.Resting.List is not null)
            {
                Resting.Remove(file.Resting);
            }
        }
    }

    // False when there was none to close.
    private static bool CloseAll()
    {
        lock (Gate)
        {
            bool any = Resting.Count > 0;
            while (Resting.Count > 0)
            {
                CloseFirst();
            }

            return any;
        }
    }

    private static void CloseFirst()
    {
        InputFile first = Resting.First!.Value;
        Resting.RemoveFirst();
        first.CloseHandle();
    }

    private static long Limit()
    {
        const int LinuxFiles = 7;
        const int OthersFiles = 8;
        const long Unknown = 1024;
        if (OperatingSystem.IsWindows())
        {
            return Unknown;
        }

        byte[] limits = new byte[2 * sizeof(long)];
        using PinnedBytes pinned = new(limits);
        try
        {
            bool isKnown = GetLimit(OperatingSystem.IsLinux() ? LinuxFiles : OthersFiles, pinned.Address) == 0;
            long soft = MemoryMarshal.Read<long>(limits);
            return !isKnown ? Unknown : soft < 0 ? long.MaxValue : soft;
        }
        catch (Exception e) when (e is EntryPointNotFoundException or DllNotFoundException)
        {
            return Unknown;
        }
    }

    [DllImport("libc", EntryPoint = "getrlimit", ExactSpelling = true)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static extern int GetLimit(int resource, nint limits);
}
