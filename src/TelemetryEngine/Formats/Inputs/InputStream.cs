using Microsoft.Win32.SafeHandles;

namespace TelemetryEngine.Formats.Inputs;

// A file as a stream with a position of its own, up to the length that it had when it was first opened. It has no buffer.
internal sealed class InputStream : Stream
{
    private readonly InputFile _file;
    private long _position;
    private bool _isDisposed;

    public InputStream(InputFile file)
    {
        _file = file;
        Handle = file.Borrow();
    }

    // The file's handle, open as long as this is.
    public SafeFileHandle Handle { get; }

    public override bool CanRead => true;

    public override bool CanSeek => true;

    public override bool CanWrite => false;

    public override long Length => _file.LengthBytes;

    public override long Position
    {
        get => Interlocked.Read(ref _position);
        set => Interlocked.Exchange(ref _position, value);
    }

    // throws InputException: The file can't be read, or has become shorter.
    public override int Read(Span<byte> buffer)
    {
        long position = Position;
        int wanted = (int)Math.Min(buffer.Length, Math.Max(0, Length - position));
        int got = wanted == 0 ? 0 : _file.Read(Handle, buffer[..wanted], position);
        Position = position + got;
        return got;
    }

    public override int Read(byte[] buffer, int offset, int count) => Read(buffer.AsSpan(offset, count));

    public override long Seek(long offset, SeekOrigin origin) => Position = offset + origin switch
    {
        SeekOrigin.Begin => 0,
        SeekOrigin.Current => Position,
        _ => Length,
    };

    public override void Flush()
    {
    }

    public override void SetLength(long value) => throw new NotSupportedException();

    public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();

    protected override void Dispose(bool disposing)
    {
        if (disposing && !_isDisposed)
        {
            _isDisposed = true;
            _file.Return();
        }

        base.Dispose(disposing);
    }
}
