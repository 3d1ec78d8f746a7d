using System.Buffers;
using System.IO.Pipelines;
using Microsoft.Win32.SafeHandles;
using TelemetryEngine.Formats.Inputs;
using TelemetryEngine.Memory;

namespace TelemetryEngine.Formats.Csv;

// A range of a file as a pipe. Every read completes at once, from one buffer that is used again and again: what was not consumed moves to
// its front, and it grows when nothing was. The text is always one segment. As fast as raw reads; a mapped file is no faster and counts as
// memory.
internal sealed class FilePipeReader : PipeReader, IDisposable
{
    private readonly Segment _segment = new();
    private AlignedMemory _buffer;
    private InputFile? _file;
    private SafeFileHandle? _handle;
    private long _next;
    private long _end;
    private int _start;
    private int _filled;
    private bool _wantsMore;

    public FilePipeReader(int bufferBytes = 256 * 1024) => _buffer = new AlignedMemory(bufferBytes);

    // Begins anew with the bytes from start up to end. The handle stays the caller's.
    public void Reset(InputFile file, SafeFileHandle handle, long start, long end)
    {
        _file = file;
        _handle = handle;
        _next = start;
        _end = end;
        _start = 0;
        _filled = 0;
        _wantsMore = true;
    }

    public override bool TryRead(out ReadResult result)
    {
        if (_wantsMore && _next < _end)
        {
            Refill();
        }

        _segment.Show(_buffer.Memory);
        result = new ReadResult(new ReadOnlySequence<byte>(_segment, _start, _segment, _filled), isCanceled: false,
            isCompleted: _next >= _end);
        return true;
    }

    public override ValueTask<ReadResult> ReadAsync(CancellationToken cancellationToken = default)
    {
        cancellationToken.ThrowIfCancellationRequested();
        TryRead(out ReadResult result);
        return new ValueTask<ReadResult>(result);
    }

    public override void AdvanceTo(SequencePosition consumed) => AdvanceTo(consumed, consumed);

    public override void AdvanceTo(SequencePosition consumed, SequencePosition examined)
    {
        _start = consumed.GetInteger();
        _wantsMore = examined.GetInteger() >= _filled;
    }

    public override void CancelPendingRead()
    {
    }

    public override void Complete(Exception? exception = null) => _file = null;

    // Gives the buffer back.
    public void Dispose() => ((IDisposable)_buffer).Dispose();

    private void Refill()
    {
        int kept = _filled - _start;
        if (kept == _buffer.Length)
        {
            AlignedMemory larger = new(_buffer.Length * 2);
            _buffer.Memory.CopyTo(larger.Memory);
            ((IDisposable)_buffer).Dispose();
            _buffer = larger;
        }
        else if (_start > 0)
        {
            _buffer.Memory.Span[_start.._filled].CopyTo(_buffer.Memory.Span);
        }

        _start = 0;
        _filled = kept;
        int wanted = (int)Math.Min(_buffer.Length - kept, _end - _next);
        int got = _file!.Read(_handle!, _buffer.Memory.Span.Slice(kept, wanted), _next);
        _filled += got;
        _next += got;
    }

    private sealed class Segment : ReadOnlySequenceSegment<byte>
    {
        public void Show(Memory<byte> memory) => Memory = memory;
    }
}
