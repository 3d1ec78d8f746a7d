using System.Runtime.InteropServices;

namespace TelemetryEngine.Cli.Reports;

// Bytes to standard error. A console's own stream sets the terminal up before its first byte, which shows in what is recorded of it and
// delays a short run; a file stream keeps a position of its own, which is wrong where standard output goes to the same file.
internal static class StandardError
{
    private const int Descriptor = 2;

    // Writes the bytes. A failure can't be reported anywhere.
    public static void Write(byte[] bytes)
    {
        if (OperatingSystem.IsWindows())
        {
            using Stream error = Console.OpenStandardError();
            error.Write(bytes);
            return;
        }

        GCHandle pinned = GCHandle.Alloc(bytes, GCHandleType.Pinned);
        try
        {
            nint sent = 0;
            while (sent < bytes.Length
                && Write(Descriptor, pinned.AddrOfPinnedObject() + sent, bytes.Length - sent) is > 0 and nint written)
            {
                sent += written;
            }
        }
        finally
        {
            pinned.Free();
        }
    }

    [DllImport("libc", EntryPoint = "write", ExactSpelling = true)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static extern nint Write(int descriptor, nint bytes, nint count);
}
