namespace TelemetryEngine.Formats.Csv;

/// <summary>
/// Follows a text from its first record on, however it is cut into pieces, and knows where records end. It keeps the state of one
/// reading position and none of the text, so that a record may be of any length.
/// </summary>
internal sealed class RecordBorders(byte delimiter, int comment)
{
    private State _state = State.RecordStart;

    private enum State
    {
        RecordStart,
        FieldStart,
        Unquoted,
        Quoted,
        QuoteSeen,
        Comment,
        ReturnSeen,
    }

    /// <summary>True while the text stands inside an open quote.</summary>
    public bool InQuote => _state == State.Quoted;

    /// <summary>True when the text stands behind a record's line end, and nothing of the next record has been seen.</summary>
    public bool BetweenRecords => _state is State.RecordStart or State.ReturnSeen;

    /// <summary>Goes over all of a piece. The index behind the last record end in it; 0 when a <c>\r</c> at the end of the piece before proves to have been one;
    /// −1 when no record ends here.</summary>
    /// <param name="piece">The piece.</param>
    /// <param name="hasQuotes">False when it is known that there is no quote in it.</param>
    public int Pass(ReadOnlySpan<byte> piece, bool hasQuotes = true) => Run(piece, stopAtFirst: false, hasQuotes, out _);

    /// <summary>Goes on to the first record end. The index behind it, with nothing behind that looked at, or −1.</summary>
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
            int border = -1;
            if (!stopAtFirst && comment < 0 && _state is State.RecordStart or State.FieldStart or State.Unquoted)
            {
                at = PassUnquoted(piece, at, hasQuotes, ref last);
                if (at >= piece.Length)
                {
                    break;
                }
            }

            at = Step(piece, at, ref border);
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

    /// <summary>Up to the next quote there is nothing to follow: only the last line end counts. Returns where the quote stands, or the end.</summary>
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
        _state = final == delimiter ? State.FieldStart : lineEnd == plain.Length - 1 ? State.RecordStart : State.Unquoted;
        if (final == CsvDialect.CarriageReturn && end == piece.Length)
        {
            _state = State.ReturnSeen;
            lineEnd = plain[..^1].LastIndexOfAny(CsvDialect.LineFeed, CsvDialect.CarriageReturn);
        }

        if (lineEnd >= 0)
        {
            last = at + lineEnd + 1;
        }

        return end;
    }

    private int Step(ReadOnlySpan<byte> piece, int at, ref int border)
    {
        byte c = piece[at];
        switch (_state)
        {
            case State.ReturnSeen:
                _state = State.RecordStart;
                border = c == CsvDialect.LineFeed ? at + 1 : at;
                return border;
            case State.RecordStart when c == comment:
                _state = State.Comment;
                return at + 1;
            case State.RecordStart or State.FieldStart when c == CsvDialect.Quote:
                _state = State.Quoted;
                return at + 1;
            case State.Quoted:
                int quote = piece[at..].IndexOf(CsvDialect.Quote);
                _state = quote < 0 ? State.Quoted : State.QuoteSeen;
                return quote < 0 ? piece.Length : at + quote + 1;
            case State.QuoteSeen when c == CsvDialect.Quote:
                _state = State.Quoted;
                return at + 1;
            case State.Comment:
                return ToLineEnd(piece, piece[at..].IndexOfAny(CsvDialect.LineFeed, CsvDialect.CarriageReturn), at, ref border);
            default:
                return ToLineEnd(piece, piece[at..].IndexOfAny(CsvDialect.LineFeed, CsvDialect.CarriageReturn, delimiter), at, ref border);
        }
    }

    private int ToLineEnd(ReadOnlySpan<byte> piece, int offset, int at, ref int border)
    {
        if (offset < 0)
        {
            _state = _state == State.Comment ? State.Comment : State.Unquoted;
            return piece.Length;
        }

        at += offset;
        if (piece[at] == delimiter)
        {
            _state = State.FieldStart;
            return at + 1;
        }

        if (piece[at] == CsvDialect.CarriageReturn)
        {
            _state = State.ReturnSeen;
            return at + 1;
        }

        _state = State.RecordStart;
        border = at + 1;
        return border;
    }
}
