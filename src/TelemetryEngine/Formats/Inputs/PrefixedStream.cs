namespace TelemetryEngine.Formats.Inputs;

// A stream that can't seek, with the bytes that were already taken from it put back before the rest.
internal sealed class PrefixedStream(byte[] prefix, Stream rest) : ReadOnlyStream
{
    private int _given;

    public override int Read(Span<byte> buffer)
    {
        if (_given == prefix.Length)
        {
            return rest.Read(buffer);
        }

        int count = Math.Min(buffer.Length, prefix.Length - _given);
        prefix.AsSpan(_given, count).CopyTo(buffer);
        _given += count;
        return count;
    }

    protected override void Dispose(bool disposing)
    {
        if (disposing)
        {
            rest.Dispose();
        }

        base.Dispose(disposing);
    }
}
