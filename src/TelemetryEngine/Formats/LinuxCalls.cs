using System.Runtime.InteropServices;
using System.Text;
using Microsoft.Win32.SafeHandles;

namespace TelemetryEngine.Formats;

// System calls of Linux that the framework has no name for: files by the folder they are in, so that a folder that is moved or a link that
// is turned meanwhile changes nothing. Only Linux may call them, x64 and arm64 alike; each throws what the framework would.
internal static class LinuxCalls
{
    // Stands for the process's folder in place of one that is open.
    public const int CurrentDirectory = -100;

    public const int WriteOnly = 1;
    public const int ReadWrite = 2;
    public const int Create = 0x40;
    public const int Exclusive = 0x80;
    public const int Append = 0x400;
    public const int NonBlocking = 0x800;
    public const int CloseOnExec = 0x80000;
    public const int PathOnly = 0x200000;

    private const int FollowLinks = 0x400;
    private const int InterruptedErrno = 4;

    // Linux numbers these two by processor.
    public static int Directory { get; } = IsArm ? 0x4000 : 0x10000;

    public static int NoFollow { get; } = IsArm ? 0x8000 : 0x20000;

    // A file without a name, which goes when it is closed.
    public static int Unnamed { get; } = 0x400000 | Directory;

    private static bool IsArm => RuntimeInformation.ProcessArchitecture is Architecture.Arm64 or Architecture.Arm or Architecture.Ppc64le;

    // Opens a file by its folder; null, and the reason, when that fails.
    public static SafeFileHandle? TryOpen(int folder, string name, int flags, out int errno)
    {
        const int ReadWriteForAll = 0x1B6;
        using PinnedText path = new(name);
        int descriptor;
        do
        {
            descriptor = OpenAt(folder, path.Address, flags | CloseOnExec, ReadWriteForAll);
            errno = descriptor < 0 ? Marshal.GetLastSystemError() : 0;
        }
        while (errno == InterruptedErrno);

        return descriptor < 0 ? null : new SafeFileHandle(descriptor, ownsHandle: true);
    }

    // Opens a file by its folder.
    public static SafeFileHandle Open(int folder, string name, int flags) =>
        TryOpen(folder, name, flags, out int errno) ?? throw Failure(errno, name);

    // Where a link leads, as it is written in it; null for what is no link, or is not there.
    public static string? ReadLink(SafeFileHandle folder, string name)
    {
        byte[] target = new byte[4096];
        using PinnedText path = new(name);
        using PinnedBytes into = new(target);
        nint length = ReadLinkAt(Number(folder), path.Address, into.Address, target.Length);
        return length < 0 ? null : Encoding.UTF8.GetString(target, 0, (int)length);
    }

    // Gives an open file without a name one, which nothing may have yet.
    public static void Link(SafeFileHandle file, SafeFileHandle folder, string name)
    {
        using PinnedText from = new($"/proc/self/fd/{Number(file)}");
        using PinnedText to = new(name);
        Check(LinkAt(CurrentDirectory, from.Address, Number(folder), to.Address, FollowLinks), name);
    }

    // Gives a file a second name in its folder; false when that fails.
    public static bool TryLink(SafeFileHandle folder, string name, string second)
    {
        using PinnedText from = new(name);
        using PinnedText to = new(second);
        return LinkAt(Number(folder), from.Address, Number(folder), to.Address, 0) == 0;
    }

    // Renames a file within its folder, in place of what has the name.
    public static void Rename(SafeFileHandle folder, string name, string newName)
    {
        if (!TryRename(folder, name, newName))
        {
            throw Failure(Marshal.GetLastPInvokeError(), newName);
        }
    }

    // As Rename; false when that fails.
    public static bool TryRename(SafeFileHandle folder, string name, string newName)
    {
        using PinnedText from = new(name);
        using PinnedText to = new(newName);
        bool isDone = RenameAt(Number(folder), from.Address, Number(folder), to.Address) == 0;
        Marshal.SetLastPInvokeError(isDone ? 0 : Marshal.GetLastSystemError());
        return isDone;
    }

    // Takes a file's name away; false when that fails.
    public static bool TryDelete(SafeFileHandle folder, string name)
    {
        using PinnedText path = new(name);
        return UnlinkAt(Number(folder), path.Address, 0) == 0;
    }

    // Brings a folder's names to the disk, where its file system can do that and the folder may be read.
    public static void Sync(SafeFileHandle folder)
    {
        const int NotSupported = 95;
        const int Invalid = 22;
        using SafeFileHandle? readable = TryOpen(Number(folder), ".", Directory, out _);
        if (readable is not null && FSync(Number(readable)) != 0 && Marshal.GetLastSystemError() is var errno
            && errno is not (Invalid or NotSupported))
        {
            throw Failure(errno, ".");
        }
    }

    // True when a process has this number, also one that may not be looked at.
    public static bool IsProcess(int number)
    {
        const int NoProcess = 3;
        return Kill(number, 0) == 0 || Marshal.GetLastSystemError() != NoProcess;
    }

    // The number of an open file.
    public static int Number(SafeFileHandle file) => (int)file.DangerousGetHandle();

    // What the framework throws for an error of the system.
    public static Exception Failure(int errno, string name)
    {
        const int NotPermitted = 1;
        const int NoEntry = 2;
        const int NoAccess = 13;
        string message = Marshal.GetPInvokeErrorMessage(errno);
        return errno switch
        {
            NotPermitted or NoAccess => new UnauthorizedAccessException(message),
            NoEntry => new FileNotFoundException(message, name),
            _ => new IOException(message, errno),
        };
    }

    private static void Check(int result, string name)
    {
        if (result != 0)
        {
            throw Failure(Marshal.GetLastSystemError(), name);
        }
    }

    [DllImport("libc", EntryPoint = "openat", ExactSpelling = true)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static extern int OpenAt(int folder, nint path, int flags, int mode);

    [DllImport("libc", EntryPoint = "readlinkat", ExactSpelling = true)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static extern nint ReadLinkAt(int folder, nint path, nint target, nint length);

    [DllImport("libc", EntryPoint = "linkat", ExactSpelling = true)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static extern int LinkAt(int folder, nint path, int newFolder, nint newPath, int flags);

    [DllImport("libc", EntryPoint = "renameat", ExactSpelling = true)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static extern int RenameAt(int folder, nint path, int newFolder, nint newPath);

    [DllImport("libc", EntryPoint = "unlinkat", ExactSpelling = true)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static extern int UnlinkAt(int folder, nint path, int flags);

    [DllImport("libc", EntryPoint = "kill", ExactSpelling = true)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static extern int Kill(int process, int signal);

    [DllImport("libc", EntryPoint = "fsync", ExactSpelling = true)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static extern int FSync(int file);
}

// A text as the system takes it: UTF-8 with a zero behind, where the collector leaves it.
internal readonly ref struct PinnedText(string text)
{
    private readonly GCHandle _handle = GCHandle.Alloc(Encoding.UTF8.GetBytes(text + '\0'), GCHandleType.Pinned);

    public nint Address => _handle.AddrOfPinnedObject();

    public void Dispose() => _handle.Free();
}

// Bytes that the system reads or fills, where the collector leaves them.
internal readonly ref struct PinnedBytes(byte[] bytes)
{
    private readonly GCHandle _handle = GCHandle.Alloc(bytes, GCHandleType.Pinned);

    public nint Address => _handle.AddrOfPinnedObject();

    public void Dispose() => _handle.Free();
}
