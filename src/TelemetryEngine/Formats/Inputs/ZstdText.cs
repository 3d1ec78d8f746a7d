using ZstdSharp;

namespace TelemetryEngine.Formats.Inputs;

// What is packed by zstd, in one frame or several.
internal sealed class ZstdText(Stream packed) : ReadOnlyStream
{
    private readonly DecompressionStream _text = new(packed, checkEndOfStream: true, leaveOpen: true);

    public override int Read(Span<byte> buffer)
    {
        try
        {
            return _text.Read(buffer);
        }
        catch (ZstdException error)
        {
            throw new InvalidDataException($"its zstd data is damaged ({error.Message})", error);
        }
        catch (EndOfStreamException error)
        {
            throw new InvalidDataException("its zstd data is cut off", error);
        }
    }

    protected override void Dispose(bool disposing)
    {
        if (disposing)
        {
            _text.Dispose();
        }

        base.Dispose(disposing);
    }
}
