using System.Globalization;

namespace TelemetryEngine.Arrow.Ipc;

// Arrow input that needs more memory than its readers may hold (ReadMemory). It may be sound.
internal sealed class ArrowMemoryException : Exception
{
    // Makes the exception.
    // message: What needs how much, without the place.
    // offset: The byte of the file or stream, counted from 0, where that starts.
    // isTemporary: True when other batches hold what is missing.
    public ArrowMemoryException(string message, long offset, bool isTemporary)
        : base(string.Create(CultureInfo.InvariantCulture, $"byte {offset}: {message}"))
    {
        Offset = offset;
        IsTemporary = isTemporary;
    }

    // The byte of the file or stream where it starts, counted from 0.
    public long Offset { get; }

    // True when it fits once other batches are disposed: asking for the same batch again is then right, also of a stream's reader, which
    // has lost nothing.
    public bool IsTemporary { get; }
}
