using System.Buffers;

namespace TelemetryEngine.Formats.Text;

/// <summary>Bytes in one pooled buffer that grows as they are written.</summary>
internal sealed class PooledStream : Stream
{
    private byte[] _buffer = [];
    private int _used;

    public override bool CanRead => false;

    public override bool CanSeek => false;

    public override bool CanWrite => true;

    public override long Length => _used;

    public override long Position { get => _used; set => throw new NotSupportedException(); }

    /// <summary>What was written.</summary>
    public ReadOnlySpan<byte> Written => _buffer.AsSpan(0, _used);

    public override void Write(ReadOnlySpan<byte> buffer)
    {
        if (_buffer.Length - _used < buffer.Length)
        {
            byte[] larger = ArrayPool<byte>.Shared.Rent(checked(Math.Max(_used + buffer.Length, (int)Math.Min(_used * 2L, Array.MaxLength))));
            Written.CopyTo(larger);
            GiveBack();
            _buffer = larger;
        }

        buffer.CopyTo(_buffer.AsSpan(_used));
        _used += buffer.Length;
    }

    public override void Write(byte[] buffer, int offset, int count) => Write(buffer.AsSpan(offset, count));

    public override void Flush()
    {
    }

    public override int Read(byte[] buffer, int offset, int count) => throw new NotSupportedException();

    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

    public override void SetLength(long value) => throw new NotSupportedException();

    protected override void Dispose(bool disposing)
    {
        GiveBack();
        _used = 0;
        base.Dispose(disposing);
    }

    private void GiveBack()
    {
        if (_buffer.Length > 0)
        {
            ArrayPool<byte>.Shared.Return(_buffer);
            _buffer = [];
        }
    }
}
