using System.Runtime.Versioning;
using Microsoft.Win32.SafeHandles;

namespace TelemetryEngine.Formats;

// A file without a name until it appears, so that nothing is left of it however the process ends: it gets a temporary name beside its own
// and is renamed at once. File systems that have no files without a name, as NFS and FAT, get the temporary name from the start.
[SupportedOSPlatform("linux")]
internal sealed class LinuxStagedFile : StagedFile
{
    private const int CopiedBytes = 1 << 20;

    private readonly SafeFileHandle _folder;
    private readonly string _name;
    private readonly SafeFileHandle _file;
    private FileIdentity _identity;
    private string? _temporary;
    private string? _replaced;
    private bool _isNew;

    // Begins the file.
    // place: Where it is to appear.
    // isNamed: True to have a temporary name from the start.
    public LinuxStagedFile(OutputPlace place, bool isNamed = false)
    {
        (_folder, _name) = (place.Folder!, place.Name);
        using SafeFileHandle? old = place.Found.Nature == FileNature.Missing ? null : OpenOld();
        DeleteLeftOvers();
        _file = (isNamed ? null : OpenUnnamed()) ?? OpenNamed(out _temporary);
        _identity = FileIdentity.Of(_file) ?? default;
        if (old is not null)
        {
            KeptAttributes.Copy(old, _file);
        }

        Stream = new FileStream(_file, FileAccess.ReadWrite, 0);
    }

    public override FileStream Stream { get; }

    public override void Stage()
    {
        if (_temporary is not null)
        {
            return;
        }

        string temporary = TemporaryName.Of(_name);
        try
        {
            LinuxCalls.Link(_file, _folder, temporary);
            _temporary = temporary;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            // some sandboxes and file systems allow no links: then a copy appears
            using SafeFileHandle copy = OpenNamed(out _temporary);
            CopyTo(copy);
        }
    }

    public override void Publish(bool mayBeWithdrawn)
    {
        _isNew = FileIdentity.Of(_folder, _name).Nature == FileNature.Missing;
        if (mayBeWithdrawn && !_isNew)
        {
            KeepReplaced();
        }

        LinuxCalls.Rename(_folder, _temporary!, _name);
        _temporary = null;

        // who may write the folder may have put something else in the temporary file's place
        if (!FileIdentity.Of(_folder, _name).IsSame(_identity))
        {
            throw new IOException("another process has put something else in its place");
        }
    }

    public override void Withdraw()
    {
        if (_isNew)
        {
            LinuxCalls.TryDelete(_folder, _name);
        }
        else if (_replaced is not null && LinuxCalls.TryRename(_folder, _replaced, _name))
        {
            _replaced = null;
        }
    }

    public override void Confirm()
    {
        Discard();
        LinuxCalls.Sync(_folder);
    }

    public override void Discard()
    {
        foreach (string? temporary in (ReadOnlySpan<string?>)[_temporary, _replaced])
        {
            if (temporary is not null)
            {
                LinuxCalls.TryDelete(_folder, temporary);
            }
        }

        (_temporary, _replaced) = (null, null);
    }

    // Renaming over a file needs no right to write it: without this probe a write-protected file would be replaced.
    private SafeFileHandle OpenOld() =>
        LinuxCalls.Open(LinuxCalls.Number(_folder), _name, LinuxCalls.WriteOnly | LinuxCalls.NoFollow | LinuxCalls.NonBlocking);

    // A second name for what is about to be replaced. Where there are no second names, as on FAT, it can't be brought back.
    private void KeepReplaced()
    {
        string replaced = TemporaryName.Of(_name);
        _replaced = LinuxCalls.TryLink(_folder, _name, replaced) ? replaced : null;
    }

    private void DeleteLeftOvers()
    {
        foreach (string name in TemporaryName.LeftOvers(_name, $"/proc/self/fd/{LinuxCalls.Number(_folder)}"))
        {
            LinuxCalls.TryDelete(_folder, name);
        }
    }

    private void CopyTo(SafeFileHandle copy)
    {
        byte[] piece = new byte[CopiedBytes];
        long at = 0;
        while (RandomAccess.Read(_file, piece, at) is > 0 and int length)
        {
            RandomAccess.Write(copy, piece.AsSpan(0, length), at);
            at += length;
        }

        KeptAttributes.Copy(_file, copy);
        RandomAccess.FlushToDisk(copy);
        _identity = FileIdentity.Of(copy) ?? default;
    }

    private SafeFileHandle? OpenUnnamed()
    {
        SafeFileHandle? file = LinuxCalls.TryOpen(LinuxCalls.Number(_folder), ".", LinuxCalls.Unnamed | LinuxCalls.ReadWrite, out _);
        if (file is not null && !File.Exists($"/proc/self/fd/{LinuxCalls.Number(file)}"))
        {
            // without procfs it could never get a name
            file.Dispose();
            return null;
        }

        return file;
    }

    private SafeFileHandle OpenNamed(out string name)
    {
        name = TemporaryName.Of(_name);
        return LinuxCalls.Open(LinuxCalls.Number(_folder), name, LinuxCalls.Create | LinuxCalls.Exclusive | LinuxCalls.ReadWrite);
    }
}
