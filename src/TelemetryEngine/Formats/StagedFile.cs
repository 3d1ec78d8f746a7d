namespace TelemetryEngine.Formats;

// What is written before it appears under its name. Stage does what may fail, Publish makes it appear in place of what was there, Withdraw
// brings that back. Disposing takes away what did not appear.
internal abstract class StagedFile : IDisposable
{
    // Where to write. It has no buffer.
    public abstract FileStream Stream { get; }

    // Begins a file that is to appear at a place.
    // throws IOException: It can't be made there.
    // throws UnauthorizedAccessException: What is there may not be written, or the folder may not.
    public static StagedFile Begin(OutputPlace place) =>
        OperatingSystem.IsLinux() && place.Folder is not null ? new LinuxStagedFile(place) : new PortableStagedFile(place);

    // Brings the content to the disk.
    public void Sync() => Stream.Flush(flushToDisk: true);

    // Gets the file ready to appear.
    public abstract void Stage();

    // Makes the file appear under its name.
    // mayBeWithdrawn: True to keep what is replaced until Confirm.
    public abstract void Publish(bool mayBeWithdrawn);

    // Undoes Publish, as far as the file system can; does not throw.
    public abstract void Withdraw();

    // Ends it, once it has appeared to stay: brings the name to the disk too.
    public abstract void Confirm();

    // Takes the temporary file's name away, while it may still be written to.
    public abstract void Discard();

    public void Dispose()
    {
        Stream.Dispose();
        Discard();
    }
}
