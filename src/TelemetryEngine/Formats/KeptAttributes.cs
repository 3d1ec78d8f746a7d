using System.Runtime.InteropServices;
using System.Runtime.Versioning;
using System.Text;
using Microsoft.Win32.SafeHandles;

namespace TelemetryEngine.Formats;

// What a file that takes another's place keeps of it: owner and group, permissions, access lists and other attributes, each where the
// system allows it. Not the bits that let a program run as its owner or group, nor what stands for the old content, as capabilities and
// signatures do. Where the group or the access list can't be kept, the group may do no more than everybody.
[SupportedOSPlatform("linux")]
internal static class KeptAttributes
{
    private const string AccessList = "system.posix_acl_access";
    private const uint Unchanged = uint.MaxValue;
    private const int GroupShift = 3;
    private const UnixFileMode GroupBits = UnixFileMode.GroupRead | UnixFileMode.GroupWrite | UnixFileMode.GroupExecute;
    private const UnixFileMode Permissions = (UnixFileMode)0x1FF;

    // Gives the new file the old one's attributes.
    public static void Copy(SafeFileHandle old, SafeFileHandle file)
    {
        bool isGroupKept = KeepOwner(old, file);
        bool isListKept = CopyExtended(old, file);
        UnixFileMode mode = File.GetUnixFileMode(old) & Permissions;
        if (!isGroupKept || !isListKept)
        {
            mode &= ~GroupBits | (UnixFileMode)((int)mode << GroupShift);
        }

        _ = ChangeMode(LinuxCalls.Number(file), (uint)mode);
    }

    // true when the group is kept: what others may do is worse to lose than who owns it
    private static bool KeepOwner(SafeFileHandle old, SafeFileHandle file)
    {
        if (FileIdentity.OwnerOf(old) is not { } wanted || FileIdentity.OwnerOf(file) is not { } had)
        {
            return false;
        }

        int number = LinuxCalls.Number(file);
        return wanted == had || ChangeOwner(number, wanted.Owner, wanted.Group) == 0 || wanted.Group == had.Group
            || ChangeOwner(number, Unchanged, wanted.Group) == 0;
    }

    // true when the new file has the old one's access list, or as the old one none
    private static bool CopyExtended(SafeFileHandle old, SafeFileHandle file)
    {
        bool hasList = false;
        bool isKept = true;
        foreach (string name in NamesOf(old).Where(IsKept))
        {
            bool isSet = Value(old, name) is { } value && Set(file, name, value);
            hasList |= name == AccessList;
            isKept &= isSet || name != AccessList;
        }

        // a folder may give new files a list
        using PinnedText list = new(AccessList);
        _ = hasList ? 0 : Remove(LinuxCalls.Number(file), list.Address);
        return isKept;
    }

    private static bool IsKept(string name) =>
        name.StartsWith("user.", StringComparison.Ordinal) || name.StartsWith("system.", StringComparison.Ordinal)
            || name == "security.selinux";

    private static string[] NamesOf(SafeFileHandle file)
    {
        byte[] names = new byte[1 << 16];
        using PinnedBytes pinned = new(names);
        nint length = List(LinuxCalls.Number(file), pinned.Address, names.Length);
        return length <= 0 ? [] : Encoding.UTF8.GetString(names, 0, (int)length).Split('\0', StringSplitOptions.RemoveEmptyEntries);
    }

    private static byte[]? Value(SafeFileHandle file, string name)
    {
        byte[] value = new byte[1 << 16];
        using PinnedText text = new(name);
        using PinnedBytes pinned = new(value);
        nint length = Get(LinuxCalls.Number(file), text.Address, pinned.Address, value.Length);
        return length < 0 ? null : value[..(int)length];
    }

    private static bool Set(SafeFileHandle file, string name, byte[] value)
    {
        using PinnedText text = new(name);
        using PinnedBytes pinned = new(value);
        return Set(LinuxCalls.Number(file), text.Address, pinned.Address, value.Length, 0) == 0;
    }

    [DllImport("libc", EntryPoint = "fchown", ExactSpelling = true)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static extern int ChangeOwner(int file, uint owner, uint group);

    [DllImport("libc", EntryPoint = "fchmod", ExactSpelling = true)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static extern int ChangeMode(int file, uint mode);

    [DllImport("libc", EntryPoint = "flistxattr", ExactSpelling = true)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static extern nint List(int file, nint names, nint length);

    [DllImport("libc", EntryPoint = "fgetxattr", ExactSpelling = true)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static extern nint Get(int file, nint name, nint value, nint length);

    [DllImport("libc", EntryPoint = "fsetxattr", ExactSpelling = true)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static extern int Set(int file, nint name, nint value, nint length, int flags);

    [DllImport("libc", EntryPoint = "fremovexattr", ExactSpelling = true)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static extern int Remove(int file, nint name);
}
