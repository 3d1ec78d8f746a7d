using System.Runtime.InteropServices;
using Microsoft.Win32.SafeHandles;

namespace TelemetryEngine.Formats;

// Asks the system to begin bringing a file to the disk while it is still being written, so that less is left to wait for in the end. It
// promises nothing: only OutputFile.Commit does. On systems that have no such call nothing happens.
// file: The file; it is written from its start to its end.
internal sealed class EarlyWriteback(FileStream file)
{
    private const long PieceBytes = 1 << 24;
    private const uint BeginWriting = 2;

    private long _asked;
    private bool _isOver = !OperatingSystem.IsLinux();

    // To be told how much of the file is written.
    public void Reached(long length)
    {
        if (_isOver || length - _asked < PieceBytes)
        {
            return;
        }

        try
        {
            _isOver = SyncFileRange(file.SafeFileHandle, _asked, length - _asked, BeginWriting) != 0;
            _asked = length;
        }
        catch (Exception e) when (e is EntryPointNotFoundException or DllNotFoundException)
        {
            _isOver = true;
        }
    }

    [DllImport("libc", EntryPoint = "sync_file_range", ExactSpelling = true)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static extern int SyncFileRange(SafeFileHandle file, long offset, long count, uint flags);
}
