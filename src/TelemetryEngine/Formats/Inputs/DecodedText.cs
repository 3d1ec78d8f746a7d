using System.Text;

namespace TelemetryEngine.Formats.Inputs;

// A text in another encoding, read as UTF-8. Where its bytes mean nothing, bytes come out that are no UTF-8 either, so that a field with
// them is an error in its place and never another text.
internal sealed class DecodedText(Stream packed, Encoding encoding) : ReadOnlyStream
{
    private const int PieceBytes = 64 * 1024;

    private readonly Decoder _decoder = encoding.GetDecoder();
    private readonly Encoder _encoder = Encoding.UTF8.GetEncoder();
    private readonly byte[] _raw = new byte[PieceBytes];
    private readonly char[] _chars = new char[PieceBytes + 2];
    private readonly byte[] _text = new byte[(PieceBytes + 4) * 3];
    private int _start;
    private int _end;
    private bool _isAtEnd;

    public override int Read(Span<byte> buffer)
    {
        while (_start == _end && !_isAtEnd && !buffer.IsEmpty)
        {
            Fill();
        }

        int count = Math.Min(buffer.Length, _end - _start);
        _text.AsSpan(_start, count).CopyTo(buffer);
        _start += count;
        return count;
    }

    protected override void Dispose(bool disposing)
    {
        if (disposing)
        {
            packed.Dispose();
        }

        base.Dispose(disposing);
    }

    private void Fill()
    {
        int got = packed.Read(_raw);
        _isAtEnd = got == 0;
        int chars = _decoder.GetChars(_raw.AsSpan(0, got), _chars, flush: _isAtEnd);
        _start = 0;
        _end = _encoder.GetBytes(_chars.AsSpan(0, chars), _text, flush: _isAtEnd);
        Spoil(_text.AsSpan(0, _end));
    }

    // Makes bytes that are no text of what the decoder has put in for them.
    private static void Spoil(Span<byte> text)
    {
        ReadOnlySpan<byte> nothing = [0xEF, 0xBF, 0xBF];
        for (int at = text.IndexOf(nothing); at >= 0; at = text.IndexOf(nothing))
        {
            text.Slice(at, 3).Fill(0xFF);
            text = text[(at + 3)..];
        }
    }
}
