using TelemetryEngine.Kernels.Csv;

namespace TelemetryEngine.Formats.Csv;

// Follows a text from its first record on, however it is cut into pieces, and knows where records end. It keeps the state of one reading
// position and none of the text, so that a record may be of any length.
internal sealed class RecordBorders(byte delimiter, int comment)
{
    private RecordState _state = RecordState.RecordStart;

    // True while the text stands inside an open quote.
    public bool InQuote => _state == RecordState.Quoted;

    // Goes over all of a piece. The index behind the last record end in it; 0 when a \r at the end of the piece before proves to have been
    // one; −1 when no record ends here.
    // hasQuotes: False when it is known that there is no quote in it.
    public int Pass(ReadOnlySpan<byte> piece, bool hasQuotes = true) => Run(piece, stopAtFirst: false, hasQuotes, out _);

    // Goes on to the first record end. The index behind it, with nothing behind that looked at, or −1.
    public int Find(ReadOnlySpan<byte> piece)
    {
        int border = Run(piece, stopAtFirst: true, hasQuotes: true, out bool found);
        return found ? border : -1;
    }

    private int Run(ReadOnlySpan<byte> piece, bool stopAtFirst, bool hasQuotes, out bool found)
    {
        int last = -1;
        int at = 0;
        found = false;
        while (at < piece.Length)
        {
            if (!stopAtFirst && comment < 0 && _state is RecordState.RecordStart or RecordState.FieldStart or RecordState.Unquoted)
            {
                at = PassUnquoted(piece, at, hasQuotes, ref last);
                if (at >= piece.Length)
                {
                    break;
                }
            }

            at = Step(piece, at, out int border);
            if (border >= 0)
            {
                last = border;
                found = true;
                if (stopAtFirst)
                {
                    return border;
                }
            }
        }

        return last;
    }

    // Up to the next quote there is nothing to follow: only the last line end counts. Returns where the quote stands, or the end.
    private int PassUnquoted(ReadOnlySpan<byte> piece, int at, bool hasQuotes, ref int last)
    {
        int quote = hasQuotes ? piece[at..].IndexOf(CsvDialect.Quote) : -1;
        int end = quote < 0 ? piece.Length : at + quote;
        ReadOnlySpan<byte> plain = piece[at..end];
        if (plain.IsEmpty)
        {
            return end;
        }

        byte final = plain[^1];
        int lineEnd = plain.LastIndexOfAny(CsvDialect.LineFeed, CsvDialect.CarriageReturn);
        _state = final == delimiter ? RecordState.FieldStart : lineEnd == plain.Length - 1 ? RecordState.RecordStart : RecordState.Unquoted;
        if (final == CsvDialect.CarriageReturn && end == piece.Length)
        {
            _state = RecordState.ReturnSeen;
            lineEnd = plain[..^1].LastIndexOfAny(CsvDialect.LineFeed, CsvDialect.CarriageReturn);
        }

        if (lineEnd >= 0)
        {
            last = at + lineEnd + 1;
        }

        return end;
    }

    // Takes one byte, or all up to the next one that can change the state.
    // border: Receives where a record begins that the bytes end before; -1 = they end none.
    private int Step(ReadOnlySpan<byte> piece, int at, out int border)
    {
        border = -1;
        if (_state == RecordState.ReturnSeen)
        {
            _state = RecordState.RecordStart;
            border = piece[at] == CsvDialect.LineFeed ? at + 1 : at;
            return border;
        }

        int length = _state switch
        {
            RecordState.Quoted => piece[at..].IndexOf(CsvDialect.Quote),
            RecordState.Comment => piece[at..].IndexOfAny(CsvDialect.LineFeed, CsvDialect.CarriageReturn),
            RecordState.Unquoted => piece[at..].IndexOfAny(CsvDialect.LineFeed, CsvDialect.CarriageReturn, delimiter),
            _ => 0,
        };
        if (length < 0)
        {
            return piece.Length;
        }

        at += length;
        _state = _state.Behind(piece[at], delimiter, comment);
        border = _state == RecordState.RecordStart ? at + 1 : -1;
        return at + 1;
    }
}
