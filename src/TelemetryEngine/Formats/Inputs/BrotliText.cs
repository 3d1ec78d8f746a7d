using System.Buffers;
using System.IO.Compression;

namespace TelemetryEngine.Formats.Inputs;

// What is packed by brotli, which has one end and nothing behind it. The framework's stream would not say that something follows.
internal sealed class BrotliText(Stream packed) : ReadOnlyStream
{
    private readonly byte[] _buffer = new byte[1 << 16];
    private BrotliDecoder _decoder;
    private int _start;
    private int _end;
    private long _given;
    private bool _isEnded;

    public override int Read(Span<byte> buffer)
    {
        while (!_isEnded && !buffer.IsEmpty)
        {
            OperationStatus status = _decoder.Decompress(_buffer.AsSpan(_start.._end), buffer, out int used, out int written);
            _start += used;
            _given += used;
            switch (status)
            {
                case OperationStatus.InvalidData:
                    throw new InvalidDataException(string.Create(null, $"its brotli data is damaged at byte {_given} or before"));
                case OperationStatus.Done:
                    _isEnded = true;
                    EnsureNothingFollows();
                    break;
                case OperationStatus.NeedMoreData when written == 0:
                    Fill();
                    break;
            }

            if (written > 0)
            {
                return written;
            }
        }

        return 0;
    }

    protected override void Dispose(bool disposing)
    {
        _decoder.Dispose();
        base.Dispose(disposing);
    }

    private void Fill()
    {
        _buffer.AsSpan(_start.._end).CopyTo(_buffer);
        _end -= _start;
        _start = 0;
        int got = packed.Read(_buffer.AsSpan(_end));
        _end += got;
        if (got == 0)
        {
            throw new InvalidDataException(string.Create(null, $"its brotli data is cut off at byte {_given + _end}"));
        }
    }

    private void EnsureNothingFollows()
    {
        if (_start < _end || packed.Read(_buffer) > 0)
        {
            throw Unpacking.Trailing("brotli", _given, "files that were packed apart can't be joined as they are; name them one by one");
        }
    }
}
