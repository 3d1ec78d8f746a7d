using System.Buffers;
using System.Buffers.Binary;

namespace TelemetryEngine.Arrow.Ipc.Compression;

// Packs the buffers of a writer's bodies. What it hands out is valid until Release.
internal sealed class BodyCompressor(CompressionType type) : IDisposable
{
    private const int PrefixBytes = sizeof(long);

    private static readonly byte[] StoredPrefix = [255, 255, 255, 255, 255, 255, 255, 255];

    private readonly AlignedMemoryPool _pool = new();
    private readonly List<IMemoryOwner<byte>> _leases = [];
    private readonly BufferCodec _codec = BufferCodec.Create(type);

    // The codec's number in the metadata.
    public byte Number => type == CompressionType.Zstd ? Slots.BodyCompression.Zstd : Slots.BodyCompression.Lz4Frame;

    // A buffer with the length in front, in two parts: packed where that is smaller, else as it lies.
    public (ReadOnlyMemory<byte> Prefix, ReadOnlyMemory<byte> Packed) Compress(ReadOnlyMemory<byte> bytes)
    {
        IMemoryOwner<byte> lease = _pool.Rent(PrefixBytes + bytes.Length);
        Memory<byte> target = lease.Memory;
        int length = _codec.Compress(bytes.Span, target.Span.Slice(PrefixBytes, bytes.Length));
        if (length == 0 || length >= bytes.Length)
        {
            lease.Dispose();
            return (StoredPrefix, bytes);
        }

        _leases.Add(lease);
        BinaryPrimitives.WriteInt64LittleEndian(target.Span, bytes.Length);
        return (target[..PrefixBytes], target.Slice(PrefixBytes, length));
    }

    // Takes back the memory of what has been written.
    public void Release()
    {
        foreach (IMemoryOwner<byte> lease in _leases)
        {
            lease.Dispose();
        }

        _leases.Clear();
    }

    public void Dispose()
    {
        Release();
        _pool.Dispose();
        _codec.Dispose();
    }
}
