using System.Buffers;
using System.Buffers.Binary;
using Apache.Arrow;

namespace TelemetryEngine.Arrow.Ipc.Compression;

// Unpacks the buffers of one body from an untrusted hand, and owns the memory that they are unpacked to. Each starts with the length that
// it unpacks to; −1 says that the rest is not packed, and 0 may stand alone.
// pool: Lends the memory; null: it comes from the collector.
// limitBytes: How much may be unpacked, for messages.
// leftBytes: How much of it is left for this body.
internal sealed class CompressedBody(BufferCodec codec, AlignedMemoryPool? pool, long limitBytes, long leftBytes) : IDisposable
{
    private const int PrefixBytes = sizeof(long);
    private const long Stored = -1;

    private readonly List<IDisposable> _owned = [];

    // The bytes that buffers were unpacked to so far.
    public long UnpackedBytes { get; private set; }

    // Takes something that is to be disposed with this.
    public void Own(IDisposable? owner)
    {
        if (owner is not null)
        {
            _owned.Add(owner);
        }
    }

    // The number of bytes that a buffer has when it is unpacked. Nothing is allocated.
    // throws ArrowFormatException: It can't have so many.
    public long UncompressedLength(ReadOnlySpan<byte> buffer, string name, long offset)
    {
        if (buffer.IsEmpty)
        {
            return 0;
        }

        if (buffer.Length < PrefixBytes)
        {
            throw new ArrowFormatException($"{name}: compressed buffer of {buffer.Length} bytes; it starts with a length of {PrefixBytes}",
                offset);
        }

        long length = BinaryPrimitives.ReadInt64LittleEndian(buffer);
        long frameBytes = buffer.Length - PrefixBytes;
        if (length == Stored)
        {
            return frameBytes;
        }

        if (length < 0 || length > frameBytes * codec.MaxExpansion)
        {
            throw new ArrowFormatException(
                $"{name}: {frameBytes} bytes are to unpack to {length}; they can't to more than {codec.MaxExpansion} times as many",
                offset);
        }

        if (length > IpcReadOptions.MaxBodyBytes || length > leftBytes - UnpackedBytes)
        {
            throw new ArrowFormatException(
                $"{name}: unpacks to {length} bytes, {leftBytes - UnpackedBytes} of the {limitBytes} for a body, or for all dictionaries, are left", offset);
        }

        return length;
    }

    // Unpacks a buffer.
    // buffer: The buffer with the length in front.
    // name: The column's name, for messages.
    // offset: Where the buffer starts in the file or stream.
    // throws ArrowFormatException: It is corrupt.
    public ArrowBuffer Decompress(ReadOnlyMemory<byte> buffer, long length, string name, long offset)
    {
        if (buffer.IsEmpty)
        {
            return ArrowBuffer.Empty;
        }

        ReadOnlyMemory<byte> frame = buffer[PrefixBytes..];
        if (BinaryPrimitives.ReadInt64LittleEndian(buffer.Span) == Stored)
        {
            return new ArrowBuffer(frame);
        }

        // Apache.Arrow for .NET and Java write an empty buffer as its length alone, without a frame
        if (length == 0 && frame.IsEmpty)
        {
            return ArrowBuffer.Empty;
        }

        UnpackedBytes += length;
        Memory<byte> target = Allocate((int)length);
        return codec.Decompress(frame.Span, target.Span) is { } fault
            ? throw new ArrowFormatException($"{name}: the frame that should unpack to {length} bytes {fault}", offset + PrefixBytes)
            : new ArrowBuffer(target);
    }

    public void Dispose()
    {
        foreach (IDisposable owned in _owned)
        {
            owned.Dispose();
        }

        _owned.Clear();
    }

    private Memory<byte> Allocate(int length)
    {
        if (pool is null)
        {
            return PinnedMemory.Allocate(length);
        }

        IMemoryOwner<byte> lease = pool.Rent(length);
        _owned.Add(lease);
        return lease.Memory;
    }
}
