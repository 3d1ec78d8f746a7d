using System.Runtime.InteropServices;
using Microsoft.Win32.SafeHandles;

namespace TelemetryEngine.Formats;

// Writes to an open descriptor where it stands: behind what is there when a shell appends, and behind whatever else goes to it. A file
// stream keeps a position of its own, which is wrong where others write too. Not for Windows.
internal sealed class DescriptorStream(SafeFileHandle file) : WriteOnlyStream
{
    private const int InterruptedErrno = 4;
    private const int WaitsForRoom = 4;

    private static readonly int AgainErrno = OperatingSystem.IsLinux() ? 11 : 35;

    public override void Write(ReadOnlySpan<byte> buffer)
    {
        while (!buffer.IsEmpty)
        {
            nint written = Write(LinuxCalls.Number(file), ref MemoryMarshal.GetReference(buffer), buffer.Length);
            if (written >= 0)
            {
                buffer = buffer[(int)written..];
                continue;
            }

            int errno = Marshal.GetLastSystemError();
            if (errno == AgainErrno)
            {
                AwaitRoom();
            }
            else if (errno != InterruptedErrno)
            {
                throw LinuxCalls.Failure(errno, "");
            }
        }
    }

    protected override void Dispose(bool disposing) => file.Dispose();

    // A pipe may have been set not to block by another process that shares it.
    private void AwaitRoom()
    {
        byte[] request = new byte[8];
        MemoryMarshal.Write(request, LinuxCalls.Number(file));
        MemoryMarshal.Write(request.AsSpan(4), (short)WaitsForRoom);
        using PinnedBytes pinned = new(request);
        if (Poll(pinned.Address, 1, -1) < 0 && Marshal.GetLastSystemError() is var errno and not InterruptedErrno)
        {
            throw LinuxCalls.Failure(errno, "");
        }
    }

    [DllImport("libc", EntryPoint = "write", ExactSpelling = true)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static extern nint Write(int descriptor, ref byte bytes, nint count);

    [DllImport("libc", EntryPoint = "poll", ExactSpelling = true)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static extern int Poll(nint requests, nuint count, int milliseconds);
}
