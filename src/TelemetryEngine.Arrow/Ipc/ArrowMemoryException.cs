using System.Globalization;

namespace TelemetryEngine.Arrow.Ipc;

/// <summary>Arrow input that needs more memory than its readers may hold (<see cref="ReadMemory"/>). It may be sound.</summary>
internal sealed class ArrowMemoryException : Exception
{
    /// <summary>Makes the exception.</summary>
    /// <param name="message">What needs how much, without the place.</param>
    /// <param name="offset">The byte of the file or stream, counted from 0, where that starts.</param>
    /// <param name="isTemporary">True when other batches hold what is missing.</param>
    public ArrowMemoryException(string message, long offset, bool isTemporary)
        : base(string.Create(CultureInfo.InvariantCulture, $"byte {offset}: {message}"))
    {
        Offset = offset;
        IsTemporary = isTemporary;
    }

    /// <summary>The byte of the file or stream where it starts, counted from 0.</summary>
    public long Offset { get; }

    /// <summary>True when it fits once other batches are disposed: asking for the same batch again is then right, also of a stream's reader, which has lost nothing.</summary>
    public bool IsTemporary { get; }
}
