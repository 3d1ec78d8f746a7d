namespace TelemetryEngine.Formats.Csv;

// What parts the fields of a text: the character by which its records become rows of equally many fields, which are numbers and times as
// far as they can be.
internal static class DelimiterChoice
{
    private static readonly byte[] Candidates = [(byte)',', (byte)';', (byte)'\t', (byte)'|'];

    // The delimiter of a text whose records are parted by preferred unless they show something else.
    public static byte Of(ReadOnlySpan<byte> head, bool isWhole, CsvDialect preferred)
    {
        if (preferred.SkipLines is null && HeadText.Separator(head) is { } said)
        {
            return said;
        }

        if (!HasOther(head, preferred.Delimiter))
        {
            return preferred.Delimiter;
        }

        byte best = preferred.Delimiter;
        double bestScore = Score(HeadText.Of(head, isWhole, preferred, preferred.SkipLines), preferred.HasHeader) + 0.1;
        foreach (byte candidate in Candidates)
        {
            if (candidate == preferred.Delimiter || candidate == preferred.Comment || !head.Contains(candidate))
            {
                continue;
            }

            double score =
                Score(HeadText.Of(head, isWhole, preferred with { Delimiter = candidate }, preferred.SkipLines), preferred.HasHeader);
            if (score > bestScore)
            {
                (best, bestScore) = (candidate, score);
            }
        }

        return best;
    }

    private static bool HasOther(ReadOnlySpan<byte> head, byte preferred)
    {
        foreach (byte candidate in Candidates)
        {
            if (candidate != preferred && head.Contains(candidate))
            {
                return true;
            }
        }

        return false;
    }

    // 0 for what makes no table of several columns; else how many records are rows of it, whether any names the columns, and how much of it
    // is numbers and times.
    private static double Score(HeadText text, bool hasHeader)
    {
        TableColumns columns = TableColumns.Of(text.Records);
        if (columns.Width < 2 || columns.Share < 0.5)
        {
            return 0;
        }

        bool hasNames = !hasHeader || columns.HasNames;
        return columns.Share + (hasNames ? 1 : 0) + columns.TypedShare;
    }
}
