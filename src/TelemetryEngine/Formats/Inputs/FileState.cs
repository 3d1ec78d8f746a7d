using Microsoft.Win32.SafeHandles;

namespace TelemetryEngine.Formats.Inputs;

// Which file it is and in what state: two looks that are equal saw the same contents. Times are in nanoseconds since 1970. Where the system
// is not Linux, the length and the time of the last write are all that is known, and the rest is 0.
// Inode: The file's number in it.
// LengthBytes: Its length, as the system says it.
// Written: When its contents were written to; a program may set it back.
// Changed: When anything of it was changed, its contents, names or rights; no program can set it.
internal readonly record struct FileState(long Device, ulong Inode, long LengthBytes, long Written, long Changed)
{
    // The state of an open file.
    public static FileState Of(SafeFileHandle file)
    {
        if (OperatingSystem.IsLinux() && Read(LinuxCalls.Number(file), "", FileStatistics.OfHandle) is { } known)
        {
            return known;
        }

        return new FileState(0, 0, RandomAccess.GetLength(file), Nanoseconds(File.GetLastWriteTimeUtc(file)), 0);
    }

    // The state of the file that has a name now; null when none has.
    public static FileState? Of(string path)
    {
        if (OperatingSystem.IsLinux() && Read(LinuxCalls.CurrentDirectory, path, 0) is { } known)
        {
            return known;
        }

        FileInfo file = new(path);
        return file.Exists ? new FileState(0, 0, file.Length, Nanoseconds(file.LastWriteTimeUtc), 0) : null;
    }

    private static FileState? Read(int folder, string path, int flags) =>
        FileStatistics.Of(folder, path, flags | FileStatistics.Newest) is { } known
        ? new FileState(known.Device, known.Inode, known.LengthBytes, known.Written, known.Changed)
        : null;

    private static long Nanoseconds(DateTime time) => (time - DateTime.UnixEpoch).Ticks * 100;
}
