using System.Buffers;
using System.IO.Pipelines;
using TelemetryEngine.Formats.Inputs;

namespace TelemetryEngine.Formats.Csv;

// The text of a pipe or of a compressed file, from its start, copied out piece by piece. For one thread at a time.
internal abstract class InputText(string name) : IDisposable
{
    // True when all has been copied out.
    public bool IsAtEnd { get; protected set; }

    // Bytes read from the disk, or from the pipe.
    public long BytesRead { get; protected set; }

    // Copies what is there, at least one byte unless the text is at its end.
    // throws InputException: The text can't be read to its end.
    public int Read(Span<byte> target, CancellationToken cancellation)
    {
        try
        {
            return IsAtEnd ? 0 : ReadSome(target, cancellation);
        }
        catch (Exception error) when (error is InvalidDataException or IOException)
        {
            throw new InputException($"{name} can't be read to its end: {error.Message}", name, inner: error);
        }
    }

    // Says that what follows is worth a thread of its own, where one helps.
    public virtual void ReadAhead()
    {
    }

    public virtual void Dispose() => GC.SuppressFinalize(this);

    protected abstract int ReadSome(Span<byte> target, CancellationToken cancellation);
}

// The text of a pipe, of which the beginning was read before. It stays open: it belongs to the process. Cancelling ends a wait for more.
internal sealed class PipeText(string name, PipeReader pipe, byte[] head) : InputText(name)
{
    private int _headTaken;

    protected override int ReadSome(Span<byte> target, CancellationToken cancellation)
    {
        int length = Math.Min(target.Length, head.Length - _headTaken);
        if (length > 0)
        {
            head.AsSpan(_headTaken, length).CopyTo(target);
            _headTaken += length;
        }

        while (length == 0 && !IsAtEnd)
        {
            ReadResult result = Wait(cancellation);
            length = (int)Math.Min(target.Length, result.Buffer.Length);
            ReadOnlySequence<byte> taken = result.Buffer.Slice(0, length);
            taken.CopyTo(target);
            IsAtEnd = result.IsCompleted && length == result.Buffer.Length;
            pipe.AdvanceTo(taken.End);
        }

        BytesRead += length;
        return length;
    }

    private ReadResult Wait(CancellationToken cancellation)
    {
        if (pipe.TryRead(out ReadResult ready))
        {
            return ready;
        }

        ValueTask<ReadResult> reading = pipe.ReadAsync(cancellation);
        return reading.IsCompletedSuccessfully ? reading.Result : reading.AsTask().GetAwaiter().GetResult();
    }
}

// The text of a compressed file. At first the thread that wants the text decompresses it, straight to where it is wanted; once it is to be
// read ahead, a thread of its own does.
internal sealed class FileText(string name, InputStream file, Stream text) : InputText(name)
{
    private TextAhead? _ahead;

    public override void ReadAhead()
    {
        if (_ahead is null && !IsAtEnd)
        {
            _ahead = new TextAhead(text, file);
        }
    }

    public override void Dispose()
    {
        _ahead?.Dispose();
        text.Dispose();
        file.Dispose();
        base.Dispose();
    }

    protected override int ReadSome(Span<byte> target, CancellationToken cancellation)
    {
        cancellation.ThrowIfCancellationRequested();
        int length = _ahead is null ? text.Read(target) : _ahead.Read(target);
        IsAtEnd = length == 0 && !target.IsEmpty;
        BytesRead = _ahead is null ? file.Position : _ahead.BytesRead;
        return length;
    }
}
