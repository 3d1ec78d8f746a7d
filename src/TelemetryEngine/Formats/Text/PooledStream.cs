using System.Buffers;

namespace TelemetryEngine.Formats.Text;

// Bytes in one pooled buffer that grows as they are written.
internal sealed class PooledStream : WriteOnlyStream
{
    private byte[] _buffer = [];
    private int _used;

    public override long Length => _used;

    public override long Position { get => _used; set => throw new NotSupportedException(); }

    // What was written.
    public ReadOnlySpan<byte> Written => _buffer.AsSpan(0, _used);

    public override void Write(ReadOnlySpan<byte> buffer)
    {
        if (_buffer.Length - _used < buffer.Length)
        {
            byte[] larger =
                ArrayPool<byte>.Shared.Rent(checked(Math.Max(_used + buffer.Length, (int)Math.Min(_used * 2L, Array.MaxLength))));
            Written.CopyTo(larger);
            GiveBack();
            _buffer = larger;
        }

        buffer.CopyTo(_buffer.AsSpan(_used));
        _used += buffer.Length;
    }

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
