namespace TelemetryEngine.Formats;

/// <summary>
/// What is written before it appears under its name. <see cref="Stage"/> does what may fail, <see cref="Publish"/> makes it appear in place of what was there, <see cref="Withdraw"/> brings that back.
/// Disposing takes away what did not appear.
/// </summary>
internal abstract class StagedFile : IDisposable
{
    /// <summary>Where to write. It has no buffer.</summary>
    public abstract FileStream Stream { get; }

    /// <summary>Begins a file that is to appear at a place.</summary>
    /// <exception cref="IOException">It can't be made there.</exception>
    /// <exception cref="UnauthorizedAccessException">What is there may not be written, or the folder may not.</exception>
    public static StagedFile Begin(OutputPlace place) => OperatingSystem.IsLinux() && place.Folder is not null ? new LinuxStagedFile(place) : new PortableStagedFile(place);

    /// <summary>Brings the content to the disk.</summary>
    public void Sync() => Stream.Flush(flushToDisk: true);

    /// <summary>Gets the file ready to appear.</summary>
    public abstract void Stage();

    /// <summary>Makes the file appear under its name.</summary>
    /// <param name="mayBeWithdrawn">True to keep what is replaced until <see cref="Settle"/>.</param>
    public abstract void Publish(bool mayBeWithdrawn);

    /// <summary>Undoes <see cref="Publish"/>, as far as the file system can; does not throw.</summary>
    public abstract void Withdraw();

    /// <summary>Ends it, once it has appeared to stay: brings the name to the disk too.</summary>
    public abstract void Settle();

    /// <summary>Takes the temporary file's name away, while it may still be written to.</summary>
    public abstract void Discard();

    public void Dispose()
    {
        Stream.Dispose();
        Discard();
    }
}
