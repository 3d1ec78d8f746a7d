using TelemetryEngine.Formats.Csv;

namespace TelemetryEngine.Formats.Nem12;

// The lines of one input, one after the other, without their ends (\n, \r\n or \r). For one thread at a time.
internal sealed class Nem12Lines(CsvInput input, int mostBytes) : IDisposable
{
    private const int FirstBytes = 64 * 1024;

    private readonly InputText _text = input.OpenText();
    private byte[] _buffer = new byte[FirstBytes];
    private int _start;
    private int _end;
    private int _next;
    private int _filled;
    private long _bufferPosition;

    // The line at hand.
    public ReadOnlySpan<byte> Line => _buffer.AsSpan(_start, _end - _start);

    // Where it begins, in bytes of (decompressed) text.
    public long Position => _bufferPosition + _start;

    // Its number, from 1.
    public long Number { get; private set; }

    // Bytes read from the disk.
    public long BytesRead => _text.BytesRead;

    // Goes to the next line; false behind the last.
    // throws InputException: A line is longer than may be held, or the text can't be read.
    public bool Next(CancellationToken cancellation)
    {
        _start = _next;
        int looked = _start;
        while (true)
        {
            int end = _buffer.AsSpan(looked, _filled - looked).IndexOfAny((byte)'\n', (byte)'\r');
            if (end >= 0 && (looked + end + 1 < _filled || _text.IsAtEnd || _buffer[looked + end] == '\n'))
            {
                _end = looked + end;
                _next = _end + 1;
                _next += _buffer[_end] == '\r' && _next < _filled && _buffer[_next] == '\n' ? 1 : 0;
                break;
            }

            if (_text.IsAtEnd)
            {
                (_end, _next) = (_filled, _filled);
                if (_start == _end)
                {
                    return false;
                }

                break;
            }

            // the \r of a line's end may be the last byte so far
            looked = end >= 0 ? looked + end : _filled;
            looked -= Fill(cancellation);
        }

        Number++;
        _start += Number == 1 ? LineEnds.MarkLength(Line) : 0;

        return true;
    }

    public void Dispose() => _text.Dispose();

    // Reads more behind the line. Returns by how much what is there has moved to the front.
    private int Fill(CancellationToken cancellation)
    {
        int moved = _start;
        _buffer.AsSpan(_start, _filled - _start).CopyTo(_buffer);
        _bufferPosition += moved;
        _filled -= moved;
        _start = 0;
        if (_filled == _buffer.Length)
        {
            if (_filled >= mostBytes)
            {
                throw new InputException(
                    $"{input.Name} line {Number + 1} is longer than {mostBytes:N0} bytes, so it is no record of NEM12", input.Name,
                    Number + 1, Position);
            }

            Array.Resize(ref _buffer, Math.Min(_buffer.Length * 2, mostBytes));
        }

        _filled += _text.Read(_buffer.AsSpan(_filled), cancellation);
        return moved;
    }
}
