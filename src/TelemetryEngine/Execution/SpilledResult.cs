using TelemetryEngine.Arrow;
using TelemetryEngine.Columns;
using TelemetryEngine.Formats;

namespace TelemetryEngine.Execution;

/// <summary>
/// The result of an aggregation whose groups were spilled. Each partition is loaded and finished alone, into a sorted run on the disk; the runs are merged while
/// batches are handed out or written. The result is the same, to the byte, as that of <see cref="Result"/>.
/// </summary>
internal sealed class SpilledResult : IDisposable
{
    // A part that is still too large after so many cuts is one key, or few.
    private const int MostBits = SpilledGroups.PartitionBits + 12;

    private readonly BoundPlan _plan;
    private readonly SpilledGroups _groups;
    private readonly RunOptions _options;
    private readonly MemoryBudget _budget;
    private readonly Schema _schema;
    private readonly MergedBatches _batches;
    private readonly List<SortedRun> _runs = [];
    private readonly int _sortColumns;

    /// <summary>Finishes all partitions.</summary>
    /// <param name="plan">The plan.</param>
    /// <param name="groups">All groups of all workers; belongs to the result.</param>
    /// <param name="options">How the plan is run.</param>
    /// <param name="budget">What the scan was bound by; nothing is held any more.</param>
    /// <param name="cancellation">Stops the work.</param>
    /// <exception cref="RunException">A result does not fit its type, a key does not fit the memory, or the disk fails.</exception>
    public SpilledResult(BoundPlan plan, SpilledGroups groups, RunOptions options, MemoryBudget budget, CancellationToken cancellation)
    {
        _plan = plan;
        _groups = groups;
        _options = options;
        _budget = budget;
        _schema = ResultBuilder.SchemaOf(plan);
        int columns = _schema.FieldsList.Count;
        _sortColumns = columns - plan.Aggregates.Count;
        TextDictionary?[] texts = new TextDictionary?[columns];
        for (int i = 0; i < KeyPart.Columns(plan); i++)
        {
            texts[_sortColumns - KeyPart.Columns(plan) + i] = groups.Texts[i];
        }

        _batches = new MergedBatches(_schema, texts);
        budget.Settle();
        IReadOnlyList<KeyPart> parts = groups.Parts;
        int workers = budget.Workers(groups.LargestBytes, options.ThreadCount);
        OrderedWork.Of(parts.Count, workers, i => Finish(parts[i], workers, cancellation)).Run(_runs.AddRange, cancellation);
        budget.Settle();
        Rows = Math.Min(_runs.Sum(r => r.Rows), plan.Plan.Limit ?? long.MaxValue);
    }

    /// <summary>How many rows it has.</summary>
    public long Rows { get; }

    /// <summary>Bytes written to the disk.</summary>
    public long SpilledBytes => _groups.File.LengthBytes;

    /// <summary>All rows, in batches whose size depends on nothing but their number.</summary>
    public IEnumerable<RecordBatch> ToBatches(CancellationToken cancellation)
    {
        RunMerge merge = Merge();
        int size = _options.ResultBatchRows;
        for (long left = Rows; left > 0; left -= size)
        {
            cancellation.ThrowIfCancellationRequested();
            yield return _batches.Build(merge.Take((int)Math.Min(size, left)));
        }
    }

    /// <summary>Writes all rows.</summary>
    /// <exception cref="OutputException">The output failed.</exception>
    /// <exception cref="RunException">The disk fails.</exception>
    public void Write(Format format, Stream output, WriterOptions options, CancellationToken cancellation)
    {
        options = Rows < _runs.Sum(r => r.Rows)
            ? options.FitTo(_schema, ToBatches(cancellation))
            : options with { FractionDigits = [.. _schema.FieldsList.Select(DigitsOf)] };
        ResultWriter writer = new(format, _schema, _options);
        RunMerge merge = Merge();
        int size = writer.BatchRows;
        int pieces = checked((int)((Rows + size - 1) / size));
        Turns turns = new();
        writer.Write(output, options, pieces, Piece, cancellation);

        RecordBatch Piece(int piece) =>
            _batches.Build(turns.Take(piece, () => merge.Take((int)Math.Min(size, Rows - ((long)piece * size)))));
    }

    public void Dispose() => _groups.Dispose();

    private RunMerge Merge() => new(_groups.File, _runs, _sortColumns);

    private int? DigitsOf(Field field, int column) =>
        field.DataType is TimestampType ? _runs.Select(run => run.Digits[column]).DefaultIfEmpty().Max() : null;

    /// <summary>Finishes some keys; when their states take too much, one half of them after the other.</summary>
    private List<SortedRun> Finish(KeyPart part, int workers, CancellationToken cancellation)
    {
        PartialState state = new(_plan.Scan);
        long most = _budget.ShareBytes(workers);
        long held = 0;
        bool isWhole = _groups.Load(part, state, () =>
        {
            cancellation.ThrowIfCancellationRequested();
            _budget.Charge(ref held, state.Bytes);
            return held <= most;
        });
        if (!isWhole)
        {
            if (part.Bits >= MostBits || KeyPart.Columns(_plan) == 0)
            {
                throw _budget.Exceeded("the groups of one key", held, "use a longer window or more keys, filter with --where");
            }

            state = null!;
            _budget.Charge(ref held, 0);
            return [.. Finish(part.Half(0), workers, cancellation), .. Finish(part.Half(1), workers, cancellation)];
        }

        Result result = new(_plan, [state], _options with { Threads = 1, ResultBatchRows = SortedRun.BatchRows }, _budget.Share(workers));
        SortedRun run = SortedRun.Write(_groups.File, _schema, result.ToBatches(cancellation));
        _budget.Charge(ref held, 0);
        return run.Rows > 0 ? [run] : [];
    }

    /// <summary>Lets several threads do something one after the other, in the order of items.</summary>
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
