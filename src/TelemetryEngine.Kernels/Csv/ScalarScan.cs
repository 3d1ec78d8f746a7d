namespace TelemetryEngine.Kernels.Csv;

// The structural scan by the definition of RecordStates, byte by byte.
internal static class ScalarScan
{
    public static int Scan(
        ReadOnlySpan<byte> text, int from, byte delimiter, ref bool inQuote, Span<int> positions, ref int count, Span<int> lineEnds,
        ref int lines)
    {
        RecordState state =
            inQuote ? RecordState.Quoted
                : StructuralBlock.StartsField(text, from, delimiter) ? RecordState.FieldStart : RecordState.Unquoted;
        while (StructuralBlock.HasRoom(text, from, positions, count, lineEnds, lines))
        {
            int found = count;
            int ended = lines;
            for (int at = from; at < from + StructuralScan.BlockBytes; at++)
            {
                if (!Step(text, at, delimiter, ref state))
                {
                    return from;
                }

                if (state is RecordState.FieldStart or RecordState.RecordStart)
                {
                    lineEnds[ended] = found;
                    ended += state == RecordState.RecordStart ? 1 : 0;
                    positions[found++] = at;
                }
            }

            if (state == RecordState.QuoteSeen
                && text[from + StructuralScan.BlockBytes] is not ((byte)'"' or (byte)'\n' or (byte)'\r') and var next && next != delimiter)
            {
                return from;
            }

            count = found;
            lines = ended;
            inQuote = state == RecordState.Quoted;
            from += StructuralScan.BlockBytes;
        }

        return from;
    }

    // Takes one byte; false where a quote or what follows one is out of place.
    private static bool Step(ReadOnlySpan<byte> text, int at, byte delimiter, ref RecordState state)
    {
        RecordState before = state;
        state = before.Behind(text[at], delimiter, comment: -1);
        if (state == RecordState.ReturnSeen && text[at + 1] != '\n')
        {
            state = RecordState.RecordStart;
        }

        return state != RecordState.Unquoted || (before != RecordState.QuoteSeen && text[at] != '"');
    }
}
