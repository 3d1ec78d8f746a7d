using System.Runtime.InteropServices;

namespace TelemetryEngine.Formats;

// What Linux tells of a file, as statx lays it out.
internal readonly struct FileStatistics
{
    // Of an open file instead of a name.
    public const int OfHandle = 0x1000;

    // Of a link instead of what it leads to.
    public const int NoFollow = 0x100;

    // Ask the server, where the file system has one, and not what is remembered of its last answer.
    public const int Newest = 0x2000;

    private const uint Basic = 0x7FF;
    private const int Bytes = 256;

    private readonly byte[] _bytes;

    private FileStatistics(byte[] bytes) => _bytes = bytes;

    public uint Owner => At<uint>(20);

    public uint Group => At<uint>(24);

    // The bits of the mode that say what it is.
    public int Kind => At<ushort>(28) & 0xF000;

    public ulong Inode => At<ulong>(32);

    public long LengthBytes => At<long>(40);

    // When anything of it was changed, in nanoseconds since 1970.
    public long Changed => TimeAt(96);

    // When its contents were written to, in nanoseconds since 1970.
    public long Written => TimeAt(112);

    public long Device => At<long>(136);

    // Asks; null when there is no such file, or no such call.
    // folder: Where the name is looked for, or the open file.
    // path: The name; empty for the open file.
    public static FileStatistics? Of(int folder, string path, int flags)
    {
        byte[] bytes = new byte[Bytes];
        using PinnedText name = new(path);
        using PinnedBytes result = new(bytes);
        try
        {
            return Statx(folder, name.Address, flags, Basic, result.Address) == 0 ? new FileStatistics(bytes) : null;
        }
        catch (Exception e) when (e is EntryPointNotFoundException or DllNotFoundException)
        {
            return null;
        }
    }

    private T At<T>(int offset)
        where T : unmanaged => MemoryMarshal.Read<T>(_bytes.AsSpan(offset));

    private long TimeAt(int offset) => (At<long>(offset) * 1_000_000_000) + At<uint>(offset + sizeof(long));

    [DllImport("libc", EntryPoint = "statx", ExactSpelling = true)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static extern int Statx(int directory, nint path, int flags, uint mask, nint statistics);
}
