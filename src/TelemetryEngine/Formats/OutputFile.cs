using Microsoft.Win32.SafeHandles;

namespace TelemetryEngine.Formats;

/// <summary>
/// A file that appears under its name only when it is whole. What is written goes to a temporary file beside it, which <see cref="Commit"/> brings
/// to the disk and renames over the name; without Commit nothing changes. A symbolic link is followed first and its target replaced. Devices, FIFOs and
/// "-" (standard output) are written directly. A process that is killed may leave the temporary file, named <c>.&lt;name&gt;.&lt;random&gt;.tmp</c>.
/// </summary>
internal sealed class OutputFile : IDisposable
{
    private static readonly Lock TemporariesLock = new();
    private static readonly HashSet<string> Temporaries = [];

    private readonly Stream _file;
    private readonly string? _target;
    private readonly string? _temporary;
    private bool _isDone;

    private OutputFile(string name, Stream file, string? target, string? temporary)
    {
        Name = name;
        _file = file;
        _target = target;
        _temporary = temporary;
        Stream = new OutputStream(name, file, temporary is null ? null : new EarlyWriteback((FileStream)file));
    }

    /// <summary>The name as it was given.</summary>
    public string Name { get; }

    /// <summary>Where to write. It has no buffer: write in large pieces. Its errors are <see cref="OutputException"/>s.</summary>
    public Stream Stream { get; }

    /// <summary>True when nothing stands between the writer and the outside: a device, a FIFO, standard output.</summary>
    public bool IsDirect => _temporary is null;

    /// <summary>Opens an output. Nothing is to be seen under its name yet.</summary>
    /// <exception cref="OutputException">No permission, no such folder, a folder has this name.</exception>
    public static OutputFile Create(string path)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        if (path == "-")
        {
            return new OutputFile(path, OpenStandardOutput(), null, null);
        }

        try
        {
            FileNature nature = FileIdentity.Of(path).Nature;
            if (nature == FileNature.Directory || Path.EndsInDirectorySeparator(path))
            {
                throw OutputException.Because(path, "it is a folder; name a file in it");
            }

            return nature == FileNature.Special || IsOpenDescriptor(path)
                ? new OutputFile(path, new FileStream(path, FileMode.Open, FileAccess.Write, FileShare.ReadWrite, 0), null, null)
                : CreateBeside(path, FileIdentity.Resolve(path));
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw OutputException.From(path, e);
        }
    }

    /// <summary>Deletes the temporary files of all outputs that are open, for a process about to end: committing them is no longer possible.</summary>
    public static void DeleteAllTemporaries()
    {
        lock (TemporariesLock)
        {
            foreach (string temporary in Temporaries)
            {
                TryDelete(temporary);
            }

            Temporaries.Clear();
        }
    }

    /// <summary>Refuses an output that is also an input: the result would replace the data it comes from.</summary>
    /// <exception cref="PlanException">They are one file, also by way of a link.</exception>
    public static void EnsureNotInput(string output, IEnumerable<string> inputs)
    {
        ArgumentNullException.ThrowIfNull(output);
        ArgumentNullException.ThrowIfNull(inputs);
        foreach (string input in inputs)
        {
            if (output != "-" && input != "-" && AreSame(output, input))
            {
                throw new PlanException($"the output '{output}' is also the input '{input}'; write to another file with --output");
            }
        }
    }

    /// <summary>Brings everything to the disk and makes it appear under its name, in place of what was there.</summary>
    /// <exception cref="OutputException">The disk is full, or the temporary file was deleted under way.</exception>
    public void Commit()
    {
        ObjectDisposedException.ThrowIf(_isDone, this);
        try
        {
            if (_temporary is null)
            {
                CommitDirect();
                return;
            }

            ((FileStream)_file).Flush(flushToDisk: true);
            _file.Dispose();
            Rename(_temporary, _target!);
            _isDone = true;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw OutputException.From(Name, e);
        }
    }

    /// <summary>Closes the output. Without a Commit before it, what was written to a temporary file is lost, and nothing else is.</summary>
    public void Dispose()
    {
        if (_isDone)
        {
            return;
        }

        _isDone = true;
        _file.Dispose();
        if (_temporary is not null)
        {
            lock (TemporariesLock)
            {
                Temporaries.Remove(_temporary);
                TryDelete(_temporary);
            }
        }
    }

    private static bool AreSame(string output, string input)
    {
        try
        {
            return FileIdentity.AreSame(output, input);
        }
        catch (IOException e)
        {
            throw OutputException.From(output, e);
        }
    }

    // The console's own stream hides a closed pipe, and a producer would run on for nobody.
    private static Stream OpenStandardOutput() => OperatingSystem.IsWindows()
        ? Console.OpenStandardOutput()
        : new FileStream(new SafeFileHandle(1, ownsHandle: false), FileAccess.Write, 0);

    private static bool IsOpenDescriptor(string path) =>
        path is "/dev/stdout" or "/dev/stderr" || path.StartsWith("/dev/fd/", StringComparison.Ordinal) || path.StartsWith("/proc/", StringComparison.Ordinal);

    private static OutputFile CreateBeside(string name, string target)
    {
        UnixFileMode? mode = null;
        if (File.Exists(target))
        {
            // Renaming over a file needs no right to write it: without this probe a write-protected file would be replaced.
            new FileStream(target, FileMode.Open, FileAccess.Write, FileShare.ReadWrite, 0).Dispose();
            mode = OperatingSystem.IsWindows() ? null : File.GetUnixFileMode(target);
        }

        string temporary = Path.Combine(Path.GetDirectoryName(target)!, TemporaryName(Path.GetFileName(target)));
        FileStream file;
        lock (TemporariesLock)
        {
            file = new FileStream(temporary, FileMode.CreateNew, FileAccess.Write, FileShare.Read, 0);
            Temporaries.Add(temporary);
        }

        if (mode is { } known && !OperatingSystem.IsWindows())
        {
            File.SetUnixFileMode(file.SafeFileHandle, known);
        }

        return new OutputFile(name, file, target, temporary);
    }

    // A name may have 255 bytes; a long one is shortened so that the temporary one has no more.
    private static string TemporaryName(string name) =>
        $".{(name.Length > 60 ? name[..60] : name)}.{Random.Shared.NextInt64():x16}{Random.Shared.NextInt64():x16}.tmp";

    private static void Rename(string temporary, string target)
    {
        lock (TemporariesLock)
        {
            if (!Temporaries.Contains(temporary))
            {
                throw new IOException("the run was interrupted");
            }

            File.Move(temporary, target, overwrite: true);
            Temporaries.Remove(temporary);
        }
    }

    private static void TryDelete(string path)
    {
        try
        {
            File.Delete(path);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            // Nothing more can be done about it, and the error under way matters more.
        }
    }

    private void CommitDirect()
    {
        _file.Flush();
        // Asking for the handle moves the descriptor's own position behind what was written, for whoever writes there next.
        _ = (_file as FileStream)?.SafeFileHandle;
        _file.Dispose();
        _isDone = true;
    }
}
