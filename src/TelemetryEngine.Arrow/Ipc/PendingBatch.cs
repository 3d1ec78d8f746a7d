using System.Globalization;

namespace TelemetryEngine.Arrow.Ipc;

/// <summary>
/// A batch whose metadata is read, on its way to its reader: what it has drawn from the memory that is allowed, and its body once that has come. It owns the memory of the batch that is made of it; until
/// then, should that not fit for now, it can be gone on with.
/// </summary>
/// <param name="message">The batch's message. For a stream it is valid until the next one is read.</param>
/// <param name="origin">Where its body starts.</param>
/// <param name="memory">What it draws from; null = nothing bounds it.</param>
internal sealed class PendingBatch(Message message, long origin, ReadMemory? memory) : IDisposable
{
    private readonly List<IDisposable> _owned = [];
    private long _drawnBytes;

    public Message Message => message;

    public long Origin => origin;

    /// <summary>The body; null until it is read.</summary>
    public ReadOnlyMemory<byte>? Bytes { get; private set; }

    /// <summary>What its packed buffers may unpack to; null = whatever.</summary>
    public long? UnpackedBytes { get; private set; }

    /// <summary>True where any place of the input can be looked at before the body is read.</summary>
    public bool LooksAhead { get; init; }

    /// <summary>True when somebody wants to know what it takes.</summary>
    public bool IsBounded => memory is not null;

    /// <summary>Draws what the body takes, and what its buffers unpack to as far as that is known; what was drawn before is part of it.</summary>
    /// <exception cref="ArrowMemoryException">It does not fit.</exception>
    public void Draw(long bodyBytes, long? unpackedBytes)
    {
        long more = bodyBytes + (unpackedBytes ?? 0) - _drawnBytes;
        if (memory is not null && more > 0)
        {
            if (!memory.TryTake(more, _drawnBytes, out bool isTemporary))
            {
                throw TooLarge(bodyBytes, unpackedBytes, isTemporary);
            }

            _drawnBytes += more;
        }

        UnpackedBytes = memory is null ? null : unpackedBytes;
    }

    /// <summary>Takes the body.</summary>
    public void Hold((ReadOnlyMemory<byte> Bytes, IDisposable? Owner) body)
    {
        Bytes = body.Bytes;
        Own(body.Owner);
    }

    /// <summary>Takes something that is to be disposed with this.</summary>
    public void Own(IDisposable? owner)
    {
        if (owner is not null)
        {
            _owned.Add(owner);
        }
    }

    /// <summary>What owns the memory: this, unless there is nothing to be done in the end.</summary>
    public IDisposable? Owner => memory is null && _owned.Count < 2 ? _owned.FirstOrDefault() : this;

    public void Dispose()
    {
        foreach (IDisposable owned in _owned)
        {
            owned.Dispose();
        }

        _owned.Clear();
        memory?.GiveBack(Interlocked.Exchange(ref _drawnBytes, 0));
    }

    private ArrowMemoryException TooLarge(long bodyBytes, long? unpackedBytes, bool isTemporary)
    {
        string unpacked = unpackedBytes is { } bytes ? string.Create(CultureInfo.InvariantCulture, $", and says it unpacks to {bytes}") : "";
        return new ArrowMemoryException(
            string.Create(CultureInfo.InvariantCulture, $"the batch has a body of {bodyBytes} bytes{unpacked}; {memory!.LimitBytes} may be held of all batches and dictionaries"), message.Offset, isTemporary);
    }
}
