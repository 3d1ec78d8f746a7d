using System.Globalization;

namespace TelemetryEngine.Arrow.Ipc;

// Arrow input that is corrupt, cut short, or of a kind that this library does not read.
internal sealed class ArrowFormatException : Exception
{
    // Makes the exception.
    // message: What is wrong, without the place.
    // offset: The byte of the file or stream, counted from 0, where it was found: the start of the part that is wrong.
    public ArrowFormatException(string message, long offset)
        : base(string.Create(CultureInfo.InvariantCulture, $"byte {offset}: {message}")) => Offset = offset;

    // The byte of the file or stream where it was found, counted from 0. Inside a compressed buffer, the buffer's start and the place in
    // what it unpacks to are added.
    public long Offset { get; }
}
