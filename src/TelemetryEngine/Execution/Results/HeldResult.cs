using Apache.Arrow;
using TelemetryEngine.Aggregates.Components;
using TelemetryEngine.Columns;
using TelemetryEngine.Execution.Planning;
using TelemetryEngine.Execution.Scanning;
using TelemetryEngine.Execution.Series;
using TelemetryEngine.Formats;
using TelemetryEngine.Kernels.Text;

namespace TelemetryEngine.Execution.Results;

// The result of an aggregation whose states are in memory: several threads finish its batches, which are handed out or written in order.
internal sealed class HeldResult : AggregationResult
{
    private readonly ResultBuilder _builder;
    private readonly BoundPlan _plan;
    private readonly ResultRows _rows;
    private readonly IReadOnlyList<PartialState> _parts;
    private readonly RunOptions _options;
    private readonly int _threads;
    private readonly int _firstRow;
    private readonly int _count;
    private readonly MemoryBudget _budget;
    private FilledColumns? _filled;

    // Folds series where there are any, and brings the workers' groups into the result's order.
    // rowsOf: Finds the rows of some parts' groups, on some threads.
    // budget: Bounds the memory; null = one of its own, of the options' size.
    // throws RunException: The rows, or the windows of a gap, do not fit the memory allowed.
    public HeldResult(
        BoundPlan plan,
        IReadOnlyList<PartialState> parts,
        RunOptions options,
        Func<BoundPlan, IReadOnlyList<PartialState>, int, MemoryBudget, ResultRows> rowsOf,
        MemoryBudget? budget = null)
    {
        budget ??= new MemoryBudget(options.MemoryBytes);
        parts = SeriesFold.Run(plan, parts, options, budget, out StepsLeftOut?[] leftOut);
        LeftOut = leftOut;
        if (plan.Window is null && plan.Keys.Length == 0)
        {
            // the whole input is one group, also when it has no rows
            parts[0].Groups.Assign(0, 1, 0);
            parts[0].Reserve();
        }

        _plan = plan;
        _parts = parts;
        _options = options;
        _threads = options.ThreadCount;
        _budget = budget;
        _rows = rowsOf(plan, parts, _threads, budget);
        int count = _rows.Count;
        if (plan.Fills.Count > 0)
        {
            GapRows gaps = new(plan, _rows, budget);
            (_rows, _firstRow, count) = (gaps, gaps.FirstShown, gaps.ShownCount);
        }

        _count = (int)Math.Min(count, plan.Plan.Limit ?? int.MaxValue);
        _builder = new ResultBuilder(plan, _rows, _count, budget);
    }

    public override long Rows => _count;

    public override IReadOnlyList<RecordBatch> ToBatches(CancellationToken cancellation)
    {
        Fill(cancellation);
        List<RecordBatch> batches = [];
        int size = _options.ResultBatchRows;
        OrderedWork.Of(Pieces(size), _threads, i => Piece(i, size)).Run(batches.Add, cancellation);
        return batches;
    }

    // All rows, batch by batch on one thread. A caller may dispose a batch that it no longer needs.
    public IEnumerable<RecordBatch> Each(CancellationToken cancellation)
    {
        Fill(cancellation);
        int size = _options.ResultBatchRows;
        for (int i = 0; i < Pieces(size); i++)
        {
            cancellation.ThrowIfCancellationRequested();
            yield return Piece(i, size);
        }
    }

    public override void Write(Format format, Stream output, WriterOptions options, CancellationToken cancellation)
    {
        Fill(cancellation);
        Schema schema = _builder.Schema;
        ResultWriter writer = new(format, schema, _options);
        if (_builder.HasOtherTimes)
        {
            IReadOnlyList<RecordBatch> batches = ToBatches(cancellation);
            options = options.FitTo(schema, batches);
            writer.Write(output, options, batches.Count, i => batches[i], cancellation);
            return;
        }

        options = options with { FractionDigits = FractionDigits(schema) };
        int size = writer.BatchRows;
        writer.Write(output, options, Pieces(size), i => Piece(i, size), cancellation);
    }

    // Lets the states go, whose memory serves the next run.
    public override void Dispose()
    {
        foreach (Component[] table in _rows.Tables)
        {
            foreach (Component component in table)
            {
                component.Release();
            }
        }

        foreach (PartialState part in _parts)
        {
            part.Groups.Release();
        }
    }

    private int Pieces(int size) => (int)(((long)_count + size - 1) / size);

    private RecordBatch Piece(int piece, int size) =>
        _builder.Build(_firstRow + (piece * size), Math.Min(size, _count - (piece * size)), _filled);

    private void Fill(CancellationToken cancellation)
    {
        if (_rows is GapRows gaps)
        {
            _filled ??= FilledColumns.Of(_plan, gaps, _builder, _threads, _budget, cancellation);
        }
    }

    // as WriterOptions.FitTo finds them, of the windows alone
    private int?[] FractionDigits(Schema schema)
    {
        int?[] digits = new int?[schema.FieldsList.Count];
        if (_plan.Window is not { } window)
        {
            return digits;
        }

        long perSecond = _plan.Columns[_plan.Time].Type.Unit.TicksPerSecond();
        if (window.ShowsStart)
        {
            digits[0] = TimestampWriter.FractionDigitsNeeded(_rows.StartsOf(_count), perSecond);
        }

        if (window.ShowsEnd)
        {
            digits[window.Columns.Count - 1] = TimestampWriter.FractionDigitsNeeded(_rows.EndsOf(_count), perSecond);
        }

        return digits;
    }
}
