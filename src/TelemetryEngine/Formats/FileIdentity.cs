using Microsoft.Win32.SafeHandles;
using TelemetryEngine.Formats.Inputs;

namespace TelemetryEngine.Formats;

// What a name in the file system stands for.
internal enum FileNature
{
    // Nothing has this name.
    Missing,

    // A file that can be replaced by another.
    Regular,

    Directory,

    // A device, FIFO or socket: something that is written to, never replaced.
    Special,
}

// Tells devices from files and finds out whether two names mean one file. Linux says both through statx, whose layout is the same on every
// processor; elsewhere names are all there is, so that a hard link to an input is not noticed there.
// Device: The file system; 0 where it isn't known.
// Inode: The file's number in it; 0 where it isn't known.
internal readonly record struct FileIdentity(FileNature Nature, long Device, ulong Inode)
{
    public static FileIdentity Of(string path)
    {
        if (OperatingSystem.IsLinux() && TryStatx(LinuxCalls.CurrentDirectory, path, 0) is { } known)
        {
            return known;
        }

        FileNature nature = ByName(path);
        return new FileIdentity(nature, 0, 0) { IsDevice = nature == FileNature.Special };
    }

    // What an open file or folder is; null where that isn't known.
    public static FileIdentity? Of(SafeFileHandle file) =>
        OperatingSystem.IsLinux() ? TryStatx(LinuxCalls.Number(file), "", FileStatistics.OfHandle) : null;

    // What a name in an open folder stands for; links are not followed. Only on Linux.
    public static FileIdentity Of(SafeFileHandle folder, string name) =>
        TryStatx(LinuxCalls.Number(folder), name, FileStatistics.NoFollow) ?? default;

    // The numbers of an open file's owner and group; null where they aren't known.
    public static (uint Owner, uint Group)? OwnerOf(SafeFileHandle file) =>
        FileStatistics.Of(LinuxCalls.Number(file), "", FileStatistics.OfHandle) is { } known ? (known.Owner, known.Group) : null;

    // True for a device, which takes what any number of writers send.
    public bool IsDevice { get; init; }

    // True when both are known and one file or folder.
    public bool IsSame(FileIdentity other) => Inode != 0 && (Device, Inode) == (other.Device, other.Inode);

    // True when both names lead to one path: all there is to tell by where files have no numbers.
    public static bool AreSameNames(string first, string second)
    {
        StringComparison comparison =
            OperatingSystem.IsWindows() || OperatingSystem.IsMacOS() ? StringComparison.OrdinalIgnoreCase : StringComparison.Ordinal;
        return string.Equals(Resolve(first), Resolve(second), comparison);
    }

    // The full path behind symbolic links in the last place; the name itself when it is no link.
    // throws IOException: The links go round in a circle.
    public static string Resolve(string path)
    {
        string full = Path.GetFullPath(SystemPath.Of(path));
        return new FileInfo(full).LinkTarget is null ? full : File.ResolveLinkTarget(full, returnFinalTarget: true)!.FullName;
    }

    private static FileNature ByName(string path)
    {
        string full;
        try
        {
            full = Path.GetFullPath(SystemPath.Of(path));
        }
        catch (IOException)
        {
            return FileNature.Missing;
        }

        if (full.StartsWith(@"\\.\", StringComparison.Ordinal) || (full.StartsWith("/dev/", StringComparison.Ordinal) && Path.Exists(full)))
        {
            return FileNature.Special;
        }

        return Directory.Exists(full) ? FileNature.Directory : File.Exists(full) ? FileNature.Regular : FileNature.Missing;
    }

    private static FileIdentity? TryStatx(int folder, string path, int flags)
    {
        if (FileStatistics.Of(folder, path, flags) is not { } known)
        {
            return null;
        }

        FileNature nature = known.Kind switch
        {
            0x8000 => FileNature.Regular,
            0x4000 => FileNature.Directory,
            _ => FileNature.Special,
        };
        return new FileIdentity(nature, known.Device, known.Inode) { IsDevice = known.Kind is 0x2000 or 0x6000 };
    }
}
