using System.Runtime.InteropServices;
using Microsoft.Win32.SafeHandles;

namespace TelemetryEngine.Formats;

/// <summary>What a name in the file system stands for.</summary>
internal enum FileNature
{
    /// <summary>Nothing has this name.</summary>
    Missing,

    /// <summary>A file that can be replaced by another.</summary>
    Regular,

    Directory,

    /// <summary>A device, FIFO or socket: something that is written to, never replaced.</summary>
    Special,
}

/// <summary>
/// Tells devices from files and finds out whether two names mean one file. Linux says both through <c>statx</c>, whose layout is the same on
/// every processor; elsewhere names are all there is, so that a hard link to an input is not noticed there.
/// </summary>
/// <param name="Nature">What it is.</param>
/// <param name="Device">The file system; 0 where it isn't known.</param>
/// <param name="Inode">The file's number in it; 0 where it isn't known.</param>
internal readonly record struct FileIdentity(FileNature Nature, long Device, ulong Inode)
{
    private const int NoFollow = 0x100;
    internal const int OfHandle = 0x1000;
    private const uint BasicStatistics = 0x7FF;
    private const int StatisticsBytes = 256;

    public static FileIdentity Of(string path)
    {
        if (OperatingSystem.IsLinux() && TryStatx(LinuxCalls.CurrentDirectory, path, 0) is { } known)
        {
            return known;
        }

        return new FileIdentity(ByName(path), 0, 0);
    }

    /// <summary>What an open file or folder is; null where that isn't known.</summary>
    public static FileIdentity? Of(SafeFileHandle file) => OperatingSystem.IsLinux() ? TryStatx(LinuxCalls.Number(file), "", OfHandle) : null;

    /// <summary>What a name in an open folder stands for; links are not followed. Only on Linux.</summary>
    public static FileIdentity Of(SafeFileHandle folder, string name) => TryStatx(LinuxCalls.Number(folder), name, NoFollow) ?? default;

    public static bool AreSame(string first, string second)
    {
        FileIdentity a = Of(first);
        FileIdentity b = Of(second);
        if (a.Nature == FileNature.Special || b.Nature == FileNature.Special)
        {
            return false;
        }

        StringComparison comparison = OperatingSystem.IsWindows() || OperatingSystem.IsMacOS() ? StringComparison.OrdinalIgnoreCase : StringComparison.Ordinal;
        return (a.Inode != 0 && (a.Device, a.Inode) == (b.Device, b.Inode)) || string.Equals(Resolve(first), Resolve(second), comparison);
    }

    /// <summary>The full path behind symbolic links in the last place; the name itself when it is no link.</summary>
    /// <exception cref="IOException">The links go round in a circle.</exception>
    public static string Resolve(string path)
    {
        string full = Path.GetFullPath(path);
        return new FileInfo(full).LinkTarget is null ? full : File.ResolveLinkTarget(full, returnFinalTarget: true)!.FullName;
    }

    private static FileNature ByName(string path)
    {
        string full = Path.GetFullPath(path);
        if (full.StartsWith(@"\\.\", StringComparison.Ordinal) || (full.StartsWith("/dev/", StringComparison.Ordinal) && Path.Exists(full)))
        {
            return FileNature.Special;
        }

        return Directory.Exists(full) ? FileNature.Directory : File.Exists(full) ? FileNature.Regular : FileNature.Missing;
    }

    private static FileIdentity? TryStatx(int folder, string path, int flags)
    {
        if (Statistics(folder, path, flags) is not { } statistics)
        {
            return null;
        }

        FileNature nature = (MemoryMarshal.Read<ushort>(statistics.AsSpan(28)) & 0xF000) switch
        {
            0x8000 => FileNature.Regular,
            0x4000 => FileNature.Directory,
            _ => FileNature.Special,
        };
        ulong inode = MemoryMarshal.Read<ulong>(statistics.AsSpan(32));
        long device = MemoryMarshal.Read<long>(statistics.AsSpan(136));
        return new FileIdentity(nature, device, inode);
    }

    /// <summary>What Linux tells of a file, as <c>statx</c> lays it out; null when there is none, or no such call.</summary>
    internal static byte[]? Statistics(int folder, string path, int flags)
    {
        byte[] statistics = new byte[StatisticsBytes];
        using PinnedText name = new(path);
        using PinnedBytes result = new(statistics);
        try
        {
            return Statx(folder, name.Address, flags, BasicStatistics, result.Address) == 0 ? statistics : null;
        }
        catch (Exception e) when (e is EntryPointNotFoundException or DllNotFoundException)
        {
            return null;
        }
    }

    // addresses instead of arrays: then there is nothing to convert, and the call is compiled beforehand
    [DllImport("libc", EntryPoint = "statx", ExactSpelling = true)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static extern int Statx(int directory, nint path, int flags, uint mask, nint statistics);
}
