namespace TelemetryEngine.Kernels.Csv;

/// <summary>The definition of a structural scan: a state for each byte.</summary>
internal static class ScalarScan
{
    private enum State
    {
        FieldStart,
        Unquoted,
        Quoted,
        QuoteSeen,
    }

    public static int Scan(
        ReadOnlySpan<byte> text, int from, byte delimiter, ref bool inQuote, Span<int> positions, ref int count, Span<int> lineEnds, ref int lines)
    {
        State state = inQuote ? State.Quoted : StructuralBlock.StartsField(text, from, delimiter) ? State.FieldStart : State.Unquoted;
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

                if (state == State.FieldStart)
                {
                    lineEnds[ended] = found;
                    ended += text[at] == delimiter ? 0 : 1;
                    positions[found++] = at;
                }
            }

            if (state == State.QuoteSeen && text[from + StructuralScan.BlockBytes] is not ((byte)'"' or (byte)'\n' or (byte)'\r') and var next && next != delimiter)
            {
                return from;
            }

            count = found;
            lines = ended;
            inQuote = state == State.Quoted;
            from += StructuralScan.BlockBytes;
        }

        return from;
    }

    /// <summary>Takes one byte; false where a quote or what follows one is out of place.</summary>
    private static bool Step(ReadOnlySpan<byte> text, int at, byte delimiter, ref State state)
    {
        byte c = text[at];
        if (c == '"')
        {
            (bool fits, state) = state switch
            {
                State.FieldStart or State.QuoteSeen => (true, State.Quoted),
                State.Quoted => (true, State.QuoteSeen),
                _ => (false, state),
            };
            return fits;
        }

        if (state == State.Quoted)
        {
            return true;
        }

        bool isReturn = c == '\r';
        bool ends = c == delimiter || c == '\n' || (isReturn && text[at + 1] != '\n');
        bool fitsBehindQuote = ends || isReturn || state != State.QuoteSeen;
        state = ends ? State.FieldStart : State.Unquoted;
        return fitsBehindQuote;
    }
}
