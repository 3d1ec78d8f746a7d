using System.Buffers;
using System.IO.Pipelines;

namespace TelemetryEngine.Tests.Formats.Csv;

/// <summary>Offers a text in steps of so many bytes, and what it offers as segments that are cut at so many bytes.</summary>
internal sealed class BytewisePipe(byte[] text, int stepBytes, int segmentBytes) : PipeReader
{
    private int _start;
    private int _shown;

    public override bool TryRead(out ReadResult result)
    {
        _shown = Math.Min(text.Length, Math.Max(_shown, _start) + stepBytes);
        result = new ReadResult(Segments(), false, _shown == text.Length);
        return true;
    }

    public override ValueTask<ReadResult> ReadAsync(CancellationToken cancellationToken = default)
    {
        TryRead(out ReadResult result);
        return new ValueTask<ReadResult>(result);
    }

    public override void AdvanceTo(SequencePosition consumed) => AdvanceTo(consumed, consumed);

    public override void AdvanceTo(SequencePosition consumed, SequencePosition examined)
    {
        if (consumed.GetObject() is Segment segment)
        {
            _start = (int)segment.RunningIndex + consumed.GetInteger();
        }
    }

    public override void CancelPendingRead()
    {
    }

    public override void Complete(Exception? exception = null)
    {
    }

    private ReadOnlySequence<byte> Segments()
    {
        Segment? first = null;
        Segment? last = null;
        for (int at = _start; at < _shown; at += segmentBytes)
        {
            last = new Segment(text.AsMemory(at, Math.Min(segmentBytes, _shown - at)), at, last);
            first ??= last;
        }

        return first is null ? ReadOnlySequence<byte>.Empty : new ReadOnlySequence<byte>(first, 0, last!, last!.Memory.Length);
    }

    private sealed class Segment : ReadOnlySequenceSegment<byte>
    {
        public Segment(ReadOnlyMemory<byte> memory, long runningIndex, Segment? before)
        {
            Memory = memory;
            RunningIndex = runningIndex;
            if (before is not null)
            {
                before.Next = this;
            }
        }
    }
}
