using System.Buffers;

namespace TelemetryEngine.Arrow.Ipc;

/// <summary>A file that is mapped into memory: bodies are not copied, unless they lie on odd addresses. Metadata and dictionaries are, so that nobody can change them behind the checks.</summary>
internal sealed class MappedInput(MappedFile file, long position = 0) : Input
{
    private byte[] _brief = [];
    private long _position = position;

    public override long Position => _position;

    public override long? Remaining => file.Length - _position;

    public override int Read(Span<byte> target)
    {
        int count = (int)Math.Min(target.Length, file.Length - _position);
        Take(count).CopyTo(target);
        return count;
    }

    public override ReadOnlyMemory<byte> ReadBriefly(int length)
    {
        Demand(length, "a message");
        if (_brief.Length < length)
        {
            _brief = new byte[length];
        }

        Take(length).CopyTo(_brief);
        return _brief.AsMemory(0, length);
    }

    public override ReadOnlyMemory<byte> ReadKept(int length)
    {
        Demand(length, "a message");
        return ArrowBuffer.CopyOf(Take(length)).Memory;
    }

    public override (ReadOnlyMemory<byte> Bytes, IDisposable? Owner) ReadLeased(int length)
    {
        Demand(length, "a message");
        if (_position % sizeof(long) != 0)
        {
            return (ReadKept(length), null);
        }

        IMemoryOwner<byte> lease = file.Lease(_position, length);
        _position += length;
        return (lease.Memory, lease);
    }

    public override long LeaseBytes(int length, ByteRanges? wanted) => 0;

    protected override Input Beside(long position, int brief)
    {
        ArgumentOutOfRangeException.ThrowIfGreaterThan((ulong)position, (ulong)file.Length, nameof(position));
        return new MappedInput(file, position);
    }

    public override void Dispose()
    {
        file.Dispose();
        base.Dispose();
    }

    private ReadOnlySpan<byte> Take(int length)
    {
        ReadOnlySpan<byte> bytes = file.Look(_position, length);
        _position += length;
        return bytes;
    }
}
