using Apache.Arrow;

namespace TelemetryEngine.Sources.Rows;

/// <summary>Some thousand rows, of which columns are made by whoever reads them.</summary>
/// <param name="rows">The number of rows.</param>
internal abstract class RowBlock(int rows)
{
    /// <summary>The most rows of a block.</summary>
    public const int MostRows = 16 * 1024;

    public int Rows => rows;

    /// <summary>Makes a column.</summary>
    /// <exception cref="InputException">A row can't be read.</exception>
    public abstract IArrowArray Read(int column);

    /// <summary>Rows that were looked at before the run, and those behind them.</summary>
    /// <param name="head">What was looked at; null where there are no rows.</param>
    /// <param name="rest">What follows; disposed with the result.</param>
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
