using System.Buffers;
using System.IO.MemoryMappedFiles;
using Microsoft.Win32.SafeHandles;

namespace TelemetryEngine.Arrow;

/// <summary>
/// A file mapped into memory, to be read. The mapping stays until this and all slices of it are disposed. Whoever shortens the file meanwhile takes
/// the memory away under its readers, which no program survives; whoever writes to it changes what they see.
/// </summary>
internal sealed unsafe class MappedFile : IDisposable
{
    private readonly MemoryMappedFile _file;
    private readonly MemoryMappedViewAccessor _view;
    private readonly byte* _start;
    private int _users = 1;
    private bool _isDisposed;

    private MappedFile(SafeFileHandle file, bool leaveOpen)
    {
        Length = RandomAccess.GetLength(file);
        _file = MemoryMappedFile.CreateFromFile(file, mapName: null, Length, MemoryMappedFileAccess.Read, HandleInheritability.None, leaveOpen);
        _view = _file.CreateViewAccessor(0, Length, MemoryMappedFileAccess.Read);
        byte* start = null;
        _view.SafeMemoryMappedViewHandle.AcquirePointer(ref start);
        _start = start + _view.PointerOffset;
    }

    /// <summary>The file's bytes.</summary>
    public long Length { get; }

    /// <summary>Maps a file; it must not be empty.</summary>
    /// <exception cref="IOException">It can't be opened or mapped.</exception>
    /// <exception cref="UnauthorizedAccessException">It may not be read.</exception>
    public static MappedFile Open(string path)
    {
        SafeFileHandle file = File.OpenHandle(path, FileMode.Open, FileAccess.Read, FileShare.Read | FileShare.Delete);
        try
        {
            return new MappedFile(file, leaveOpen: false);
        }
        catch
        {
            file.Dispose();
            throw;
        }
    }

    /// <summary>Maps a file that is open, and stays so; it must not be empty.</summary>
    /// <exception cref="IOException">It can't be mapped.</exception>
    public static MappedFile Open(SafeFileHandle file) => new(file, leaveOpen: true);

    /// <summary>Bytes that are valid until they are copied from; nothing keeps the mapping for them.</summary>
    public ReadOnlySpan<byte> Look(long offset, int length)
    {
        Check(offset, length);
        // SAFETY: the range lies inside the mapping, which stands until Dispose.
        return new ReadOnlySpan<byte>(_start + offset, length);
    }

    /// <summary>Bytes that keep the mapping until they are disposed.</summary>
    public IMemoryOwner<byte> Lease(long offset, int length)
    {
        Check(offset, length);
        Interlocked.Increment(ref _users);
        return new Slice(this, _start + offset, length);
    }

    public void Dispose()
    {
        if (!_isDisposed)
        {
            _isDisposed = true;
            Release();
        }
    }

    private void Check(long offset, int length)
    {
        ObjectDisposedException.ThrowIf(_isDisposed, this);
        ArgumentOutOfRangeException.ThrowIfNegative(length);
        ArgumentOutOfRangeException.ThrowIfGreaterThan((ulong)offset, (ulong)(Length - length), nameof(offset));
    }

    private void Release()
    {
        if (Interlocked.Decrement(ref _users) == 0)
        {
            _view.SafeMemoryMappedViewHandle.ReleasePointer();
            _view.Dispose();
            _file.Dispose();
        }
    }

    private sealed class Slice(MappedFile file, byte* start, int length) : MemoryManager<byte>
    {
        private MappedFile? _file = file;

        public override Span<byte> GetSpan()
        {
            ObjectDisposedException.ThrowIf(_file is null, this);
            // SAFETY: the range lies inside the mapping, which this keeps until it is disposed. Nobody writes: only ReadOnlyMemory is handed out.
            return new Span<byte>(start, length);
        }

        public override MemoryHandle Pin(int elementIndex = 0)
        {
            ObjectDisposedException.ThrowIf(_file is null, this);
            ArgumentOutOfRangeException.ThrowIfGreaterThan((uint)elementIndex, (uint)length);
            // SAFETY: a mapping does not move, and the index was checked against the length.
            return new MemoryHandle(start + elementIndex, pinnable: this);
        }

        public override void Unpin()
        {
        }

        protected override void Dispose(bool disposing) => Interlocked.Exchange(ref _file, null)?.Release();
    }
}
