using Microsoft.Win32.SafeHandles;

namespace TelemetryEngine.Formats.Inputs;

/// <summary>
/// A file that is one thing for a whole run: what was there when it was first opened. Whoever reads it borrows its handle and reads by position. A handle that is not in use may be closed, so that thousands of
/// inputs need few; the file that is opened again must then be the same in the same state. <see cref="Check"/> says in the end whether it stayed so. For any thread.
/// </summary>
internal sealed class InputFile
{
    private readonly string _path;
    private readonly FileOptions _hint;
    private readonly FileState _first;
    private SafeFileHandle? _handle;
    private int _users;
    private bool _isClosed;

    private InputFile(string name, string path, FileOptions hint, SafeFileHandle handle, FileState first)
    {
        Name = name;
        _path = path;
        _hint = hint;
        _handle = handle;
        _first = first;
        Resting = new LinkedListNode<InputFile>(this);
    }

    /// <summary>The name, as it was given.</summary>
    public string Name { get; }

    /// <summary>Its length when it was first opened, which is how much of it is read.</summary>
    public long LengthBytes => _first.LengthBytes;

    /// <summary>Its place among the handles that nobody uses.</summary>
    internal LinkedListNode<InputFile> Resting { get; }

    /// <summary>Opens a file.</summary>
    /// <param name="name">Its name, as errors are to call it.</param>
    /// <param name="hint">How it will be read.</param>
    /// <param name="once">For what can be read only once, and from its start: a device, a pipe, a file that is longer or shorter than it says, as those of /proc. Null when a file comes out.</param>
    /// <returns>The file; null when <paramref name="once"/> is what was opened.</returns>
    /// <exception cref="IOException">There is no such file, or it can't be read.</exception>
    /// <exception cref="UnauthorizedAccessException">It may not be read.</exception>
    public static InputFile? Open(string name, FileOptions hint, out Stream? once)
    {
        string path = SystemPath.Of(name);
        SafeFileHandle handle = OpenHandles.Open(path, hint);
        try
        {
            FileIdentity opened = FileIdentity.Of(handle) ?? FileIdentity.Of(path);
            if (opened.Nature == FileNature.Regular && SettledState(handle) is { } first)
            {
                once = null;
                InputFile file = new(name, path, hint, handle, first);
                OpenHandles.Rest(file);
                return file;
            }

            FileStream stream = new(handle, FileAccess.Read, bufferSize: 0);

            // a length that is wrong is worse than none
            once = opened.Nature == FileNature.Regular ? new PrefixedStream([], stream) : stream;
            return null;
        }
        catch
        {
            handle.Dispose();
            throw;
        }
    }

    /// <summary>The handle, which stays open until it is given back by <see cref="Return"/>.</summary>
    /// <exception cref="InputException">The file had to be opened again and is not what it was, or can't be opened.</exception>
    public SafeFileHandle Borrow()
    {
        lock (OpenHandles.Gate)
        {
            OpenHandles.Wake(this);
            _handle ??= OpenAgain();
            _isClosed = false;
            _users++;
            return _handle;
        }
    }

    /// <summary>Gives the handle back that was borrowed.</summary>
    public void Return()
    {
        lock (OpenHandles.Gate)
        {
            _users--;
            if (_users == 0 && _isClosed)
            {
                CloseHandle();
            }
            else if (_users == 0)
            {
                OpenHandles.Rest(this);
            }
        }
    }

    /// <summary>Reads from the handle that was borrowed: at least one byte.</summary>
    /// <exception cref="InputException">The file can't be read, or has become shorter.</exception>
    public int Read(SafeFileHandle handle, Span<byte> target, long position)
    {
        try
        {
            int got = RandomAccess.Read(handle, target, position);
            return got > 0 ? got : throw new InputException($"{Name} became shorter while it was read", Name, byteOffset: position);
        }
        catch (IOException error)
        {
            throw new InputException($"{Name} can't be read: {error.Message}", Name, byteOffset: position, inner: error);
        }
    }

    /// <summary>Makes sure that the name still stands for the file that was read, and that nobody wrote to it since.</summary>
    /// <exception cref="InputException">It was replaced, removed, grown, cut or written to.</exception>
    public void Check()
    {
        if (FileState.Of(_path) is not { } now)
        {
            throw Differs("was removed or renamed");
        }

        if (now != _first)
        {
            throw Differs(now);
        }
    }

    /// <summary>Closes the handle, or has whoever returns it last close it. The file may be read again: it is opened again then.</summary>
    public void Close()
    {
        lock (OpenHandles.Gate)
        {
            _isClosed = true;
            if (_users == 0)
            {
                OpenHandles.Wake(this);
                CloseHandle();
            }
        }
    }

    /// <summary>Closes a handle that nobody uses. The gate is held.</summary>
    internal void CloseHandle()
    {
        _handle?.Dispose();
        _handle = null;
    }

    /// <summary>The state of a file that someone else has opened and reads, to be compared in the end by <see cref="CheckOpen"/>; null for what is no file.</summary>
    public static FileState? StateOf(SafeFileHandle handle) =>
        FileIdentity.Of(handle) is { Nature: FileNature.Regular } ? SettledState(handle) : null;

    /// <summary>Makes sure that an open file is still in a state.</summary>
    /// <exception cref="InputException">It is not.</exception>
    public static void CheckOpen(string name, SafeFileHandle handle, FileState first)
    {
        FileState now = FileState.Of(handle);
        if (now != first)
        {
            throw Differs(name, first, now);
        }
    }

    /// <summary>
    /// The state of a file that will be known from it again; null when there is more or less to be read than its length says. The system's clock for files stands still for some milliseconds at a time: what is written in the
    /// same moment as this look could not be told by it later, so that moment is waited for to pass.
    /// </summary>
    private static FileState? SettledState(SafeFileHandle handle)
    {
        const long TickNanoseconds = 12_000_000;
        const int MostTicks = 3;
        FileState state = FileState.Of(handle);
        for (int tick = 0; tick < MostTicks && IsYounger(state, TickNanoseconds); tick++)
        {
            FileState young = state;
            SpinWait.SpinUntil(() => !IsYounger(young, TickNanoseconds), (int)(TickNanoseconds / 1_000_000) * 2);
            state = FileState.Of(handle);
        }

        while (!EndsWhereItSays(handle, state.LengthBytes))
        {
            FileState now = FileState.Of(handle);
            if (now.LengthBytes == state.LengthBytes)
            {
                return null;
            }

            state = now;
        }

        return state;
    }

    private static bool IsYounger(FileState state, long nanoseconds)
    {
        long age = (TimeProvider.System.GetUtcNow() - DateTimeOffset.UnixEpoch).Ticks * 100 - Math.Max(state.Written, state.Changed);
        return age >= 0 && age < nanoseconds;
    }

    private static bool EndsWhereItSays(SafeFileHandle handle, long length)
    {
        Span<byte> last = stackalloc byte[2];
        return length == 0 ? RandomAccess.Read(handle, last, 0) == 0 : RandomAccess.Read(handle, last, length - 1) == 1;
    }

    private SafeFileHandle OpenAgain()
    {
        SafeFileHandle handle;
        try
        {
            handle = OpenHandles.Open(_path, _hint);
        }
        catch (Exception error) when (error is FileNotFoundException or DirectoryNotFoundException)
        {
            throw Differs("was removed or renamed");
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            throw new InputException($"{Name} can't be opened again: {error.Message}", Name, inner: error);
        }

        FileState now = FileState.Of(handle);
        if (now == _first)
        {
            return handle;
        }

        handle.Dispose();
        throw Differs(now);
    }

    private InputException Differs(FileState now) => Differs(Name, _first, now);

    private InputException Differs(string what) => Differs(Name, what);

    private static InputException Differs(string name, FileState first, FileState now) => Differs(
        name,
        (now.Device, now.Inode) != (first.Device, first.Inode) ? "was replaced by another file"
        : now.LengthBytes > first.LengthBytes ? string.Create(null, $"grew from {first.LengthBytes} to {now.LengthBytes} bytes")
        : now.LengthBytes < first.LengthBytes ? string.Create(null, $"was cut from {first.LengthBytes} to {now.LengthBytes} bytes")
        : now.Written != first.Written ? "was written to"
        : "was written to, or its names or rights were changed,");

    private static InputException Differs(string name, string what) =>
        new($"{name} {what} while it was read; run again when nothing changes it, or copy it first and read the copy", name);
}
