using System.Buffers;

namespace TelemetryEngine.Formats.Text;

// Text on its way to a stream, in one pooled buffer that is written out in large pieces. A value longer than the buffer makes it grow.
internal sealed class Utf8Output(Stream stream) : IDisposable
{
    // Large enough for system calls to cost nothing, small enough to stay in the second-level cache.
    private const int BufferBytes = 1 << 17;

    private byte[] _buffer = ArrayPool<byte>.Shared.Rent(BufferBytes);
    private int _used;

    // Room for at least bytes bytes; Advance says how many were written.
    public Span<byte> Reserve(int bytes)
    {
        if (_buffer.Length - _used < bytes)
        {
            MakeRoom(bytes);
        }

        return _buffer.AsSpan(_used);
    }

    public void Advance(int bytes) => _used += bytes;

    public void Append(ReadOnlySpan<byte> text)
    {
        text.CopyTo(Reserve(text.Length));
        _used += text.Length;
    }

    public void Append(byte value)
    {
        Reserve(1)[0] = value;
        _used++;
    }

    public void Fill(byte value, int count)
    {
        Reserve(count)[..count].Fill(value);
        _used += count;
    }

    public void Flush()
    {
        stream.Write(_buffer, 0, _used);
        _used = 0;
    }

    // Gives the buffer back. What was not flushed is lost.
    public void Dispose()
    {
        byte[] buffer = Interlocked.Exchange(ref _buffer, []);
        _used = 0;
        if (buffer.Length != 0)
        {
            ArrayPool<byte>.Shared.Return(buffer);
        }
    }

    private void MakeRoom(int bytes)
    {
        ObjectDisposedException.ThrowIf(_buffer.Length == 0, this);
        Flush();
        if (_buffer.Length < bytes)
        {
            byte[] larger = ArrayPool<byte>.Shared.Rent(bytes);
            ArrayPool<byte>.Shared.Return(_buffer);
            _buffer = larger;
        }
    }
}
