using System.Buffers.Binary;
using Microsoft.Win32.SafeHandles;
using TelemetryEngine.Aggregates.Components;
using TelemetryEngine.Formats;
using TelemetryEngine.Formats.Inputs;

namespace TelemetryEngine.Execution.Spilling;

// A temporary file of one run, for what does not fit the memory: pieces are appended and read back, each with a checksum that stays in
// memory. The file has no name, or none once it is open (on Windows: goes when it is closed), so that nothing is left behind however the
// process ends. Any thread may append and read.
internal sealed class SpillFile : IValueDisk, IDisposable
{
    private readonly string _folder;
    private readonly string _what;
    private readonly SafeFileHandle _handle;
    private long _lengthBytes;

    // Makes the file.
    // folder: Where; null = the system's folder for temporary files.
    // roomBytes: What may be in memory at a time of the values of one group.
    // what: What is written to it, in the plural, for messages.
    // throws RunException: It can't be made there.
    public SpillFile(string? folder, long roomBytes = 1 << 20, string what = "groups")
    {
        RoomBytes = roomBytes;
        _what = what;
        _folder = folder ?? Path.GetTempPath();
        try
        {
            _folder = SystemPath.Of(_folder);
            _handle = TryOpenUnnamed(_folder) ?? OpenNamed(_folder);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw Failed("write", e);
        }
    }

    public long RoomBytes { get; }

    // Bytes written so far.
    public long LengthBytes => Interlocked.Read(ref _lengthBytes);

    // For tests that spoil the file.
    internal SafeFileHandle Handle => _handle;

    // Appends a piece.
    // throws RunException: The disk is full, or fails.
    public SpillSegment Append(ReadOnlySpan<byte> bytes)
    {
        long offset = Interlocked.Add(ref _lengthBytes, bytes.Length) - bytes.Length;
        try
        {
            RandomAccess.Write(_handle, bytes, offset);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException || OutputException.IsTooLarge(e))
        {
            throw Failed("write", e);
        }

        return new SpillSegment(offset, bytes.Length, Checksum(bytes));
    }

    // Reads a piece.
    // throws RunException: The disk fails, or holds something else than was written.
    public void Read(in SpillSegment segment, Span<byte> into)
    {
        int filled = 0;
        while (filled < into.Length)
        {
            int got;
            try
            {
                got = RandomAccess.Read(_handle, into[filled..], segment.Offset + filled);
            }
            catch (Exception e) when (e is IOException or UnauthorizedAccessException)
            {
                throw Failed("read", e);
            }

            if (got == 0)
            {
                throw new RunException(
                    $"the temporary file in '{_folder}' has been cut short while it was used; run again, or name another folder with {Fix.Temp}");
            }

            filled += got;
        }

        if (Checksum(into) != segment.Checksum)
        {
            throw new RunException(
                $"the temporary file in '{_folder}' does not hold what was written to it; name a folder on another disk with {Fix.Temp}");
        }
    }

    public void Dispose() => _handle.Dispose();

    // one that never has a name; null where the file system has none of that kind
    private static SafeFileHandle? TryOpenUnnamed(string folder)
    {
        if (!OperatingSystem.IsLinux()
            || LinuxCalls.TryOpen(LinuxCalls.CurrentDirectory, folder, LinuxCalls.Unnamed | LinuxCalls.ReadWrite | LinuxCalls.Exclusive,
                out _) is not { } file)
        {
            return null;
        }

        File.SetUnixFileMode(file, UnixFileMode.UserRead | UnixFileMode.UserWrite);
        return file;
    }

    private static SafeFileHandle OpenNamed(string folder)
    {
        string path = Path.Combine(folder, $"telemetry.{Random.Shared.NextInt64():x16}{Random.Shared.NextInt64():x16}.tmp");
        FileStreamOptions options = new()
        {
            Mode = FileMode.CreateNew,
            Access = FileAccess.ReadWrite,
            Share = FileShare.None,
            BufferSize = 0,
            Options = OperatingSystem.IsWindows() ? FileOptions.DeleteOnClose : FileOptions.None,
        };
        if (!OperatingSystem.IsWindows())
        {
            options.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;
        }

        SafeFileHandle file = new FileStream(path, options).SafeFileHandle;
        if (!OperatingSystem.IsWindows())
        {
            File.Delete(path);
        }

        return file;
    }

    private RunException Failed(string what, Exception error) =>
        new($"the {_what} do not fit the memory, and the temporary folder '{_folder}' {(what == "write" ? "can't take" : "does not give back")} them: {OutputException.Reason(_folder, error)} ({Fix.Temp} names a folder, {Fix.Memory} allows more memory)");

    // eight bytes at a time; any changed bit changes the sum, as every step can be undone
    private static ulong Checksum(ReadOnlySpan<byte> bytes)
    {
        ulong sum = (ulong)bytes.Length;
        while (bytes.Length >= sizeof(ulong))
        {
            sum = (sum ^ BinaryPrimitives.ReadUInt64LittleEndian(bytes)) * 0x9E3779B97F4A7C15UL;
            sum ^= sum >> 32;
            bytes = bytes[sizeof(ulong)..];
        }

        foreach (byte last in bytes)
        {
            sum = (sum ^ last) * 0x9FB21C651E98DF25UL;
            sum ^= sum >> 32;
        }

        return sum;
    }
}
