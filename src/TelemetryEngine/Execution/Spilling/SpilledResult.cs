using System.Numerics;
using Apache.Arrow;
using Apache.Arrow.Types;
using TelemetryEngine.Aggregates.Components;
using TelemetryEngine.Columns;
using TelemetryEngine.Execution.Panes;
using TelemetryEngine.Execution.Planning;
using TelemetryEngine.Execution.Results;
using TelemetryEngine.Execution.Scanning;
using TelemetryEngine.Formats;

namespace TelemetryEngine.Execution.Spilling;

// The result of an aggregation whose groups were spilled. Each partition is loaded and finished alone, into a sorted run on the disk; the
// runs are merged while batches are handed out or written.
internal sealed class SpilledResult : AggregationResult
{
    // A part that is still too large after so many cuts is one key, or few.
    private const int MostBits = SpilledGroups.PartitionBits + 12;
    private const int MostBitsAtOnce = 4;

    // Rows of a batch where each may be a long text.
    private const int FewRows = 64;

    private const int LeastRuns = 16;

    // What a batch takes beside its bytes.
    private const int BatchOverheadBytes = 1 << 13;

    private readonly BoundPlan _plan;
    private readonly SpilledGroups _groups;
    private readonly RunOptions _options;
    private readonly MemoryBudget _budget;
    private readonly Schema _schema;
    private readonly MergedBatches _batches;
    private readonly List<SortedRun> _runs = [];
    private readonly int _sortColumns;
    private readonly object _leftOutGate = new();

    // Finishes all partitions.
    // groups: All groups of all workers; belongs to the result.
    // options: How the plan is run.
    // budget: What the scan was bound by; nothing is held any more.
    // throws RunException: A result does not fit its type, a key does not fit the memory, or the disk fails.
    public SpilledResult(BoundPlan plan, SpilledGroups groups, RunOptions options, MemoryBudget budget, CancellationToken cancellation)
    {
        _plan = plan;
        _groups = groups;
        _options = options;
        _budget = budget;
        _schema = plan.ResultSchema;
        int columns = _schema.FieldsList.Count;
        _sortColumns = columns - plan.Aggregates.Count;
        TextDictionary?[] texts = new TextDictionary?[columns];
        for (int i = 0; i < KeyPart.Columns(plan); i++)
        {
            texts[_sortColumns - KeyPart.Columns(plan) + i] = groups.Texts[i];
        }

        _batches = new MergedBatches(_schema, texts);
        budget.Reclaim();
        IReadOnlyList<KeyPart> parts = groups.Parts;
        int workers = budget.Workers(groups.LargestBytes, options.ThreadCount);
        OrderedWork.Of(parts.Count, workers, i => Finish(parts[i], workers, cancellation)).Run(_runs.AddRange, cancellation);
        budget.Reclaim();
        Join(cancellation);
        Rows = Math.Min(_runs.Sum(r => r.Rows), plan.Plan.Limit ?? long.MaxValue);
    }

    public override long Rows { get; }

    public override long? SpilledBytes => _groups.File.LengthBytes;

    public override IEnumerable<RecordBatch> ToBatches(CancellationToken cancellation)
    {
        RunMerge merge = Merge();
        int size = _options.ResultBatchRows;
        for (long left = Rows; left > 0; left -= size)
        {
            cancellation.ThrowIfCancellationRequested();
            yield return _batches.Build(merge.Next((int)Math.Min(size, left)));
        }
    }

    public override void Write(Format format, Stream output, WriterOptions options, CancellationToken cancellation)
    {
        options = Rows < _runs.Sum(r => r.Rows)
            ? options.FitTo(_schema, ToBatches(cancellation))
            : options with { FractionDigits = [.. _schema.FieldsList.Select(DigitsOf)] };
        ResultWriter writer = new(format, _schema, _options);
        RunMerge merge = Merge();
        int size = format.HasIndependentRows ? Math.Min(writer.BatchRows, PieceRows()) : writer.BatchRows;
        int pieces = checked((int)((Rows + size - 1) / size));
        Turns turns = new();
        writer.Write(output, options, pieces, Piece, cancellation);

        RecordBatch Piece(int piece)
        {
            _budget.Tidy();
            return _batches.Build(turns.Take(piece, () => merge.Next((int)Math.Min(size, Rows - ((long)piece * size)))));
        }
    }

    public override void Dispose() => _groups.Dispose();

    // where the number of rows written at a time can't be seen, there are fewer of them if they are long
    private int PieceRows()
    {
        long rows = Math.Max(_runs.Sum(static r => r.Rows), 1);
        return (int)Math.Clamp(_budget.BatchTextBytes / 8 * rows / Math.Max(_runs.Sum(static r => r.Bytes), 1), 1, int.MaxValue);
    }

    private RunMerge Merge() => new(_groups.File, _runs, RunKey.First(_sortColumns));

    private int? DigitsOf(Field field, int column) =>
        field.DataType is TimestampType ? _runs.Select(run => run.Digits[column]).DefaultIfEmpty().Max() : null;

    // Finishes some groups; when their states take too much, one part of them after the other.
    private List<SortedRun> Finish(KeyPart part, int workers, CancellationToken cancellation)
    {
        bool canCut = part.Bits < MostBits && KeyPart.CanCut(_plan);
        PartialState state = new(_plan.Scan, _groups.File);
        long most = _budget.ShareBytes(workers);
        long held = 0;
        double share = 0;
        bool isWhole = _groups.Load(part, state, read =>
        {
            cancellation.ThrowIfCancellationRequested();
            share = read;
            _budget.Charge(ref held, state.Bytes);
            if (held <= most)
            {
                return true;
            }

            // of few groups with many values only the values are too much
            state.Stow(_groups.File, canCut ? _budget.ManyValueBytes : 0);
            _budget.Charge(ref held, state.Bytes);
            return held <= most / 2;
        });
        if (!isWhole)
        {
            _budget.Charge(ref held, 0);
            if (!canCut)
            {
                throw _budget.Exceeded(
                    _plan.HasWindowsApart ? "the states of one group" : "the windows of one key", state.Bytes,
                    Quoting.Message.Of($"use a longer window or more keys, filter with {Fix.Where}"));
            }

            state = null!;
            int more = (int)Math.Ceiling(1 / Math.Max(share, 1.0 / (1 << MostBitsAtOnce)));
            int bits = Math.Clamp(BitOperations.Log2(((uint)more * 2) - 1), 1, Math.Min(MostBits - part.Bits, MostBitsAtOnce));
            return [.. part.Cut(bits).SelectMany(p => Finish(p, workers, cancellation))];
        }

        RunOptions options = _options with { Threads = 1, ResultBatchRows = BatchRows(state) };
        HeldResult result = new(_plan, [state], options, PaneRows.Of, _budget.Share(workers));
        Count(result.LeftOut);
        SortedRun run = SortedRun.Write(_groups.File, _schema, Tidied(result.Each(cancellation)));
        _budget.Charge(ref held, 0);
        return run.Rows > 0 ? [run] : [];
    }

    private void Count(IReadOnlyList<StepsLeftOut?> leftOut)
    {
        lock (_leftOutGate)
        {
            if (LeftOut.Count == 0)
            {
                LeftOut = [.. leftOut.Select(static l => l is null ? null : new StepsLeftOut())];
            }

            for (int i = 0; i < leftOut.Count; i++)
            {
                LeftOut[i]?.Add(leftOut[i]!);
            }
        }
    }

    // texts may be as long as what they are made of, and as many values lie on the disk as may be
    private int BatchRows(PartialState state)
    {
        long rowBytes = (_schema.FieldsList.Count * sizeof(long)) + (state.Bytes / state.Groups.Count);
        return Math.Min(SortedRun.BatchRows(rowBytes), _plan.HoldsValues ? FewRows : int.MaxValue);
    }

    // Merges some runs into one, until there is room for a batch of each.
    private void Join(CancellationToken cancellation)
    {
        while (_runs.Count > LeastRuns)
        {
            long batchBytes = (_runs.Sum(r => r.Bytes) / _runs.Sum(r => (long)r.Batches.Count)) + BatchOverheadBytes;
            int most = (int)Math.Max(_budget.LimitBytes / 4 / batchBytes, LeastRuns);
            if (_runs.Count <= most)
            {
                return;
            }

            List<SortedRun> first = _runs[..Math.Min(most, _runs.Count - most + 1)];
            _runs.RemoveRange(0, first.Count);
            _runs.Add(SortedRun.Write(_groups.File, _schema, Tidied(Merged(first, cancellation))));
        }
    }

    private IEnumerable<RecordBatch> Tidied(IEnumerable<RecordBatch> batches)
    {
        foreach (RecordBatch batch in batches)
        {
            yield return batch;
            _budget.Tidy();
        }
    }

    private IEnumerable<RecordBatch> Merged(List<SortedRun> runs, CancellationToken cancellation)
    {
        RunMerge merge = new(_groups.File, runs, RunKey.First(_sortColumns));
        long rows = runs.Sum(static r => r.Rows);
        int size = SortedRun.BatchRows(runs.Sum(static r => r.Bytes) / rows);
        for (long left = rows; left > 0; left -= size)
        {
            cancellation.ThrowIfCancellationRequested();
            yield return _batches.Build(merge.Next((int)Math.Min(size, left)));
        }
    }

    // Lets several threads do something one after the other, in the order of items.
    private sealed class Turns
    {
        private readonly object _gate = new();
        private int _next;

        public T Take<T>(int item, Func<T> take)
        {
            lock (_gate)
            {
                while (_next != item)
                {
                    Monitor.Wait(_gate);
                }

                try
                {
                    return take();
                }
                finally
                {
                    _next++;
                    Monitor.PulseAll(_gate);
                }
            }
        }
    }
}
