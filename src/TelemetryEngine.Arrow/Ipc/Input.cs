using System.Buffers;

namespace TelemetryEngine.Arrow.Ipc;

// Where a reader's bytes come from. Nothing is allocated for a length that the input claims but can't be seen to have.
internal abstract class Input : IDisposable
{
    // The longest metadata that is read, here and in every input that At makes.
    public int MostMetadataBytes { get; set; } = IpcReadOptions.MaxMetadataBytes;

    // Where the next byte is read, counted from the start of the file or stream.
    public abstract long Position { get; }

    // The number of bytes behind Position, or null where only reading tells.
    public abstract long? Remaining { get; }

    // Reads until the target is full or the input is at its end.
    public abstract int Read(Span<byte> target);

    // Passes over bytes.
    // throws ArrowFormatException: There are fewer.
    public void Skip(int length)
    {
        byte[] piece = new byte[Math.Min(length, 1 << 16)];
        for (int left = length; left > 0;)
        {
            int wanted = Math.Min(left, piece.Length);
            int count = Read(piece.AsSpan(0, wanted));
            left -= count;
            if (count < wanted)
            {
                throw Truncated("a message", length, length - left);
            }
        }
    }

    // Reads bytes that are looked at once: they are valid until the next call of this method.
    public abstract ReadOnlyMemory<byte> ReadBriefly(int length);

    // Reads bytes that stay as long as they are referred to.
    public abstract ReadOnlyMemory<byte> ReadKept(int length);

    // Reads bytes that stay until their owner is disposed; without an owner, as long as the input's own memory.
    public abstract (ReadOnlyMemory<byte> Bytes, IDisposable? Owner) ReadLeased(int length);

    // Reads bytes, of which only some need be there: the others may be whatever stood in the memory before. Only an input that gains by it
    // passes over them.
    public virtual (ReadOnlyMemory<byte> Bytes, IDisposable? Owner) ReadLeased(int length, ByteRanges wanted) => ReadLeased(length);

    // The memory that bytes take when they are leased: none, where they lie in some already.
    public virtual long LeaseBytes(int length, ByteRanges? wanted) => length;

    // An input of its own over the same bytes, which reads from another place on. Only where Remaining is known. Such inputs may be made
    // and used by several threads at a time, each its own; they end with this one, and are not disposed.
    // brief: How many bytes are read in small pieces first, as far as that is known: it may be wrong.
    public Input At(long position, int brief)
    {
        Input other = Beside(position, brief);
        other.MostMetadataBytes = MostMetadataBytes;
        return other;
    }

    public virtual void Dispose() => GC.SuppressFinalize(this);

    // Checks that so many bytes can still be there.
    public void Demand(long length, string what)
    {
        if (Remaining is { } remaining && length > remaining)
        {
            throw Truncated(what, length, remaining);
        }
    }

    // Makes what At gives.
    protected abstract Input Beside(long position, int brief);

    protected ArrowFormatException Truncated(string what, long wanted, long got) =>
        new($"the input ends after {got} of {wanted} bytes of {what}", Position);
}

// A file or stream that lies in memory: nothing is copied, unless it lies on odd addresses.
internal sealed class MemoryInput(ReadOnlyMemory<byte> memory, int position = 0) : Input
{
    private int _position = position;

    public override long Position => _position;

    public override long? Remaining => memory.Length - _position;

    public override int Read(Span<byte> target)
    {
        int count = Math.Min(target.Length, memory.Length - _position);
        memory.Span.Slice(_position, count).CopyTo(target);
        _position += count;
        return count;
    }

    public override ReadOnlyMemory<byte> ReadBriefly(int length)
    {
        Demand(length, "a message");
        _position += length;
        return memory.Slice(_position - length, length);
    }

    public override ReadOnlyMemory<byte> ReadKept(int length)
    {
        ReadOnlyMemory<byte> bytes = ReadBriefly(length);
        return PinnedMemory.IsAligned(bytes.Span, sizeof(long)) ? bytes : PinnedMemory.CopyOf(bytes.Span);
    }

    public override (ReadOnlyMemory<byte> Bytes, IDisposable? Owner) ReadLeased(int length) => (ReadKept(length), null);

    public override long LeaseBytes(int length, ByteRanges? wanted) => 0;

    protected override Input Beside(long position, int brief) => new MemoryInput(memory, checked((int)position));
}

// A stream, read into pooled memory. Inputs that read from other places on take turns at it: the lock is held while bytes are taken.
internal sealed class StreamInput : Input
{
    private const int FirstBytes = 1 << 20;

    private readonly Stream _stream;
    private readonly bool _leaveOpen;
    private readonly long _start;
    private readonly AlignedMemoryPool _pool;
    private readonly Lock _lock;
    private readonly bool _seeks;
    private byte[] _brief = [];
    private long _position;
    private long _longest;

    public StreamInput(Stream stream, bool leaveOpen, IpcReadOptions options)
    {
        _stream = stream;
        _leaveOpen = leaveOpen;
        _start = stream.CanSeek ? stream.Position : 0;
        _pool = options.NewPool();
        _lock = new Lock();
    }

    private StreamInput(StreamInput whole, long position)
    {
        _stream = whole._stream;
        _leaveOpen = true;
        _start = whole._start;
        _pool = whole._pool;
        _lock = whole._lock;
        _seeks = true;
        _position = position;
    }

    public override long Position => _position;

    public override long? Remaining
    {
        get
        {
            lock (_lock)
            {
                return _stream.CanSeek ? Math.Max(_stream.Length - _start - _position, 0) : null;
            }
        }
    }

    public override int Read(Span<byte> target)
    {
        int count;
        lock (_lock)
        {
            // Only where it is elsewhere: setting the place of a stream that buffers throws its buffer away.
            if (_seeks && _stream.Position != _start + _position)
            {
                _stream.Position = _start + _position;
            }

            count = _stream.ReadAtLeast(target, target.Length, throwOnEndOfStream: false);
        }

        _position += count;
        return count;
    }

    public override ReadOnlyMemory<byte> ReadBriefly(int length)
    {
        Fill(length, _brief, size =>
        {
            Array.Resize(ref _brief, size);
            return _brief;
        });
        return _brief.AsMemory(0, length);
    }

    public override ReadOnlyMemory<byte> ReadKept(int length)
    {
        Memory<byte> memory = default;
        Fill(length, memory, size =>
        {
            Memory<byte> larger = PinnedMemory.Allocate(size);
            memory.CopyTo(larger);
            return memory = larger;
        });
        return memory[..length];
    }

    public override (ReadOnlyMemory<byte> Bytes, IDisposable? Owner) ReadLeased(int length)
    {
        IMemoryOwner<byte>? lease = null;
        try
        {
            Fill(length, default, size =>
            {
                IMemoryOwner<byte> larger = _pool.Rent(size);
                lease?.Memory.CopyTo(larger.Memory);
                lease?.Dispose();
                lease = larger;
                return larger.Memory;
            });
            return (lease?.Memory[..length] ?? default, lease);
        }
        catch
        {
            lease?.Dispose();
            throw;
        }
    }

    protected override Input Beside(long position, int brief) => new StreamInput(this, position);

    public override void Dispose()
    {
        _pool.Dispose();
        if (!_leaveOpen)
        {
            _stream.Dispose();
        }
    }

    // Reads bytes into memory that grows as they arrive. Where the input can't say how much is left, a claimed length is believed only up
    // to twice of what has come of it, or of what the longest before had, so a lie costs no more than the truth did.
    private void Fill(int length, Memory<byte> target, Func<int, Memory<byte>> grow)
    {
        Demand(length, "a message");
        int filled = 0;
        while (filled < length)
        {
            int size = _stream.CanSeek ? length : (int)Math.Min(length, Math.Max(FirstBytes, 2 * Math.Max(_longest, (long)filled)));
            if (target.Length < size)
            {
                target = grow(size);
            }

            int wanted = Math.Min(target.Length, length) - filled;
            int count = Read(target.Span.Slice(filled, wanted));
            filled += count;
            if (count < wanted)
            {
                throw Truncated("a message", length, filled);
            }
        }

        _longest = Math.Max(_longest, length);
    }
}
