namespace TelemetryEngine.Formats;

// A stream to write to, whose failures say which output failed and why.
// writeback: To be told how much is written; null where nothing is brought to a disk.
internal sealed class OutputStream(string name, Stream inner, EarlyWriteback? writeback = null) : WriteOnlyStream
{
    private long _written;

    public override bool CanWrite => inner.CanWrite;

    // Bytes written so far.
    public override long Position { get => _written; set => throw new NotSupportedException(); }

    public override void Write(ReadOnlySpan<byte> buffer)
    {
        try
        {
            inner.Write(buffer);
            _written += buffer.Length;
            writeback?.Reached(_written);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException || OutputException.IsTooLarge(e))
        {
            throw OutputException.From(name, e);
        }
    }

    public override void WriteByte(byte value) => Write([value]);

    public override void Flush()
    {
        try
        {
            inner.Flush();
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw OutputException.From(name, e);
        }
    }
}
