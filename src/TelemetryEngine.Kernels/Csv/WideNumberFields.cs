namespace TelemetryEngine.Kernels.Csv;

// Number columns for 64-byte vectors: eight texts at a time where they are short, four where many are not, and one where fewer than 64 are
// left.
internal static class WideNumberFields
{
    public static bool IsSupported => ShortNumbers.IsSupported && VectorNumberFields.IsSupported;

    public static void Parse(
        ReadOnlySpan<byte> block, ReadOnlySpan<int> positions, ReadOnlySpan<int> firsts, NumberLayout layout, Span<long> mantissas,
        Span<ulong> careful)
    {
        NumberColumn column = new(layout.Field, layout.IsLast, layout.IsInteger, layout.Separator, layout.Scale);
        for (int from = 0; from < firsts.Length;)
        {
            from = ShortNumbers.Parse(block, positions, firsts, column, mantissas, careful, from);
            ReadOnlySpan<int> some = firsts[..Math.Min(from + ShortNumbers.LongRows, firsts.Length)];
            if (layout.FitsVectors)
            {
                from = LongNumbers.Parse(block, positions, some, column, layout.LaneTable, layout.RefusedTable, mantissas, careful, from);
            }

            if (from < some.Length)
            {
                // the last rows, or a text near an end of the block
                int rows = Math.Min(ShortNumbers.GroupRows, some.Length - from);
                VectorNumberFields.Parse(block, positions, some.Slice(from, rows), layout, mantissas.Slice(from, rows),
                    careful[(from / ShortNumbers.GroupRows)..]);
                from += rows;
            }
        }
    }
}
