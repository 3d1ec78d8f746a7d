using System.Buffers;
using Microsoft.Win32.SafeHandles;

namespace TelemetryEngine.Arrow.Ipc;

// A file that is read where it is asked for, by any thread and without turns: each body, or those parts of it that are wanted, into memory
// that serves again when its batch is disposed.
internal sealed class FileInput : Input
{
    // A message's metadata mostly fits, so that its parts are one read.
    private const int MostAheadBytes = 1 << 12;

    private readonly SafeFileHandle _file;
    private readonly long _length;
    private readonly AlignedMemoryPool _pool;
    private readonly bool _owns;
    private readonly bool _leaveOpen;
    private readonly int _aheadBytes;
    private byte[] _brief = [];
    private byte[] _ahead = [];
    private long _aheadStart;
    private int _aheadLength;
    private long _position;

    // Reads from an open file, which its owner closes where leaveOpen says so.
    public FileInput(SafeFileHandle file, bool leaveOpen, IpcReadOptions options)
    {
        _leaveOpen = leaveOpen;
        _file = file;
        _length = RandomAccess.GetLength(file);
        _pool = options.NewPool();
        _owns = true;
        _aheadBytes = MostAheadBytes;
    }

    private FileInput(FileInput whole, long position, int aheadBytes)
    {
        _aheadBytes = aheadBytes;
        _file = whole._file;
        _length = whole._length;
        _pool = whole._pool;
        _position = position;
    }

    // Opens a file, which others may read and delete meanwhile.
    // throws IOException: It can't be opened.
    // throws UnauthorizedAccessException: It may not be read.
    // throws NotSupportedException: It is no file that can be read anywhere, as pipes are not.
    public static FileInput Open(string path, IpcReadOptions options)
    {
        SafeFileHandle file =
            File.OpenHandle(path, FileMode.Open, FileAccess.Read, FileShare.Read | FileShare.Delete, FileOptions.SequentialScan);
        try
        {
            return new FileInput(file, leaveOpen: false, options);
        }
        catch
        {
            file.Dispose();
            throw;
        }
    }

    public override long Position => _position;

    public override long? Remaining => _length - _position;

    public override int Read(Span<byte> target)
    {
        int filled = 0;
        while (filled < target.Length && ReadSome(target[filled..]) is > 0 and int count)
        {
            filled += count;
            _position += count;
        }

        return filled;
    }

    public override ReadOnlyMemory<byte> ReadBriefly(int length)
    {
        Demand(length, "a message");
        if (_brief.Length < length)
        {
            _brief = new byte[length];
        }

        ReadAll(_brief.AsSpan(0, length));
        return _brief.AsMemory(0, length);
    }

    public override ReadOnlyMemory<byte> ReadKept(int length)
    {
        Demand(length, "a message");
        Memory<byte> memory = PinnedMemory.Allocate(length);
        ReadAll(memory.Span);
        return memory;
    }

    public override (ReadOnlyMemory<byte> Bytes, IDisposable? Owner) ReadLeased(int length)
    {
        ByteRanges all = new(length);
        all.Add(0, length);
        return ReadLeased(length, all);
    }

    public override (ReadOnlyMemory<byte> Bytes, IDisposable? Owner) ReadLeased(int length, ByteRanges wanted)
    {
        Demand(length, "a message");
        long start = _position;
        IMemoryOwner<byte> lease = _pool.Rent(length);
        try
        {
            for (int i = 0; i < wanted.Count; i++)
            {
                _position = start + wanted.StartOf(i);
                ReadAll(lease.Memory.Span.Slice(wanted.StartOf(i), wanted.LengthOf(i)));
            }

            _position = start + length;
            return (lease.Memory, lease);
        }
        catch
        {
            lease.Dispose();
            throw;
        }
    }

    public override long LeaseBytes(int length, ByteRanges? wanted) => wanted?.TotalBytes ?? length;

    protected override Input Beside(long position, int brief)
    {
        ArgumentOutOfRangeException.ThrowIfGreaterThan((ulong)position, (ulong)_length, nameof(position));
        return new FileInput(this, position, Math.Clamp(brief, sizeof(long), MostAheadBytes));
    }

    public override void Dispose()
    {
        if (_owns)
        {
            _pool.Dispose();
            if (!_leaveOpen)
            {
                _file.Dispose();
            }
        }

        base.Dispose();
    }

    private void ReadAll(Span<byte> target)
    {
        int count = Read(target);
        if (count < target.Length)
        {
            throw Truncated("a message", target.Length, count);
        }
    }

    // Reads small pieces ahead.
    private int ReadSome(Span<byte> target)
    {
        long into = _position - _aheadStart;
        if (into < 0 || into >= _aheadLength)
        {
            if (target.Length >= _aheadBytes)
            {
                return RandomAccess.Read(_file, target, _position);
            }

            _ahead = _ahead.Length == 0 ? new byte[_aheadBytes] : _ahead;
            _aheadLength = RandomAccess.Read(_file, _ahead, _position);
            (_aheadStart, into) = (_position, 0);
        }

        int count = Math.Min(target.Length, _aheadLength - (int)into);
        _ahead.AsSpan((int)into, count).CopyTo(target);
        return count;
    }
}
