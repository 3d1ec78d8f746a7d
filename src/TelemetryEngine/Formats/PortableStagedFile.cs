namespace TelemetryEngine.Formats;

// A file with a temporary name beside its own until it appears, by what the framework has for every system.
internal sealed class PortableStagedFile : StagedFile
{
    private readonly string _target;
    private readonly string _temporary;
    private bool _isThere = true;

    public PortableStagedFile(OutputPlace place)
    {
        _target = place.Name;
        UnixFileMode? mode = null;
        if (File.Exists(_target))
        {
            // Renaming over a file needs no right to write it: without this probe a write-protected file would be replaced.
            new FileStream(_target, FileMode.Open, FileAccess.Write, FileShare.ReadWrite, 0).Dispose();
            mode = OperatingSystem.IsWindows() ? null : File.GetUnixFileMode(_target) & (UnixFileMode)0x1FF;
        }

        _temporary = Path.Combine(Path.GetDirectoryName(_target)!, TemporaryName.Of(Path.GetFileName(_target)));
        Stream = new FileStream(_temporary, FileMode.CreateNew, FileAccess.Write, FileShare.Read, 0);
        if (mode is { } known && !OperatingSystem.IsWindows())
        {
            File.SetUnixFileMode(Stream.SafeFileHandle, known);
        }
    }

    public override FileStream Stream { get; }

    public override void Stage() => Stream.Dispose();

    public override void Publish(bool mayBeWithdrawn)
    {
        File.Move(_temporary, _target, overwrite: true);
        _isThere = false;
    }

    public override void Withdraw()
    {
        // What was replaced is gone: there is no way to keep it that every system has.
    }

    public override void Confirm()
    {
    }

    public override void Discard()
    {
        if (!_isThere)
        {
            return;
        }

        try
        {
            File.Delete(_temporary);
            _isThere = false;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            // Nothing more can be done about it, and the error under way matters more.
        }
    }
}
