using System.Diagnostics;
using Apache.Arrow;
using TelemetryEngine.Aggregates.Components;
using TelemetryEngine.Columns;
using TelemetryEngine.Execution.Flows;
using TelemetryEngine.Execution.Panes;
using TelemetryEngine.Execution.Planning;
using TelemetryEngine.Execution.Results;
using TelemetryEngine.Execution.Scanning;
using TelemetryEngine.Execution.Series;
using TelemetryEngine.Execution.Spilling;
using TelemetryEngine.Formats;
using TelemetryEngine.Sources;

namespace TelemetryEngine.Execution;

// One pass of a plan over its source, bound and ready to run: once, batch by batch or to a stream.
internal sealed class StageRun : IDisposable
{
    private readonly BoundPlan _bound;
    private readonly Source _source;
    private readonly RunOptions _options;
    private readonly MemoryBudget _budget;
    private readonly KeptRejects? _rejects;
    private readonly Stopwatch _clock = new();
    private readonly ProgressMeter _progress;
    private readonly FlowInput? _before;
    private volatile bool _isEnough;
    private bool _mayStop;

    private StageRun(BoundPlan bound, Source source, FlowInput? before, RunOptions options, MemoryBudget budget)
    {
        _before = before;
        _bound = bound;
        _source = source;
        _options = options;
        _budget = budget;
        _rejects = options.RejectsPath is null || bound.Plan.OnError == ErrorPolicy.Fail
            ? null
            : new KeptRejects(options.TempPath, budget, options.Words);
        _progress = new ProgressMeter(options.Progress, source.LengthBytes, _clock);
        ResultSchema = SchemaOf(RowForm.AsTheyCame);
        if (!bound.Plan.IsAggregation && bound.Plan.Limit is not null)
        {
            MayStop();
        }
    }

    // The plan with everything chosen and frozen in.
    public ScanPlan Plan => _bound.Plan;

    // True where the input is a pipe or another that can be read once.
    public bool IsReadOnce => _source.OnlyOnce;

    // All columns of the input.
    public ColumnSchema InputSchema => _source.Schema;

    // What the source found worth saying when it looked at the input.
    public IReadOnlyList<MessageText> Notes =>
        _bound.Window?.Note is { } note ? [.. _source.Notes, .. _bound.Notes, note] : [.. _source.Notes, .. _bound.Notes];

    // The columns of the result, known before the run: the very object that the batches of Batches have.
    public Schema ResultSchema { get; }

    // The columns of the result in a form, which aggregates don't have a choice of.
    public Schema SchemaOf(RowForm form) => _bound.Plan.IsAggregation ? _bound.ResultSchema : LayoutOf(form).Schema;

    // The digits behind the point of a column of decimals, which leave as float64s; null for others.
    public int? ScaleOf(int column) =>
        !_bound.Plan.IsAggregation && _bound.Columns[_bound.Columns.Shown[column]].Type is { Kind: ColumnKind.Decimal } type
            ? type.Scale
            : null;

    private RowLayout RowsAsTheyCame => field ??= RowLayout.Of(_bound, _source.ArrowFields, RowForm.AsTheyCame);

    // What the run met; to be read when it has ended, also when Batches was used.
    public RunSummary Summary { get; private set; } = new();

    // True once every batch of the result is made.
    public bool IsResultThere { get; private set; }

    // The file of rejected rows, written and not yet to be seen; null where none is wanted or the input is not read to its end.
    public OutputFile? Rejects { get; private set; }

    // throws PlanException: The plan does not fit the input.
    // throws InputException: The input can't be opened.
    public static StageRun Open(ScanPlan plan, PipelineInput? input, RunOptions options, ExpressionReader expressions, MemoryBudget budget)
    {
        Source source = SourceFactory.Open(ref plan, input, options, budget);
        try
        {
            BoundPlan bound = PlanBinder.Bind(source.Resolve(plan), source.Schema, expressions, source.Reasons);
            CheckDoubts(source, bound);
            return new StageRun(bound, source, input?.Batches as FlowInput, options, budget);
        }
        catch (PlanException e)
        {
            source.Dispose();
            source.CheckUnchanged();
            throw new PlanException($"{e}", [.. source.Notes, .. e.Notes]) { Unknown = e.Unknown };
        }
        catch
        {
            source.Dispose();
            throw;
        }
    }

    // throws PlanException: The plan computes with a column that can be read in several ways.
    private static void CheckDoubts(Source source, BoundPlan bound)
    {
        foreach (int column in bound.Used)
        {
            if (source.Doubts.TryGetValue(column, out MessageText? doubt))
            {
                throw new PlanException(doubt);
            }
        }
    }

    // Runs the stage and hands out result batches: as they are read where rows are not aggregated, in the end where they are.
    public IEnumerable<RecordBatch> Batches(CancellationToken cancellation, RowForm form = RowForm.AsTheyCame) =>
        _bound.Plan.IsAggregation ? Aggregated(cancellation) : Rows(LayoutOf(form), cancellation);

    // Runs the stage and writes its result: rows as they are read, aggregates in the end. Both are formatted by all threads, rows of a pipe
    // by one. The caller commits Rejects with the result.
    // throws OutputException: The output failed.
    // throws PlanException: The format does not hold a column's type.
    public void Write(Format format, Stream output, WriterOptions options, CancellationToken cancellation)
    {
        if (_bound.Plan.IsAggregation)
        {
            using AggregationResult result = Aggregate(cancellation, out RunTotals totals);
            result.Write(format, output, options, cancellation);
            End(totals, result);
            return;
        }

        RowLayout layout = LayoutOf(format.HoldsArrowTypes ? RowForm.AsTheyCame : RowForm.AsComputed);
        using IEnumerator<RecordBatch> rows = Rows(layout, cancellation).GetEnumerator();

        // who waits for a pipe's next rows can't be called off when the output fails
        int threads = _source.OnlyOnce ? 1 : _options.ThreadCount;
        new ResultWriter(format, layout.Schema, _options).Write(output, options, rows, threads, cancellation);
    }

    // Says that no more rows are wanted.
    public void Stop() => _isEnough = true;

    // Says that Stop may be called, so that nothing is read before it is asked for.
    public void MayStop()
    {
        _mayStop = true;
        if (!_bound.Plan.IsAggregation)
        {
            _before?.MayStop();
        }
    }

    // Makes sure that what was looked at is still what is there, where the plan is all that is wanted.
    // throws InputException: An input was changed.
    public void CheckInputs() => _source.CheckUnchanged();

    public void Dispose()
    {
        foreach (TableLookup lookup in _bound.Lookups)
        {
            lookup.Table.Dispose();
        }

        Rejects?.Dispose();
        _rejects?.Dispose();
        _source.Dispose();
    }

    private RowLayout LayoutOf(RowForm form) =>
        form == RowForm.AsTheyCame ? RowsAsTheyCame : RowLayout.Of(_bound, _source.ArrowFields, form);

    // of a spilled result batches are made when they are asked for
    private IEnumerable<RecordBatch> Aggregated(CancellationToken cancellation)
    {
        AggregationResult result = Aggregate(cancellation, out RunTotals totals);
        IEnumerable<RecordBatch> batches = Ended(result, totals, cancellation);
        if (result.SpilledBytes is not null)
        {
            return batches;
        }

        batches = batches.ToList();
        IsResultThere = true;
        return batches;
    }

    private IEnumerable<RecordBatch> Ended(AggregationResult result, RunTotals totals, CancellationToken cancellation)
    {
        using (result)
        {
            foreach (RecordBatch batch in result.ToBatches(cancellation))
            {
                yield return batch;
                if (_isEnough)
                {
                    break;
                }
            }

            End(totals, result);
        }
    }

    // Reads everything.
    private AggregationResult Aggregate(CancellationToken cancellation, out RunTotals totals)
    {
        _clock.Start();
        RejectLog log = new(Plan.OnError, _rejects);
        using ScanRun run = ScanToEnd(log, out SpilledGroups groups, cancellation);
        try
        {
            totals = run.Totals with { BytesRead = _source.LengthBytes ?? run.Totals.BytesRead };
            Finish(Request(log, exact: true), totals, 0, run.Notes);
            if (groups.IsEmpty)
            {
                return new HeldResult(_bound, run.Flush(), _options, PaneRows.Of, _budget);
            }

            run.SpillRest();
            return new SpilledResult(_bound, groups, _options, _budget, cancellation);
        }
        catch
        {
            groups.Dispose();
            throw;
        }
    }

    private void End(in RunTotals totals, AggregationResult result)
    {
        Summary = Summary with
        {
            ResultRows = result.Rows,
            SpilledBytes = result.SpilledBytes ?? 0,
            Elapsed = _clock.Elapsed,
            Notes = [.. Summary.Notes, .. LeftOutNotes(result.LeftOut)],
        };
        _progress.End(totals);
    }


    private IEnumerable<MessageText> LeftOutNotes(IReadOnlyList<StepsLeftOut?> leftOut) =>
        leftOut.Any(static left => left is not null) ? SeriesFindings.Notes(_bound, leftOut) : [];

    // a guessed border that proved wrong spoils everything behind it, so the whole scan is done again with exact ones
    private ScanRun ScanToEnd(RejectLog log, out SpilledGroups spilled, CancellationToken cancellation)
    {
        for (bool exact = false; ; exact = true)
        {
            FillTables(cancellation);
            spilled = new SpilledGroups(_bound.Scan, _options.TempPath, _budget);
            ScanRun run = new(_bound.Scan, _source, Request(log, exact), _options.ThreadCount, _progress, _budget, spilled.Add);
            try
            {
                if (run.ToEnd(cancellation))
                {
                    return run;
                }
            }
            catch (InputException)
            {
                // an input that was changed meanwhile may be what is wrong with it
                run.Dispose();
                spilled.Dispose();
                _source.CheckUnchanged();
                throw;
            }
            catch
            {
                run.Dispose();
                spilled.Dispose();
                throw;
            }

            run.Dispose();
            spilled.Dispose();
            log.Clear();
        }
    }

    private IEnumerable<RecordBatch> Rows(RowLayout layout, CancellationToken cancellation)
    {
        _clock.Start();
        RejectLog log = new(Plan.OnError, _rejects);
        ScanRequest request = Request(log, exact: true) with
        {
            Columns = layout.Scanned,
            Positions = true,
            InOrder = true,
            Passed = layout.Passed,
        };
        FillTables(cancellation);
        using RowOutput rows = new(_bound, _source, request, layout.Schema, RowThreads, _progress);
        long count = 0;
        while (Next(rows, cancellation) is { } batch)
        {
            count += batch.Length;
            yield return batch;
        }

        if (rows.IsFull)
        {
            _before?.Finish();
        }

        rows.CloseInput();

        // at the limit more was read than came out: what is behind it was not met
        RunTotals totals = rows.IsFull
            ? rows.Totals with { RowsAccepted = count, RowsRead = count + log.Count + rows.Totals.RowsFiltered }
            : rows.Totals with { BytesRead = _source.LengthBytes ?? rows.Totals.BytesRead };
        Finish(request, totals, count, rows.Notes, rows.IsFull);
        _progress.End(totals);
    }

    // who waits for a pipe's next rows has those before at once
    private int RowThreads => _mayStop || _source.OnlyOnce ? 1 : _options.ThreadCount;

    // What rows are joined with is there before them.
    private void FillTables(CancellationToken cancellation)
    {
        foreach (TableLookup lookup in _bound.Lookups)
        {
            lookup.Table.Fill(cancellation);
            lookup.Table.ForgetCounts();
        }
    }

    private RecordBatch? Next(RowOutput rows, CancellationToken cancellation)
    {
        if (_isEnough)
        {
            rows.Stop();
        }

        try
        {
            return rows.Next(cancellation);
        }
        catch (InputException)
        {
            _source.CheckUnchanged();
            throw;
        }
    }

    // Rejects with their lines, of inputs that are still what was read.
    private IEnumerable<Reject> Resolve(IEnumerable<Reject> rejects)
    {
        foreach (Reject reject in _source.ResolveLines(rejects))
        {
            yield return reject;
        }

        _source.CheckUnchanged();
    }

    private ScanRequest Request(RejectLog log, bool exact) => new(
        _bound.Scanned,
        log,
        _options.BatchRows,
        _options.MorselBytes,
        RequiredTime: _bound.Windows is not null && _bound.Time < _bound.SourceColumns ? _bound.Time : -1,
        ExactBorders: exact,
        Positions: _bound.AsksPositions);

    private void Finish(ScanRequest request, in RunTotals totals, long resultRows, IReadOnlyList<MessageText> notes, bool isFull = false)
    {
        _source.CheckUnchanged();
        RejectLog log = request.Log;
        RejectVerdict verdict = new(_bound, _source, _options, request);
        if (!isFull && log.First is { } first)
        {
            InputException failure = verdict.Failure(first);
            _source.CheckUnchanged();
            throw failure;
        }

        if (_options.RejectsPath is { } path)
        {
            Rejects = RejectWriter.Write(path, Resolve(_rejects?.InOrder() ?? []), _source.Files);
        }

        Summary = new RunSummary
        {
            RowsRead = totals.RowsRead,
            RowsAccepted = totals.RowsAccepted,
            RowsRejected = log.Count,
            RowsFiltered = totals.RowsFiltered,
            FieldsMadeNull = totals.FieldsMadeNull,
            NullValues = totals.NullValues,
            ResultRows = resultRows,
            BytesRead = totals.BytesRead,
            Elapsed = _clock.Elapsed,
            Notes = [.. Notes, .. notes, .. _bound.Lookups.Select(static lookup => lookup.Table.Note).OfType<MessageText>()],
        };
        CheckRejects(verdict, totals.RowsRead);
    }

    // the rows that were rejected are kept though there is no result: they say why
    private void CheckRejects(RejectVerdict verdict, long rowsRead)
    {
        try
        {
            verdict.Check(Summary.RowsRejected, rowsRead);
        }
        catch (InputException)
        {
            Rejects?.Commit();
            throw;
        }
    }
}
