using System.Buffers;
using System.Runtime.InteropServices;

namespace TelemetryEngine.Memory;

// Native memory that starts on a 64-byte border and is followed by at least 64 readable bytes, as the Arrow format recommends. The contents
// are not cleared. The one who allocates it disposes it; no span may outlive that.
internal sealed unsafe class AlignedMemory : MemoryManager<byte>
{
    // The alignment of the first byte, and the readable slack behind the last one.
    public const int AlignmentBytes = 64;

    private static long _liveBytes;
    private byte* _start;
    private readonly int _length;

    // Allocates length bytes, those of 2 MiB and more in large pages where the system has some (LargePages).
    // throws ArgumentOutOfRangeException: The length is negative.
    public AlignedMemory(int length)
        : this(length, length)
    {
    }

    // Allocates bytes of which only so many are going to be used at first: a large page of which little would be is none. 0 = no large
    // pages at all.
    internal AlignedMemory(int length, int used)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(length);
        _length = length;
        nuint bytes = (nuint)length + AlignmentBytes;
        bool isLarge = used > 0 && LargePages.AreWanted && bytes >= LargePages.PageBytes;
        _start = (byte*)NativeMemory.AlignedAlloc(bytes, isLarge ? LargePages.PageBytes : (nuint)AlignmentBytes);
        if (isLarge)
        {
            // SAFETY: _start points to so many bytes.
            LargePages.Prefer(
                new Span<byte>(_start, (int)Math.Min(Math.Min(bytes, (nuint)used + (LargePages.PageBytes / 4)), int.MaxValue)));
        }

        Interlocked.Add(ref _liveBytes, length);
    }

    // Bytes allocated and not yet disposed, over the whole process: for leak checks.
    public static long LiveBytes => Interlocked.Read(ref _liveBytes);

    // The number of usable bytes.
    public int Length => _length;

    public override Span<byte> GetSpan()
    {
        ObjectDisposedException.ThrowIf(_start == null, this);
        // SAFETY: _start points to _length + 64 bytes until Dispose sets it to null.
        return new Span<byte>(_start, _length);
    }

    public override MemoryHandle Pin(int elementIndex = 0)
    {
        ObjectDisposedException.ThrowIf(_start == null, this);
        ArgumentOutOfRangeException.ThrowIfGreaterThan((uint)elementIndex, (uint)_length);
        // SAFETY: native memory never moves, and the index was checked against the length.
        return new MemoryHandle(_start + elementIndex, pinnable: this);
    }

    public override void Unpin()
    {
    }

    protected override void Dispose(bool disposing)
    {
        byte* start = _start;
        _start = null;
        if (start == null)
        {
            return;
        }

        Interlocked.Add(ref _liveBytes, -_length);
        NativeMemory.AlignedFree(start);
    }
}
