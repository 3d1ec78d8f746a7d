using System.Globalization;
using Microsoft.Win32.SafeHandles;

namespace TelemetryEngine.Formats;

// Where an output really lands: an open descriptor, or a name in a folder. Links are followed as the system follows them. On Linux the
// folder is held open from here on, so that what is written lands there whatever happens to the folder's own name; elsewhere the name is a
// full path.
internal sealed class OutputPlace : IDisposable
{
    private const int StandardOutput = 1;
    private const int MostLinks = 40;

    private readonly FileIdentity _folderIdentity;

    private OutputPlace(string given, int? descriptor, SafeFileHandle? folder, string name, FileIdentity found)
    {
        Given = given;
        Descriptor = descriptor;
        Folder = folder;
        Name = name;
        Found = found;
        _folderIdentity = folder is null ? default : FileIdentity.Of(folder) ?? default;
    }

    // The name as it was given.
    public string Given { get; }

    // The descriptor that is written to; null for a name.
    public int? Descriptor { get; }

    // The folder; null for a descriptor, and where there is no Linux.
    public SafeFileHandle? Folder { get; }

    // The name in the folder; a full path where that is not known.
    public string Name { get; }

    // What is there now.
    public FileIdentity Found { get; }

    // True for what is written to as it is: descriptors, devices, FIFOs, and what other processes have open.
    public bool IsDirect => Descriptor is not null || Found.Nature == FileNature.Special || IsOfProcess;

    // True for a name in procfs: mostly what a process has open, which gets more behind what it has.
    public bool IsOfProcess => IsProcfs(_folderIdentity);

    // Finds the place. Nothing is opened but the folder.
    // path: A name; "-" is standard output, and /dev/stdout, /dev/fd/3 and links to them are descriptors that the program was started with.
    // throws OutputException: No such folder, no permission, a folder has this name, links go round in a circle, or there is no such
    // descriptor.
    public static OutputPlace Find(string path)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        try
        {
            OutputPlace place = path == "-" ? OfDescriptor(path, StandardOutput)
                : IsLinux ? OfLinks(path)
                : OpenDescriptor.NumberOf(path) is { } number ? OfDescriptor(path, number)
                : new OutputPlace(path, null, null, FileIdentity.Resolve(path), FileIdentity.Of(path));
            if (place.Descriptor is null && (place.Found.Nature == FileNature.Directory || Path.EndsInDirectorySeparator(path)))
            {
                place.Dispose();
                throw OutputException.Because(path, "it is a folder; name a file in it");
            }

            return place;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw OutputException.From(path, e);
        }
    }

    // True when two outputs land in one place, whatever they are called. Devices, such as /dev/null, take any number of outputs.
    // throws OutputException: One of them can't be had.
    public static bool AreSame(string first, string second)
    {
        using OutputPlace a = Find(first);
        using OutputPlace b = Find(second);
        return a.IsSame(b);
    }

    // True when what is written there would come into an input, or in its place.
    // input: The input's name; - is standard input.
    public bool IsInput(string input)
    {
        if (input == "-")
        {
            return Descriptor is not null && Found.Nature == FileNature.Regular && OpenDescriptor.IdentityOf(0) is { } standardInput
                && standardInput.IsSame(Found);
        }

        FileIdentity read = FileIdentity.Of(input);
        return (read.Nature == FileNature.Regular && read.IsSame(Found))
            || (Folder is null && Descriptor is null && !IsDirect && FileIdentity.AreSameNames(Name, input));
    }

    public void Dispose() => Folder?.Dispose();

    private bool IsSame(OutputPlace other)
    {
        if (Descriptor is not null && Descriptor == other.Descriptor)
        {
            return true;
        }

        if (Found.IsDevice || other.Found.IsDevice)
        {
            return false;
        }

        if (Found.IsSame(other.Found))
        {
            return true;
        }

        return Descriptor is null && other.Descriptor is null
            && (Folder is null
                ? FileIdentity.AreSameNames(Name, other.Name)
                : Name == other.Name && _folderIdentity.IsSame(other._folderIdentity));
    }

    // A kernel without the call that tells files apart is treated as no Linux.
    private static bool IsLinux { get; } = OperatingSystem.IsLinux() && FileIdentity.Of("/").Inode != 0;

    private static bool IsProcfs(FileIdentity folder) => folder.Inode != 0 && folder.Device == FileIdentity.Of("/proc/self").Device;

    private static OutputPlace OfDescriptor(string given, int number)
    {
        OpenDescriptor.EnsureWritable(given, number);
        return new OutputPlace(given, number, null, given, OpenDescriptor.IdentityOf(number) ?? default);
    }

    private static OutputPlace OfLinks(string path)
    {
        SafeFileHandle? folder = null;
        string rest = path;
        try
        {
            for (int links = 0; links <= MostLinks; links++)
            {
                string trimmed = rest.TrimEnd('/');
                int slash = trimmed.LastIndexOf('/');
                string name = trimmed[(slash + 1)..];
                SafeFileHandle next = OpenFolder(folder, slash < 0 ? rest.StartsWith('/') ? "/" : "." : trimmed[..(slash + 1)]);
                folder?.Dispose();
                folder = next;
                FileIdentity identity = FileIdentity.Of(folder) ?? default;
                if (identity.IsSame(FileIdentity.Of("/proc/self/fd"))
                    && int.TryParse(name, NumberStyles.None, CultureInfo.InvariantCulture, out int number))
                {
                    folder.Dispose();
                    return OfDescriptor(path, number);
                }

                name = name.Length == 0 ? "." : name;
                if (IsProcfs(identity) || LinuxCalls.ReadLink(folder, name) is not { } target)
                {
                    return new OutputPlace(path, null, folder, name, FileIdentity.Of(folder, name));
                }

                rest = target;
            }
        }
        catch
        {
            folder?.Dispose();
            throw;
        }

        folder?.Dispose();
        throw new IOException("links lead round in a circle");
    }

    private static SafeFileHandle OpenFolder(SafeFileHandle? from, string path)
    {
        const int NoEntry = 2;
        int start = from is null ? LinuxCalls.CurrentDirectory : LinuxCalls.Number(from);
        return LinuxCalls.TryOpen(start, path, LinuxCalls.PathOnly | LinuxCalls.Directory, out int errno)
            ?? throw (errno == NoEntry ? new DirectoryNotFoundException() : LinuxCalls.Failure(errno, path));
    }
}
