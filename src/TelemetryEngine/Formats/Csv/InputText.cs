using System.Buffers;
using System.IO.Pipelines;

namespace TelemetryEngine.Formats.Csv;

/// <summary>The text of a pipe or of a compressed file, from its start, copied out piece by piece. For one thread at a time.</summary>
internal sealed class InputText(string name, PipeReader pipe, byte[] head, FileStream? file) : IDisposable
{
    private int _headTaken;

    /// <summary>True when all has been copied out.</summary>
    public bool IsAtEnd { get; private set; }

    /// <summary>Bytes read from the disk.</summary>
    public long BytesRead { get; private set; }

    /// <summary>Copies what is there, at least one byte unless the text is at its end.</summary>
    public int Read(Span<byte> target, CancellationToken cancellation)
    {
        if (_headTaken < head.Length)
        {
            int length = Math.Min(target.Length, head.Length - _headTaken);
            head.AsSpan(_headTaken, length).CopyTo(target);
            _headTaken += length;
            return length;
        }

        while (!IsAtEnd)
        {
            ReadResult result = Wait(cancellation);
            int length = (int)Math.Min(target.Length, result.Buffer.Length);
            ReadOnlySequence<byte> taken = result.Buffer.Slice(0, length);
            taken.CopyTo(target);
            IsAtEnd = result.IsCompleted && length == result.Buffer.Length;
            pipe.AdvanceTo(taken.End);
            BytesRead = file?.Position ?? 0;
            if (length > 0)
            {
                return length;
            }
        }

        return 0;
    }

    public void Dispose()
    {
        if (file is not null)
        {
            pipe.Complete();
            file.Dispose();
        }
    }

    /// <summary>What a failed read means to the user.</summary>
    public static InputException NotToItsEnd(string name, Exception error) => new($"{name} can't be read to its end: {error.Message}", name, inner: error);

    private ReadResult Wait(CancellationToken cancellation)
    {
        try
        {
            if (pipe.TryRead(out ReadResult ready))
            {
                return ready;
            }

            ValueTask<ReadResult> reading = pipe.ReadAsync(cancellation);
            return reading.IsCompletedSuccessfully ? reading.Result : reading.AsTask().GetAwaiter().GetResult();
        }
        catch (Exception error) when (error is InvalidDataException or IOException)
        {
            throw NotToItsEnd(name, error);
        }
    }
}
