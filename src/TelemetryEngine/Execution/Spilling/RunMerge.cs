using Apache.Arrow;
using TelemetryEngine.Execution.Results;

namespace TelemetryEngine.Execution.Spilling;

// Some rows of the result in their order, as rows of batches of the runs that they come from.
// Sources: The batches, and the first row that is taken from each; from there on they are taken one after the other.
// SourceOf: For each row the source that it comes from.
internal sealed record MergedPiece(IReadOnlyList<(RecordBatch Batch, int FirstRow)> Sources, int[] SourceOf)
{
    public RowPicks ToPicks()
    {
        int[] next = [.. Sources.Select(static source => source.FirstRow)];
        int[] rows = new int[SourceOf.Length];
        for (int row = 0; row < rows.Length; row++)
        {
            rows[row] = next[SourceOf[row]]++;
        }

        return new RowPicks(next.Length, SourceOf, rows);
    }
}

// Merges sorted runs into one order, a piece at a time. Of each run one batch is in memory. For one thread at a time.
internal sealed class RunMerge
{
    private readonly Cursor[] _heap;
    private int _count;

    // runs: The runs; of rows that are equal those of the first come first.
    // keys: What they are sorted by.
    public RunMerge(SpillFile file, IReadOnlyList<SortedRun> runs, IReadOnlyList<RunKey> keys)
    {
        _heap = new Cursor[runs.Count];
        for (int i = 0; i < runs.Count; i++)
        {
            Cursor cursor = new(file, runs[i], i, keys);
            if (cursor.MoveNext())
            {
                _heap[_count++] = cursor;
            }
        }

        for (int i = (_count / 2) - 1; i >= 0; i--)
        {
            Sink(i);
        }
    }

    // The next rows.
    // rows: How many; no more than there are left.
    // throws RunException: The disk fails, or holds something else than was written.
    public MergedPiece Next(int rows)
    {
        List<(RecordBatch, int)> sources = [];
        int[] sourceOf = new int[rows];
        foreach (Cursor cursor in _heap.AsSpan(0, _count))
        {
            cursor.Source = -1;
        }

        for (int row = 0; row < rows; row++)
        {
            Cursor first = _heap[0];
            if (first.Source < 0)
            {
                first.Source = sources.Count;
                sources.Add((first.Batch, first.Row));
            }

            sourceOf[row] = first.Source;
            if (!first.MoveNext())
            {
                _heap[0] = _heap[--_count];
            }

            if (_count > 1)
            {
                Sink(0);
            }
        }

        return new MergedPiece(sources, sourceOf);
    }

    private void Sink(int at)
    {
        Cursor cursor = _heap[at];
        for (int child = (2 * at) + 1; child < _count; child = (2 * at) + 1)
        {
            child += child + 1 < _count && _heap[child + 1].IsBefore(_heap[child]) ? 1 : 0;
            if (!_heap[child].IsBefore(cursor))
            {
                break;
            }

            _heap[at] = _heap[child];
            at = child;
        }

        _heap[at] = cursor;
    }

    // A row of a run.
    private sealed class Cursor(SpillFile file, SortedRun run, int number, IReadOnlyList<RunKey> keys)
    {
        private readonly SortKeys _keys = new(keys);
        private readonly int _number = number;
        private int _next;

        public RecordBatch Batch { get; private set; } = null!;

        public int Row { get; private set; }

        // The batch's number among the sources of a piece, or −1.
        public int Source { get; set; }

        public bool IsBefore(Cursor other)
        {
            int order = _keys.Compare(Row, other._keys, other.Row);
            return order < 0 || (order == 0 && _number < other._number);
        }

        public bool MoveNext()
        {
            if (Batch is not null && ++Row < Batch.Length)
            {
                return true;
            }

            if (_next == run.Batches.Count)
            {
                return false;
            }

            Batch = SpilledGroups.Read(file, run.Batches[_next++]);
            Row = 0;
            Source = -1;
            _keys.Bind(Batch);
            return true;
        }
    }
}
