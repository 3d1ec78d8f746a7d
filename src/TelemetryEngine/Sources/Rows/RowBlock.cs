using Apache.Arrow;

namespace TelemetryEngine.Sources.Rows;

// Some thousand rows, of which columns are made by their reader.
internal abstract class RowBlock(int rows)
{
    // The most rows of a block.
    public const int MostRows = 16 * 1024;

    public int Rows => rows;

    // Makes a column.
    // throws InputException: A row can't be read.
    public abstract IArrowArray Read(int column);

    // Rows that were looked at before the run, and those behind them.
    // head: What was looked at; null where there are no rows.
    // rest: What follows; disposed with the result.
    public static IEnumerator<RowBlock> HeadAndRest(RowBlock? head, IEnumerator<RowBlock> rest)
    {
        using (rest)
        {
            if (head is null)
            {
                yield break;
            }

            yield return head;
            while (rest.MoveNext())
            {
                yield return rest.Current;
            }
        }
    }
}
