using System.IO.Pipelines;
using System.Runtime.CompilerServices;
using Apache.Arrow;
using TelemetryEngine.Execution;
using TelemetryEngine.Sources;

namespace TelemetryEngine;

// What a plan can't say as data: an input that lives in the program.
// Reader: A pipe, for the path -.
// Batches: Batches, or what they are made of.
// Text: Text, for the path -.
// TellsFormat: True where the files' first bytes say which format they have, and not the plan.
internal sealed record PipelineInput(PipeReader? Reader = null, BatchInput? Batches = null, byte[]? Text = null, bool TellsFormat = false);

/// <summary>
/// Read, then steps in the order in which they are written: derive, where, window and group and aggregate, sort and so on, any number of
/// times. A pipeline is immutable: each method returns a new one that says one thing more, and nothing is read before one of the methods that run it: <c>ToTable</c>, <c>ToBatches</c> and the like. <see cref="ToPlan"/>
/// only shows what would run.
/// </summary>
public sealed partial class Pipeline
{
    private readonly Plan _plan;
    private readonly PipelineInput? _input;
    private readonly RunOptions _options;
    private readonly Func<PlanException, PlanException>? _place;

    // place: Tells of an error where in the text that the plan was made of its cause stands.
    internal Pipeline(
        Plan plan, PipelineInput? input = null, RunOptions? options = null, Func<PlanException, PlanException>? place = null)
    {
        _place = place;
        _plan = plan;
        _input = input;
        _options = options ?? new RunOptions();
    }

    /// <summary>
    /// Names the type of columns, such as <c>("power_w", "float64")</c>, instead of having it inferred. Of a column that is named again the
    /// last type counts.
    /// </summary>
    public Pipeline Schema(params (string Name, string Type)[] columns)
    {
        IEnumerable<SchemaColumn> others =
            _plan.Source.Declared.Where(declared => !Array.Exists(columns, column => column.Name == declared.Name));
        return With(
            _plan with
            {
                Source = _plan.Source with
                {
                    Declared = [.. others,
                .. columns.Select(static column => new SchemaColumn(column.Name, column.Type))]
                }
            });
    }

    /// <summary>Turns a wide table into readings: each row becomes one for each of the columns, with the column's name and its value. Names
    /// that are times of day (<c>00:15</c>, <c>H1</c>) are joined to the date of the row, names that are months or dates are
    /// times.</summary>
    /// <param name="columns">Names, patterns such as <c>kwh_*</c>, and ranges <c>FIRST..LAST</c> in the order of the table.</param>
    /// <param name="namesTo">The column that gets the names.</param>
    /// <param name="valuesTo">The column that gets the values.</param>
    public Pipeline Unpivot(IReadOnlyList<string> columns, string namesTo = "name", string valuesTo = "value") =>
        Then(new UnpivotStep { Columns = columns, NamesTo = namesTo, ValuesTo = valuesTo });

    /// <summary>Turns a wide table into readings.</summary>
    public Pipeline Unpivot(UnpivotStep unpivot) => Then(unpivot);

    /// <summary>Adds a step behind the others. The methods of the steps' names do that too.</summary>
    public Pipeline Then(PlanStep step)
    {
        ArgumentNullException.ThrowIfNull(step);
        return With(_plan with { Steps = [.. _plan.Steps, step] });
    }

    /// <summary>Names the event time. Without it, it is the only timestamp column.</summary>
    public Pipeline Time(string column, string? format = null, string? zone = null) =>
        Time(new TimePlan { Column = column, Format = format, Zone = zone });

    /// <summary>Names the event time.</summary>
    public Pipeline Time(TimePlan time) => With(_plan with { Time = time });

    /// <summary>Adds a computed column behind the others.</summary>
    public Pipeline Derive(string name, string expression) => Then(new DeriveStep(name, expression));

    /// <summary>Keeps the rows for which the expression is true. Behind an aggregation they are its rows.</summary>
    public Pipeline Where(string expression) => Then(new WhereStep(expression));

    /// <summary>Keeps the rows with from ≤ time &lt; to.</summary>
    public Pipeline Between(DateTimeOffset? from, DateTimeOffset? to) => Then(new BetweenStep { From = Iso(from), To = Iso(to) });

    /// <summary>Says which columns there are from here on: names, <c>*</c> for all others, or expressions with a name behind <c>as</c>,
    /// such as <c>"power_w / 1000 as kw"</c>.</summary>
    public Pipeline Select(params string[] columns)
    {
        ArgumentNullException.ThrowIfNull(columns);
        return Then(new SelectStep { Columns = [.. columns.Select(SelectColumn.Parse)] });
    }

    /// <summary>Gives a column another name.</summary>
    public Pipeline Rename(string column, string to) => Then(new RenameStep(column, to));

    /// <summary>Leaves columns out.</summary>
    public Pipeline Drop(params string[] columns) => Then(new DropStep { Columns = columns });

    /// <summary>Rounds numbers, halves away from zero.</summary>
    /// <param name="digits">How many digits are kept behind the point, 0 to 15.</param>
    /// <param name="columns">The columns; none = all that hold numbers with fractions.</param>
    public Pipeline Round(int digits, params string[] columns) => Then(new RoundStep(digits) { Columns = columns });

    /// <summary>Groups by windows of time, such as <c>Tumbling.Every(TimeSpan.FromHours(1))</c>. Behind the aggregates of a step it begins
    /// the next aggregation.</summary>
    public Pipeline Window(WindowPlan window) => Aggregating(step => step with { Window = window });

    /// <summary>Groups by the values of columns of any scalar type; null is a group of its own. Behind the aggregates of a step it begins
    /// the next aggregation.</summary>
    public Pipeline GroupBy(params string[] columns) => Aggregating(step => step with { GroupBy = [.. step.GroupBy, .. columns] });

    /// <summary>Names the columns that, with the keys, tell series apart: aggregates that go from reading to reading (<c>increase</c>,
    /// <c>integral</c> …) are computed for each series and then combined to the group's. Without it a group is one series.</summary>
    public Pipeline Series(params string[] columns) => Aggregating(step => step with { Series = [.. step.Series, .. columns] });

    /// <summary>
    /// Computes aggregates for each group, such as <c>Aggregate.Avg("power_w")</c>. Without any, every numeric column is averaged.
    /// </summary>
    public Pipeline Aggregate(params AggregatePlan[] aggregates) =>
        Aggregating(step => step with { Aggregates = [.. step.Aggregates, .. aggregates] }, goesOn: true);

    /// <summary>
    /// Gives the result of the aggregation a row for every window of every key: between the key's first and last, or over the range of
    /// <see cref="Between"/>.
    /// </summary>
    /// <param name="mode">What stands where there is no value: <c>null</c>, <c>previous</c>, <c>linear</c> or a value such as
    /// <c>0</c>.</param>
    /// <param name="column">The result column that it is for; null = all aggregates that have none of their own.</param>
    public Pipeline Fill(string mode = "null", string? column = null) =>
        Aggregating(step => step with { Fill = [.. step.Fill, new FillPlan(column, mode)] }, goesOn: true);

    /// <summary>Keeps one row of those that are alike in some columns.</summary>
    /// <param name="keep">Which one: <c>first</c>, <c>last</c>, or <c>error</c>: there may be one only.</param>
    /// <param name="columns">The columns; none = all.</param>
    public Pipeline Dedup(string keep = "first", params string[] columns) => Then(new DedupStep { Keep = keep, Columns = columns });

    /// <summary>Sorts the rows by columns: each a name, with <c>desc</c> and <c>nulls first</c> behind it where that is meant. Rows that
    /// are equal keep their order.</summary>
    public Pipeline Sort(params string[] columns)
    {
        ArgumentNullException.ThrowIfNull(columns);
        return Then(new SortStep { By = [.. columns.Select(SortColumn.Parse)] });
    }

    /// <summary>Keeps the first rows of each group in an order, such as <c>Top(3, ["power_w desc"], "device_id")</c>.</summary>
    /// <param name="rows">How many.</param>
    /// <param name="by">The order, as <see cref="Sort"/> takes it.</param>
    /// <param name="per">The columns that make groups; none = all rows are one.</param>
    public Pipeline Top(long rows, IReadOnlyList<string> by, params string[] per)
    {
        ArgumentNullException.ThrowIfNull(by);
        return Then(new TopStep { Rows = rows, By = [.. by.Select(SortColumn.Parse)], Per = per });
    }

    /// <summary>Keeps some rows from the front.</summary>
    /// <param name="rows">How many.</param>
    /// <param name="offset">How many are left out before them.</param>
    public Pipeline Limit(long rows, long offset = 0)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(rows);
        ArgumentOutOfRangeException.ThrowIfNegative(offset);
        return Then(new LimitStep(rows, offset));
    }

    /// <summary>Says what happens to rows that can't be read; by default the run stops.</summary>
    public Pipeline OnError(ErrorPolicy policy) => With(_plan with { OnError = policy });

    /// <summary>Says how to run: threads, memory, progress.</summary>
    public Pipeline With(RunOptions options) => new(_plan, _input, options, _place);

    /// <summary>
    /// Looks at the input and gives the whole plan: types inferred, time column and names chosen. Reads a sample, runs nothing; but what
    /// comes before a <see cref="PivotStep"/> that does not name its columns is run, and its columns are in the plan.
    /// </summary>
    /// <exception cref="PlanException">The plan does not fit the input, or has a function of the program, which is no data.</exception>
    /// <exception cref="InputException">The input can't be read.</exception>
    public Plan ToPlan()
    {
        ProgramFunctions.Refuse(_plan);
        using Executor executor = Look();
        executor.CheckInputs();
        return executor.Plan;
    }

    /// <summary>
    /// The steps for people: a line for each with its number, and behind each stage, which is what goes through the rows at once, the
    /// columns that it gives.
    /// </summary>
    /// <param name="analyze">True runs the pipeline too, and tells the rows and the time of each stage; the result is thrown away. False
    /// reads a sample and runs nothing.</param>
    /// <param name="cancellation">Ends the run.</param>
    /// <exception cref="PlanException">The plan does not fit the input.</exception>
    /// <exception cref="InputException">The input can't be read, or has a row that can't be.</exception>
    public string Explain(bool analyze = false, CancellationToken cancellation = default)
    {
        if (!analyze)
        {
            using Executor looked = Look(cancellation);
            looked.CheckInputs();
            return looked.Explain();
        }

        using Executor executor = Open(cancellation);

        foreach (RecordBatch batch in executor.Batches(cancellation))
        {
            batch.Dispose();
        }

        return executor.Explain();
    }

    /// <summary>Runs the pipeline and waits for its result.</summary>
    /// <exception cref="PlanException">The plan does not fit the input.</exception>
    /// <exception cref="InputException">The input can't be read, or has a row that can't be.</exception>
    /// <exception cref="RunException">A result does not fit its type, or the states do not fit the memory.</exception>
    public Table ToTable(CancellationToken cancellation = default)
    {
        using Executor executor = Open(cancellation);
        return executor.Run(cancellation);
    }

    /// <summary>Runs the pipeline on other threads.</summary>
    public Task<Table> ToTableAsync(CancellationToken cancellation = default) => Task.Run(() => ToTable(cancellation), cancellation);

    /// <summary>Runs the pipeline and hands out its result batch by batch. Rows that are not aggregated come while the input is read, in
    /// its order; each such batch is the caller's to dispose.</summary>
    public IEnumerable<RecordBatch> ToBatches(CancellationToken cancellation = default)
    {
        using Executor executor = Open(cancellation);
        foreach (RecordBatch batch in executor.Batches(cancellation))
        {
            yield return batch;
        }
    }

    /// <summary>As <see cref="ToBatches"/>, without blocking the caller's thread.</summary>
    public async IAsyncEnumerable<RecordBatch> ToBatchesAsync([EnumeratorCancellation] CancellationToken cancellation = default)
    {
        using IEnumerator<RecordBatch> batches = ToBatches(cancellation).GetEnumerator();
        while (await Task.Run(batches.MoveNext, cancellation).ConfigureAwait(false))
        {
            yield return batches.Current;
        }
    }

    // The plan as it was written.
    internal Plan Written => _plan;

    // The columns of the result.
    // throws PlanException: The plan does not fit the input.
    internal IReadOnlyList<string> ColumnNames()
    {
        using Executor executor = Look();
        return [.. executor.ResultSchema.FieldsList.Select(static field => field.Name)];
    }

    // The only column of the result that is a time; null where there is none, or several.
    internal string? OnlyTime()
    {
        using Executor executor = Look();
        string[] times = [.. executor.ResultSchema.FieldsList.Where(static field => field.DataType is Apache.Arrow.Types.TimestampType)
            .Select(static field => field.Name)];
        return times is [var time] ? time : null;
    }

    // Ready to run.
    internal Executor Open(CancellationToken cancellation = default) => Open(_plan, _options, isRun: true, cancellation);

    // For a look at the columns and at what is chosen: other inputs of joins are not read.
    internal Executor Look(CancellationToken cancellation = default) => Open(_plan, _options, isRun: false, cancellation);

    private Executor Open(Plan plan, RunOptions options, bool isRun, CancellationToken cancellation = default)
    {
        Executor executor = Bound(plan, options, isRun, cancellation);
        foreach (MessageText note in options.Notes is null ? [] : executor.Notes)
        {
            options.Notes!.Report(note);
        }

        return executor;
    }

    private Executor Bound(Plan plan, RunOptions options, bool isRun, CancellationToken cancellation)
    {
        try
        {
            return Executor.Open(plan, _input, options, isRun, cancellation);
        }
        catch (PlanException e) when (_place is not null)
        {
            throw _place(e);
        }
    }

    // An instant as plans write it.
    [return: System.Diagnostics.CodeAnalysis.NotNullIfNotNull(nameof(instant))]
    internal static string? Iso(DateTimeOffset? instant) =>
        instant?.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss.FFFFFFF'Z'", System.Globalization.CultureInfo.InvariantCulture);

    // The same with errors that tell of a text.
    internal Pipeline Placed(Func<PlanException, PlanException> place) => new(_plan, _input, _options, place);

    private Pipeline With(Plan plan) => new(plan, _input, _options, _place);

    // What an aggregation groups by comes before its aggregates: behind them it belongs to the next one.
    private Pipeline Aggregating(Func<AggregateStep, AggregateStep> change, bool goesOn = false)
    {
        AggregateStep? last = _plan.Steps.Count > 0 ? _plan.Steps[^1] as AggregateStep : null;
        return last is not null && (goesOn || last.Aggregates.Count == 0)
            ? With(_plan with { Steps = [.. _plan.Steps.SkipLast(1), change(last)] })
            : Then(change(new AggregateStep()));
    }
}
