namespace TelemetryEngine.Formats.Csv;

// Physical lines: each of \n, \r\n and a lone \r ends one, inside quotes too.
internal static class LineEnds
{
    // The number of line ends in a text that does not begin or stop inside of \r\n.
    public static long Count(ReadOnlySpan<byte> text)
    {
        long lineFeeds = text.Count(CsvDialect.LineFeed);
        long returns = text.Count(CsvDialect.CarriageReturn);
        return returns == 0 ? lineFeeds : lineFeeds + returns - text.Count("\r\n"u8);
    }

    // Where the line begins that follows the first line end at or after start; −1 when the text has none, or when its last byte is a \r
    // that a \n may follow.
    public static int NextLine(ReadOnlySpan<byte> text, int start, bool atEnd)
    {
        int at = text[start..].IndexOfAny(CsvDialect.LineFeed, CsvDialect.CarriageReturn);
        if (at < 0)
        {
            return -1;
        }

        at += start;
        if (text[at] == CsvDialect.LineFeed)
        {
            return at + 1;
        }

        if (at + 1 == text.Length)
        {
            return atEnd ? at + 1 : -1;
        }

        return text[at + 1] == CsvDialect.LineFeed ? at + 2 : at + 1;
    }

    // The length of the mark with which a text in UTF-8 may begin.
    public static int MarkLength(ReadOnlySpan<byte> text) => text.StartsWith((ReadOnlySpan<byte>)[0xEF, 0xBB, 0xBF]) ? 3 : 0;

    // Where the line begins that is lines lines below the one at start; −1 when the text has fewer and goes on, its length when it ends.
    public static int Pass(ReadOnlySpan<byte> text, int start, int lines, bool isWhole)
    {
        int at = start;
        for (int line = 0; line < lines; line++)
        {
            at = NextLine(text, at, isWhole);
            if (at < 0)
            {
                return isWhole ? text.Length : -1;
            }
        }

        return at;
    }
}
