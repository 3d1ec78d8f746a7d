using Apache.Arrow;
using TelemetryEngine.Columns;

namespace TelemetryEngine.Execution.Flows;

// Rows in another order, or the first of each group in it.
internal sealed class SortedFlow : RowFlow
{
    private readonly RowFlow _rows;
    private readonly IReadOnlyList<SortColumn> _by;
    private readonly int _groupColumns;
    private readonly long _perGroup;
    private readonly string _what;
    private readonly int _batchRows;
    private readonly MemoryBudget _budget;

    // throws PlanException: The step names a column that is not there or has no order.
    public SortedFlow(RowFlow rows, SortStep step, int batchRows, MemoryBudget budget)
        : this(rows, step.By, 0, long.MaxValue, "sort", batchRows, budget)
    {
        if (step.By.Count == 0)
        {
            throw new PlanException("a sort without columns; name at least one");
        }
    }

    // throws PlanException: As above, or no row is wanted.
    public SortedFlow(RowFlow rows, TopStep step, int batchRows, MemoryBudget budget)
        : this(rows, [.. step.Per.Select(static name => new SortColumn(name)), .. step.By], step.Per.Count, step.Rows, "top", batchRows, budget)
    {
        if (step.By.Count == 0 || step.Rows < 1)
        {
            throw new PlanException(step.By.Count == 0
                ? "the top rows by no column; name at least one"
                : $"the top {step.Rows} rows of each group; it is to be 1 or more");
        }
    }

    private SortedFlow(
        RowFlow rows, IReadOnlyList<SortColumn> by, int groupColumns, long perGroup, string what, int batchRows, MemoryBudget budget)
    {
        _rows = rows;
        _by = by;
        _groupColumns = groupColumns;
        _perGroup = perGroup;
        _what = what;
        _batchRows = batchRows;
        _budget = budget;
        using SortOrder order = new(rows.Schema, by, what);
    }

    public override Schema Schema => _rows.Schema;

    public override void Stop() => _rows.Stop();

    public override IEnumerable<RecordBatch> Read(CancellationToken cancellation)
    {
        GatheredRows gathered = new(Schema);
        long held = 0;
        try
        {
            int[] places = Order(gathered, ref held, cancellation);
            foreach (RecordBatch batch in gathered.Take(places, _batchRows, cancellation))
            {
                yield return batch;
            }
        }
        finally
        {
            _budget.Charge(ref held, 0);
        }
    }

    private int[] Order(GatheredRows gathered, ref long held, CancellationToken cancellation)
    {
        using SortOrder order = new(Schema, _by, _what);
        long bytes = 0;
        foreach (RecordBatch batch in _rows.Read(cancellation))
        {
            gathered.Add(batch);
            order.Add(batch);
            bytes += HeldBytes.Of(batch);

            // the places, and numbers that are sorted beside those of the keys
            _budget.Reserve(ref held, bytes + order.Bytes + (gathered.Count * 32L), $"the rows of a {_what}", HeldBytes.FewerRows);
        }

        int[] places = order.Places(gathered.Count);
        return _perGroup == long.MaxValue ? places : First(places, order.Changes(_groupColumns, places));
    }

    // The first places of each group.
    private int[] First(int[] places, bool[] changes)
    {
        List<int> first = [];
        long inGroup = 0;
        for (int i = 0; i < places.Length; i++)
        {
            inGroup = changes[i] ? 1 : inGroup + 1;
            if (inGroup <= _perGroup)
            {
                first.Add(places[i]);
            }
        }

        return [.. first];
    }
}
