namespace TelemetryEngine.Formats.Csv;

/// <summary>Physical lines: each of <c>\n</c>, <c>\r\n</c> and a lone <c>\r</c> ends one, inside quotes too.</summary>
internal static class LineEnds
{
    /// <summary>The number of line ends in a text that does not begin or stop inside of <c>\r\n</c>.</summary>
    public static long Count(ReadOnlySpan<byte> text)
    {
        long lineFeeds = text.Count(CsvDialect.LineFeed);
        long returns = text.Count(CsvDialect.CarriageReturn);
        return returns == 0 ? lineFeeds : lineFeeds + returns - text.Count("\r\n"u8);
    }

    /// <summary>Where the line begins that follows the first line end at or after <paramref name="start"/>; −1 when the text has none,
    /// or when its last byte is a <c>\r</c> that a <c>\n</c> may follow.</summary>
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

    /// <summary>The length of the mark with which a text in UTF-8 may begin.</summary>
    public static int MarkLength(ReadOnlySpan<byte> text) => text.StartsWith((ReadOnlySpan<byte>)[0xEF, 0xBB, 0xBF]) ? 3 : 0;

    /// <summary>Where the line begins that is <paramref name="lines"/> lines below the one at <paramref name="start"/>; −1 when the text has fewer and goes on, its length when it ends.</summary>
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
