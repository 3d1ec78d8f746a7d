using System.Globalization;

namespace TelemetryEngine.Arrow.Ipc;

// A batch whose metadata is read, on its way to its reader: what it has drawn from the memory that is allowed, and its body once that has
// come. It owns the memory of the batch that is made of it; until then, should that not fit for now, it can be gone on with.
// message: The batch's message. For a stream it is valid until the next one is read.
// memory: What it draws from; null = nothing bounds it.
internal sealed class PendingBatch(IpcMessage message, long origin, ReadMemory? memory) : IDisposable
{
    private readonly List<IDisposable> _owned = [];
    private long _drawnBytes;

    public IpcMessage Message => message;

    public long Origin => origin;

    // The body; null until it is read.
    public ReadOnlyMemory<byte>? Bytes { get; private set; }

    // What its packed buffers may unpack to; null = whatever.
    public long? UnpackedBytes { get; private set; }

    // True where any place of the input can be looked at before the body is read.
    public bool LooksAhead { get; init; }

    // True when the caller wants to know what it takes.
    public bool IsBounded => memory is not null;

    // Draws what the body takes, and what its buffers unpack to as far as that is known; what was drawn before is part of it.
    // throws ArrowMemoryException: It does not fit.
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

    // Takes the body.
    public void Hold((ReadOnlyMemory<byte> Bytes, IDisposable? Owner) body)
    {
        Bytes = body.Bytes;
        Own(body.Owner);
    }

    // Takes something that is to be disposed with this.
    public void Own(IDisposable? owner)
    {
        if (owner is not null)
        {
            _owned.Add(owner);
        }
    }

    // What owns the memory: this, unless there is nothing to be done in the end.
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
        string unpacked =
            unpackedBytes is { } bytes ? string.Create(CultureInfo.InvariantCulture, $", and says it unpacks to {bytes}") : "";
        return new ArrowMemoryException(
            string.Create(CultureInfo.InvariantCulture,
                $"the batch has a body of {bodyBytes} bytes{unpacked}; {memory!.LimitBytes} may be held of all batches and dictionaries"),
                message.Offset, isTemporary);
    }
}
