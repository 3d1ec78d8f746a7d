using Microsoft.Win32.SafeHandles;

namespace TelemetryEngine.Formats.Inputs;

// A file that is one thing for a whole run: what was there when it was first opened. A reader borrows its handle and reads by position. A
// handle that is not in use may be closed, so that thousands of inputs need few; the file that is opened again must then be the same in the
// same state. Check says in the end whether it stayed so. For any thread.
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

    // The name, as it was given.
    public string Name { get; }

    // Its length when it was first opened, which is how much of it is read.
    public long LengthBytes => _first.LengthBytes;

    // Its place among the idle handles.
    internal LinkedListNode<InputFile> Resting { get; }

    // Opens a file.
    // name: Its name, as errors are to call it.
    // hint: How it will be read.
    // once: For what can be read only once, and from its start: a device, a pipe, a file that is longer or shorter than it says, as those
    // of /proc. Null when a file comes out.
    // returns: The file; null when once is what was opened.
    // throws IOException: There is no such file, or it can't be read.
    // throws UnauthorizedAccessException: It may not be read.
    public static InputFile? Open(string name, FileOptions hint, out Stream? once)
    {
        string path = SystemPath.Of(name);
        SafeFileHandle handle = OpenHandles.Open(path, hint);
        try
        {
            FileIdentity opened = FileIdentity.Of(handle) ?? FileIdentity.Of(path);
            if (opened.Nature == FileNature.Regular && StableState(handle) is { } first)
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

    // The handle, which stays open until it is given back by Return.
    // throws InputException: The file had to be opened again and is not what it was, or can't be opened.
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

    // Gives the handle back that was borrowed.
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

    // Reads from the handle that was borrowed: at least one byte.
    // throws InputException: The file can't be read, or has become shorter.
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

    // Makes sure that the name still stands for the file that was read, and that it was not written to since.
    // throws InputException: It was replaced, removed, grown, cut or written to.
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

    // Closes the handle, or has its last borrower close it. The file may be read again: it is opened again then.
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

    // Closes an idle handle. The gate is held.
    internal void CloseHandle()
    {
        _handle?.Dispose();
        _handle = null;
    }

    // The state of a file that someone else has opened and reads, to be compared in the end by CheckOpen; null for what is no file.
    public static FileState? StateOf(SafeFileHandle handle) =>
        FileIdentity.Of(handle) is { Nature: FileNature.Regular } ? StableState(handle) : null;

    // Makes sure that an open file is still in a state.
    // throws InputException: It is not.
    public static void CheckOpen(string name, SafeFileHandle handle, FileState first)
    {
        FileState now = FileState.Of(handle);
        if (now != first)
        {
            throw Differs(name, first, now);
        }
    }

    // The state of a file that will be known from it again; null when there is more or less to be read than its length says. The system's
    // clock for files stands still for some milliseconds at a time: what is written in the same moment as this look could not be told by it
    // later, so that moment is waited for to pass.
    private static FileState? StableState(SafeFileHandle handle)
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
