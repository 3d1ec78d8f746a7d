namespace TelemetryEngine.Execution.Flows;

// The numbers by which rows are compared.
// columns: Those of each column: of several, the first ones first.
internal sealed class RowRanks(IReadOnlyList<ulong[]>[] columns, int count, int threads)
{
    // Those of a column: where there are nulls, 1 for each of them comes first.
    public IReadOnlyList<ulong[]> Of(int column) => columns[column];

    // The places of all rows in their order. Rows that are equal keep theirs.
    public int[] Places() => RowSort.Places([.. columns.SelectMany(static column => column)], count, threads);

    // For each row whether one of the first columns differs from those of the row before it, in an order.
    // first: How many columns.
    public bool[] Changes(int first, int[] places)
    {
        ulong[][] ranks = [.. columns.Take(first).SelectMany(static column => column)];
        bool[] changes = new bool[places.Length];
        RowSort.EachPart(places.Length, threads, (from, to) =>
        {
            foreach (ulong[] rank in ranks)
            {
                for (int i = Math.Max(from, 1); i < to; i++)
                {
                    changes[i] |= rank[places[i]] != rank[places[i - 1]];
                }
            }
        });

        if (changes.Length > 0)
        {
            changes[0] = true;
        }

        return changes;
    }
}
