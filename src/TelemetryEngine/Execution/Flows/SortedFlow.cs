using Apache.Arrow;
using TelemetryEngine.Columns;
using TelemetryEngine.Execution.Spilling;

namespace TelemetryEngine.Execution.Flows;

// Rows in another order, or the first of each group in it.
internal sealed class SortedFlow : RowFlow
{
    private readonly RowFlow _rows;
    private readonly SortOrder _order;
    private readonly int _groupColumns;
    private readonly long _perGroup;
    private readonly string _what;
    private readonly RunKey[] _keys;
    private readonly bool _canSpill;
    private readonly RunOptions _options;
    private readonly MemoryBudget _budget;
    private long _spilledBytes;

    // throws PlanException: The step names a column that is not there or has no order.
    public SortedFlow(RowFlow rows, SortStep step, RunOptions options, MemoryBudget budget)
        : this(rows, step.By, 0, long.MaxValue, "sort", options, budget)
    {
        if (step.By.Count == 0)
        {
            throw new PlanException("a sort without columns; name at least one");
        }
    }

    // throws PlanException: As above, or no row is wanted.
    public SortedFlow(RowFlow rows, TopStep step, RunOptions options, MemoryBudget budget)
        : this(rows, [.. step.Per.Select(static name => new SortColumn(name)), .. step.By], step.Per.Count, step.Rows, "top", options, budget)
    {
        if (step.By.Count == 0 || step.Rows < 1)
        {
            throw new PlanException(step.By.Count == 0
                ? "the top rows by no column; name at least one"
                : $"the top {step.Rows} rows of each group; it is to be 1 or more");
        }
    }

    private SortedFlow(
        RowFlow rows, IReadOnlyList<SortColumn> by, int groupColumns, long perGroup, string what, RunOptions options, MemoryBudget budget)
    {
        _rows = rows;
        _groupColumns = groupColumns;
        _perGroup = perGroup;
        _what = what;
        _options = options;
        _budget = budget;
        _order = new SortOrder(rows.Schema, by, what);
        _keys = [.. by.Zip(_order.Ordinals, static (said, ordinal) => new RunKey(ordinal, said.Descending, said.NullsFirst))];
        _canSpill = perGroup == long.MaxValue && SpilledRows.CanHold(rows.Schema, _keys);
    }

    public override Schema Schema => _rows.Schema;

    public override int? ScaleOf(int column) => _rows.ScaleOf(column);

    public override void Stop() => _rows.Stop();

    public override long SpilledBytes => _spilledBytes;

    public override IEnumerable<RecordBatch> Read(CancellationToken cancellation)
    {
        Held held = new(this);
        SpilledRows? spilled = null;
        try
        {
            foreach (RecordBatch batch in _rows.Read(cancellation))
            {
                held.Add(batch);
                if (_canSpill && held.MustSpill())
                {
                    spilled ??= new SpilledRows(Schema, _keys, _options.TempPath, $"rows of a {_what}");
                    spilled.Add(held.TakeAll(cancellation));
                    held.Clear();
                }
                else if (!_canSpill)
                {
                    held.KeepFirst(cancellation);
                }
            }

            if (spilled is null)
            {
                foreach (RecordBatch batch in held.Take(_options.ResultBatchRows, cancellation))
                {
                    yield return batch;
                }

                yield break;
            }

            spilled.Add(held.TakeAll(cancellation));
            held.Clear();
            _spilledBytes = spilled.Bytes;
            foreach (RecordBatch batch in spilled.Merge(_options.ResultBatchRows, cancellation))
            {
                yield return batch;
            }
        }
        finally
        {
            spilled?.Dispose();
            held.Clear();
        }
    }

    // The rows that are in memory.
    private sealed class Held(SortedFlow flow)
    {
        private GatheredRows _gathered = new(flow.Schema);
        private long _held;
        private long _keptBytes;

        private long Bytes => _gathered.Bytes + ((long)_gathered.Count * flow._order.RowBytes);

        public void Add(RecordBatch batch)
        {
            _gathered.Add(batch);
            if (_gathered.AreCopies)
            {
                batch.Dispose();
            }
        }

        // Whether the rows have to go before more come.
        public bool MustSpill()
        {
            // sorting them, and taking them in their order, has room beside them
            const int Copies = 3;
            long used = flow._budget.Charge(ref _held, Bytes);
            return flow._budget.MustSpill(used, _held, workers: 1, Copies);
        }

        // Leaves out rows that are not among the first of their group, where that makes room.
        // throws RunException: What is left does not fit the memory.
        public void KeepFirst(CancellationToken cancellation)
        {
            if (flow._perGroup < long.MaxValue && Bytes > Math.Max(2 * _keptBytes, flow._budget.LimitBytes / 8))
            {
                List<RecordBatch> first = [.. Take(flow._options.ResultBatchRows, cancellation)];
                Clear();
                first.ForEach(Add);
                _keptBytes = Bytes;
            }

            flow._budget.Reserve(ref _held, Bytes, $"the rows of a {flow._what}", HeldBytes.FewerRows);
        }

        // The rows in their order, in pieces that are small beside them.
        public IEnumerable<RecordBatch> TakeAll(CancellationToken cancellation) =>
            Take(SpilledRows.BatchRows(_gathered.Bytes / Math.Max(_gathered.Count, 1)), cancellation);

        // The rows that stay, in their order.
        public IEnumerable<RecordBatch> Take(int batchRows, CancellationToken cancellation)
        {
            int threads = flow._options.ThreadCount;
            RowRanks ranks = flow._order.Of(_gathered, threads);
            int[] places = ranks.Places();
            int[] stay = flow._perGroup == long.MaxValue ? places : flow.First(places, ranks.Changes(flow._groupColumns, places));
            return _gathered.Take(stay, batchRows, threads, cancellation);
        }

        public void Clear()
        {
            _gathered = new GatheredRows(flow.Schema);
            flow._budget.Charge(ref _held, 0);
        }
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
