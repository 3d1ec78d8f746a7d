using System.Globalization;
using System.Runtime.InteropServices;
using Microsoft.Win32.SafeHandles;

namespace TelemetryEngine.Formats;

// Files that the program was started with: standard output, and what a shell opens with 3>file. They are told from what the program opened
// itself, which must not be named, by what a start of a program keeps open: the framework and this engine open nothing of that kind.
internal static class OpenDescriptor
{
    private const int GetFlags = 1;
    private const int GetStatus = 3;
    private const int CloseOnExec = 1;
    private const int AccessMask = 3;

    // The descriptor that a name stands for by its spelling; null for other names.
    public static int? NumberOf(string path) => OperatingSystem.IsWindows() ? null : path switch
    {
        "/dev/stdin" => 0,
        "/dev/stdout" => 1,
        "/dev/stderr" => 2,
        _ => path.StartsWith("/dev/fd/", StringComparison.Ordinal)
            && int.TryParse(path.AsSpan(8), NumberStyles.None, CultureInfo.InvariantCulture, out int number) ? number : null,
    };

    // True when the program was started with it.
    public static bool IsThere(int number) =>
        OperatingSystem.IsWindows() || Control(number, GetFlags) is >= 0 and var flags && (flags & CloseOnExec) == 0;

    // What it is open on; null where that isn't known.
    public static FileIdentity? IdentityOf(int number)
    {
        using SafeFileHandle handle = new(number, ownsHandle: false);
        return FileIdentity.Of(handle);
    }

    // Refuses what can't be written to.
    // given: The name as it was given.
    // throws OutputException: It is closed, or for reading only.
    public static void EnsureWritable(string given, int number)
    {
        if (OperatingSystem.IsWindows())
        {
            return;
        }

        if (!IsThere(number))
        {
            throw number <= 2
                ? OutputException.Because(given, $"it is closed; name a file with {Fix.Output}")
                : OutputException.Because(given, "the program was started without such a descriptor; open one, as in 3>FILE");
        }

        if ((Control(number, GetStatus) & AccessMask) == 0)
        {
            throw OutputException.Because(given, "it is open for reading only; name a file");
        }
    }

    [DllImport("libc", EntryPoint = "fcntl", ExactSpelling = true)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static extern int Control(int descriptor, int command);
}
