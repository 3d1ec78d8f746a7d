using System.Diagnostics;
using System.Globalization;
using System.Text;
using Apache.Arrow;
using TelemetryEngine.Columns;
using TelemetryEngine.Execution.Flows;
using TelemetryEngine.Execution.Joins;
using TelemetryEngine.Execution.Planning;
using TelemetryEngine.Execution.Results;
using TelemetryEngine.Formats;
using TelemetryEngine.Quoting;

namespace TelemetryEngine.Execution;

// A plan bound to its inputs and ready to run: once, to a Table, batch by batch or to a stream. Each stage reads the result of the one
// before it; a plan of one stage is that stage.
internal sealed class Executor : IDisposable
{
    private readonly Plan _plan;
    private readonly bool _readsFiles;
    private readonly RunOptions _options;
    private readonly SideFiles _files;
    private readonly ExpressionReader _expressions;
    private readonly List<StageRun> _runs = [];
    private readonly List<PlanStage> _stages = [];
    private readonly List<RowFlow> _flows = [];
    private readonly SortedList<int, Executor> _inputs = [];
    private readonly List<RowsAhead> _ahead = [];
    private readonly HashSet<int> _uniqueKeys = [];
    private readonly bool _isRun;
    private readonly Stopwatch _clock = new();
    private RunTrace? _trace;
    private CancellationToken _cancellation;
    private RowFlow _last = null!;
    private long _resultRows;

    private Executor(Plan plan, PipelineInput? input, RunOptions options, SideFiles files, bool isRun)
    {
        _files = files;
        _expressions = new ExpressionReader(files, Zones.Label(plan.Time?.InputZone ?? plan.Time?.Zone));
        _plan = plan;
        _isRun = isRun;
        _options = options;
        _readsFiles = input is null or { TellsFormat: true };
    }

    // The plan with everything chosen and frozen in.
    public Plan Plan
    {
        get
        {
            Plan plan = PlanStages.Join(_plan, _stages);
            Queue<Executor> inputs = new(_inputs.Values);
            return plan with
            {
                Steps = [.. plan.Steps.Select(step => step is InputStep taking ? taking with { Input = inputs.Dequeue().Plan } : step)],
            };
        }
    }

    // All columns of the input.
    public ColumnSchema InputSchema => _runs[0].InputSchema;

    // The files that are read, of all inputs and by functions. A pipe or batches of the program are none.
    public IReadOnlyList<string> InputPaths =>
        [.. _readsFiles ? _plan.Source.Paths : [], .. _inputs.Values.SelectMany(static input => input.InputPaths), .. _files.Paths];

    // What was found worth saying when the inputs were looked at.
    public IReadOnlyList<MessageText> Notes =>
        [.. _runs.SelectMany(static run => run.Notes), .. _inputs.Values.SelectMany(static input => input.Notes)];

    // The columns of the result, known before the run: the very object that the batches of Batches have.
    public Schema ResultSchema => _last.Schema;

    // What the run met; to be read when it has ended, also when Batches was used.
    public RunSummary Summary { get; private set; } = new();

    // True once every batch of the result is made.
    public bool IsResultThere => IsOneStage && _runs[0].IsResultThere;

    // The file of rejected rows, written and not yet to be seen; null where none is wanted or the input is not read to its end. Run and
    // Batches commit it themselves.
    public OutputFile? Rejects => _runs[0].Rejects;

    // throws PlanException: The plan does not fit the input; where it has several steps, the message names the one.
    // throws InputException: The input can't be opened, or can't be read where a pivot's columns are to be found.
    // isRun: Whether it is opened to run: the other inputs of joins are read then.
    // cancellation: Ends that.
    public static Executor Open(
        Plan plan, PipelineInput? input, RunOptions options, bool isRun, CancellationToken cancellation = default)
    {
        MemoryBudget budget = new(options.MemoryBytes);
        return Open(plan, input, options, new SideFiles(options, budget), budget, outer: null, isRun, cancellation);
    }

    private static Executor Open(
        Plan plan,
        PipelineInput? input,
        RunOptions options,
        SideFiles files,
        MemoryBudget budget,
        ScanPlan? outer,
        bool isRun,
        CancellationToken cancellation)
    {
        Executor executor = new(plan, input, options, files, isRun) { _cancellation = cancellation };
        try
        {
            foreach (PlanStage stage in PlanStages.Cut(executor.WithOpenJoins(budget), outer))
            {
                executor.Add(stage, input, budget);
            }

            return executor;
        }
        catch
        {
            executor.Dispose();
            throw;
        }
    }

    // The columns of the result in a form, which only rows of the input that are not aggregated have a choice of.
    public Schema SchemaOf(RowForm form) => IsOneStage ? _runs[0].SchemaOf(form) : _last.Schema;

    // Runs the plan to its end.
    public Table Run(CancellationToken cancellation)
    {
        List<RecordBatch> batches = [.. Batches(cancellation)];
        return new Table(ResultSchema, batches, Summary);
    }

    // Runs the plan and hands out result batches: as they are read where rows are not aggregated, in the end where they are.
    public IEnumerable<RecordBatch> Batches(CancellationToken cancellation, RowForm form = RowForm.AsTheyCame)
    {
        Start(cancellation);
        return Ended(IsOneStage ? _runs[0].Batches(cancellation, form) : _last.Read(cancellation));
    }

    // Runs the plan and writes its result, formatted by all threads. The caller commits Rejects with the result.
    // throws OutputException: The output failed.
    // throws PlanException: The format does not hold a column's type.
    public void Write(Format format, Stream output, WriterOptions options, CancellationToken cancellation)
    {
        Start(cancellation);
        if (_last is StageFlow)
        {
            _runs[^1].Write(format, output, options, cancellation);
            _resultRows = _runs[^1].Summary.ResultRows;
        }
        else
        {
            using IEnumerator<RecordBatch> batches = Counted(_last.Read(cancellation)).GetEnumerator();

            // who waits for a pipe's next rows can't be called off when the output fails
            int threads = _runs[0].IsReadOnce ? 1 : _options.ThreadCount;
            new ResultWriter(format, _last.Schema, _options).Write(output, options, batches, threads, cancellation);
        }

        End();
    }

    private void Explain(StringBuilder text, string indent, IReadOnlyList<PlanStep> steps)
    {
        SourcePlan source = _stages[0].Scan.Source;
        string from = source.Paths.Count == 0 ? "batches" : string.Join(", ", source.Paths);
        text.Append(indent).Append("read ").Append(VisibleText.Of(from)).Append(source.Format == "memory" ? "" : $" ({source.Format})").Append('\n');
        Columns(text, indent, InputSchema.Columns);
        for (int i = 0; i < _stages.Count; i++)
        {
            int behind = i + 1 < _stages.Count ? _stages[i + 1].First : steps.Count + 1;
            for (int number = _stages[i].First; number < behind; number++)
            {
                PlanStep step = steps[number - 1];
                text.Append(indent).Append(CultureInfo.InvariantCulture, $"{number} {VisibleText.Of(StepText.Of(step))}");
                text.Append(_uniqueKeys.Contains(number) ? ", but its keys are unique: each row finds one at most\n" : "\n");
                if (step is InputStep)
                {
                    _inputs[number].Explain(text, indent + "    ", _inputs[number].Plan.Steps);
                }

                if (number == behind - _stages[i].Then.Count - 1)
                {
                    Columns(text, indent, ArrowTypes.ToColumns(_runs[i].ResultSchema).Columns);
                    Met(text, indent, _runs[i].Summary);
                }
            }
        }

        if (_last is not StageFlow)
        {
            text.Append(indent).Append("result\n");
            Columns(text, indent, ArrowTypes.ToColumns(_last.Schema).Columns);
        }
    }

    private static void Columns(StringBuilder text, string indent, IReadOnlyList<Column> columns) => text.Append(indent).Append("  → ")
        .AppendJoin(", ", columns.Select(static column => $"{VisibleText.Of(column.Name)} {column.Type}")).Append('\n');

    private static void Met(StringBuilder text, string indent, RunSummary summary)
    {
        if (summary.Elapsed > TimeSpan.Zero)
        {
            text.Append(indent).Append(
                CultureInfo.InvariantCulture,
                $"  {summary.RowsRead:N0} rows read, {summary.RowsFiltered:N0} filtered, {summary.RowsRejected:N0} rejected, {summary.ResultRows:N0} of result, {summary.Elapsed.TotalSeconds:F3} s\n");
        }
    }

    private bool IsOneStage => _runs.Count == 1 && _last is StageFlow;

    // The steps of the plan for people: a line for each, the columns behind each stage, and what a run met where it has ended.
    public string Explain()
    {
        StringBuilder text = new();
        Explain(text, "", Plan.Steps);
        return text.ToString();
    }

    // Makes sure that what was looked at is still what is there, where the plan is all that is wanted.
    // throws InputException: An input was changed.
    public void CheckInputs()
    {
        _runs[0].CheckInputs();
        foreach (Executor input in _inputs.Values)
        {
            input.CheckInputs();
        }
    }

    public void Dispose()
    {
        _runs.ForEach(static run => run.Dispose());
        _ahead.ForEach(static rows => rows.Dispose());
        foreach (Executor input in _inputs.Values)
        {
            input.Dispose();
        }

        _trace?.Dispose();
    }

    private void Add(PlanStage stage, PipelineInput? input, MemoryBudget budget)
    {
        RowFlow before = _last;
        StageRun run = _runs.Count == 0
            ? StageRun.Open(stage.Scan, input, _options, _expressions, budget)
            : AtStep(stage.First, "", () => StageRun.Open(stage.Scan, InputOf(before, stage.First - 1), LaterOptions, _expressions, budget));
        _runs.Add(run);
        _stages.Add(stage with { Scan = run.Plan });
        _last = new StageFlow(run);
        List<NumberedStep> then = [];
        foreach ((PlanStep step, int number) in stage.Then)
        {
            RowFlow rows = _last;
            _last = AtStep(number, step is UnionStep ? "union" : "", () => FlowOf(rows, step, number, budget));
            _flows.Add(_last);
            then.Add(new NumberedStep(_last is PivotFlow pivot ? pivot.Step : step, number));
        }

        _stages[^1] = _stages[^1] with { Then = then };
    }

    private RowFlow FlowOf(RowFlow rows, PlanStep step, int number, MemoryBudget budget)
    {
        switch (step)
        {
            case SortStep sort: return new SortedFlow(rows, sort, _options, budget);
            case TopStep top: return new SortedFlow(rows, top, _options, budget);
            case LimitStep limit: return new LimitFlow(rows, limit);
            case DedupStep dedup: return new DedupFlow(rows, dedup, number, _options, budget);
            case UnionStep union: return new UnionFlow(rows, OpenInput(union, number, budget, _stages[0].Scan)._last);
            case OpenJoin join: return new JoinFlow(rows, join, _plan.Time?.Zone, _options);
            case OverStep over: return new OverFlow(rows, over, number, _expressions, _options, budget);
            case PivotStep pivot: return PivotOf(rows, pivot, number, budget);
            default: throw new ArgumentException($"{step.GetType().Name} needs no rows but its own", nameof(step));
        }
    }

    // A pivot may read what comes before at once; that is a part of the run.
    private PivotFlow PivotOf(RowFlow rows, PivotStep pivot, int number, MemoryBudget budget)
    {
        _clock.Start();
        PivotFlow flow = new(rows, pivot, number, _options, budget, _cancellation);
        _clock.Stop();
        return flow;
    }

    private Executor OpenInput(InputStep step, int number, MemoryBudget budget, ScanPlan outer)
    {
        Executor other = Open(step.Input, step.Memory, LaterOptions, _files, budget, outer, _isRun, _cancellation);
        _inputs.Add(number, other);
        return other;
    }

    private Plan WithOpenJoins(MemoryBudget budget) =>
        _plan with { Steps = [.. _plan.Steps.Select((step, i) => step is TableJoinStep join ? OpenJoin(join, i + 1, budget) : step)] };

    private OpenJoin OpenJoin(TableJoinStep join, int number, MemoryBudget budget)
    {
        // keys compare as written on both sides
        string[] keys = [.. join.On.Select(static key => key.Other ?? key.Column)];
        Executor other = OpenInput(join, number, budget, new ScanPlan { Keys = keys });
        string name = join.Input.Source.Paths is [not "-" and var path, ..] ? path : "the other input";
        OpenJoin open = new(join, new JoinInput(name, other._last.Schema, other._last.Read, budget));
        return _isRun && !open.IsOnRows && IsBeforePass(number) ? LookAhead(open, number) : open;
    }

    // Whether rows go through another pass behind a step: only there is it worth a look whether the step can be a part of the one before.
    private bool IsBeforePass(int number) =>
        _plan.Steps.Skip(number).Any(static step => step is not TableJoinStep && !PlanStages.IsOnResult(step));

    private OpenJoin LookAhead(OpenJoin join, int number)
    {
        _clock.Start();
        RowsAhead rows = new(join.Input, join.Step.On, _cancellation);
        _clock.Stop();
        _ahead.Add(rows);
        if (rows.HasUniqueKeys)
        {
            _uniqueKeys.Add(number);
        }

        return join with { Input = rows.Input, HasUniqueKeys = rows.HasUniqueKeys };
    }

    // What only the first input of a plan is asked for is left out.
    private RunOptions LaterOptions => _options with { RejectsPath = null, Progress = null, Inputs = null, ShowsTime = false };

    private PipelineInput InputOf(RowFlow rows, int step) =>
        new(Batches: new FlowInput(rows, $"the result of step {step}", () => _cancellation));

    private static T AtStep<T>(int number, string kind, Func<T> make)
    {
        try
        {
            return make();
        }
        catch (PlanException e)
        {
            throw new PlanException($"step {number}{(kind.Length == 0 ? "" : $", {kind}")}: {e}", e.Notes) { Unknown = e.Unknown };
        }
    }

    private void Start(CancellationToken cancellation)
    {
        _cancellation = cancellation;
        _clock.Start();
        _trace = new RunTrace(Plan, _options.Logger);
    }

    private IEnumerable<RecordBatch> Ended(IEnumerable<RecordBatch> batches)
    {
        foreach (RecordBatch batch in Counted(batches))
        {
            yield return batch;
        }

        End();
        Rejects?.Commit();
    }

    private IEnumerable<RecordBatch> Counted(IEnumerable<RecordBatch> batches)
    {
        foreach (RecordBatch batch in batches)
        {
            _resultRows += batch.Length;
            yield return batch;
        }
    }

    private void End()
    {
        RunSummary read = _runs[0].Summary;
        RunSummary[] later = [.. _runs.Skip(1).Select(static run => run.Summary)];
        RunSummary[] others = [.. _inputs.Values.Select(static input => input.EndInput())];
        Summary = read with
        {
            RowsRead = read.RowsRead + others.Sum(static other => other.RowsRead),
            RowsAccepted = read.RowsAccepted + others.Sum(static other => other.RowsAccepted),
            RowsRejected = read.RowsRejected + others.Sum(static other => other.RowsRejected),
            RowsFiltered = read.RowsFiltered + others.Sum(static other => other.RowsFiltered),
            FieldsMadeNull = read.FieldsMadeNull + others.Sum(static other => other.FieldsMadeNull),
            NullValues = read.NullValues + others.Sum(static other => other.NullValues),
            BytesRead = read.BytesRead + others.Sum(static other => other.BytesRead),
            ResultRows = _resultRows,
            SpilledBytes = read.SpilledBytes + later.Concat(others).Sum(static run => run.SpilledBytes)
                + _flows.Sum(static flow => flow.SpilledBytes),
            Elapsed = _clock.Elapsed,
            Notes =
            [
                .. read.Notes, .. later.SelectMany(static run => run.Notes), .. others.SelectMany(static other => other.Notes),
                .. _flows.Select(static flow => flow.Note).OfType<MessageText>(), .. LaterRejects(),
            ],
        };
        _trace?.End(Summary);
    }

    // An input of a step is read by the step.
    private RunSummary EndInput()
    {
        _clock.Start();
        End();
        return Summary;
    }

    private IEnumerable<MessageText> LaterRejects()
    {
        for (int i = 1; i < _runs.Count; i++)
        {
            if (_runs[i].Summary.RowsRejected is > 0 and long rows)
            {
                yield return Message.Of(
                    $"step {_stages[i].First} and those behind it left out {rows:N0} row{(rows == 1 ? "" : "s")} of the result before, which {(rows == 1 ? "has" : "have")} no value there");
            }
        }
    }
}
