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
/// Read → derive → filter → window → group → aggregate → result. A pipeline is immutable: each step returns a new one that says one thing
/// more, and nothing is read before one of the methods that run it: <c>ToTable</c>, <c>ToBatches</c> and the like. <see cref="ToPlan"/>
/// only shows what would run.
/// </summary>
public sealed partial class Pipeline
{
    private readonly Plan _plan;
    private readonly PipelineInput? _input;
    private readonly RunOptions _options;

    internal Pipeline(Plan plan, PipelineInput? input = null, RunOptions? options = null)
    {
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
        Unpivot(new UnpivotPlan { Columns = columns, NamesTo = namesTo, ValuesTo = valuesTo });

    /// <summary>Turns a wide table into readings.</summary>
    public Pipeline Unpivot(UnpivotPlan unpivot)
    {
        ArgumentNullException.ThrowIfNull(unpivot);
        return With(_plan with { Source = _plan.Source with { Unpivot = unpivot } });
    }

    /// <summary>Names the event time. Without it, it is the only timestamp column.</summary>
    public Pipeline Time(string column, string? format = null, string? zone = null) =>
        Time(new TimePlan { Column = column, Format = format, Zone = zone });

    /// <summary>Names the event time.</summary>
    public Pipeline Time(TimePlan time) => With(_plan with { Time = time });

    /// <summary>Adds a computed column, before the filter.</summary>
    public Pipeline Derive(string name, string expression) =>
        With(_plan with { Derive = [.. _plan.Derive, new DerivePlan(name, expression)] });

    /// <summary>Keeps the rows for which the expression is true. Several filters must all be true.</summary>
    public Pipeline Where(string expression) =>
        With(_plan with { Where = _plan.Where is null ? expression : $"({_plan.Where}) and ({expression})" });

    /// <summary>Keeps the rows with from ≤ time &lt; to.</summary>
    public Pipeline Between(DateTimeOffset? from, DateTimeOffset? to) => With(_plan with { From = Iso(from), To = Iso(to) });

    /// <summary>Groups by windows of time, such as <c>Tumbling.Every(TimeSpan.FromHours(1))</c>.</summary>
    public Pipeline Window(WindowPlan window) => With(_plan with { Window = window });

    /// <summary>Groups by the values of columns of any scalar type; null is a group of its own.</summary>
    public Pipeline GroupBy(params string[] columns) => With(_plan with { GroupBy = [.. _plan.GroupBy, .. columns] });

    /// <summary>Names the columns that, with the keys, tell series apart: aggregates that go from reading to reading (<c>increase</c>,
    /// <c>integral</c> …) are computed for each series and then combined to the group's. Without it a group is one series.</summary>
    public Pipeline Series(params string[] columns) => With(_plan with { Series = [.. _plan.Series, .. columns] });

    /// <summary>
    /// Computes aggregates for each group, such as <c>Aggregate.Avg("power_w")</c>. Without any, every numeric column is averaged.
    /// </summary>
    public Pipeline Aggregate(params AggregatePlan[] aggregates) => With(_plan with { Aggregates = [.. _plan.Aggregates, .. aggregates] });

    /// <summary>
    /// Gives the result a row for every window of every key: between the key's first and last, or over the range of <see cref="Between"/>.
    /// </summary>
    /// <param name="mode">What stands where there is no value: <c>null</c>, <c>previous</c>, <c>linear</c> or a value such as
    /// <c>0</c>.</param>
    /// <param name="column">The result column that it is for; null = all aggregates that have none of their own.</param>
    public Pipeline Fill(string mode = "null", string? column = null) =>
        With(_plan with { Fill = [.. _plan.Fill, new FillPlan(column, mode)] });

    /// <summary>Keeps the first rows of the result.</summary>
    public Pipeline Limit(long rows)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(rows);
        return With(_plan with { Limit = rows });
    }

    /// <summary>Says what happens to rows that can't be read; by default the run stops.</summary>
    public Pipeline OnError(ErrorPolicy policy) => With(_plan with { OnError = policy });

    /// <summary>Says how to run: threads, memory, progress.</summary>
    public Pipeline With(RunOptions options) => new(_plan, _input, options);

    /// <summary>
    /// Looks at the input and gives the whole plan: types inferred, time column and names chosen. Reads a sample, runs nothing.
    /// </summary>
    /// <exception cref="PlanException">The plan does not fit the input.</exception>
    /// <exception cref="InputException">The input can't be read.</exception>
    public Plan ToPlan()
    {
        using Executor executor = Open();
        executor.CheckInputs();
        return executor.Plan;
    }

    /// <summary>Runs the pipeline and waits for its result.</summary>
    /// <exception cref="PlanException">The plan does not fit the input.</exception>
    /// <exception cref="InputException">The input can't be read, or has a row that can't be.</exception>
    /// <exception cref="RunException">A result does not fit its type, or the states do not fit the memory.</exception>
    public Table ToTable(CancellationToken cancellation = default)
    {
        using Executor executor = Open();
        return executor.Run(cancellation);
    }

    /// <summary>Runs the pipeline on other threads.</summary>
    public Task<Table> ToTableAsync(CancellationToken cancellation = default) => Task.Run(() => ToTable(cancellation), cancellation);

    /// <summary>Runs the pipeline and hands out its result batch by batch. Rows that are not aggregated come while the input is read, in
    /// its order; each such batch is the caller's to dispose.</summary>
    public IEnumerable<RecordBatch> ToBatches(CancellationToken cancellation = default)
    {
        using Executor executor = Open();
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

    internal Executor Open() => Open(_plan, _options);

    private Executor Open(Plan plan, RunOptions options)
    {
        Executor executor = Executor.Open(plan, _input, options);
        foreach (MessageText note in options.Notes is null ? [] : executor.Notes)
        {
            options.Notes!.Report(note);
        }

        return executor;
    }

    private static string? Iso(DateTimeOffset? instant) =>
        instant?.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss.FFFFFFF'Z'", System.Globalization.CultureInfo.InvariantCulture);

    private Pipeline With(Plan plan) => new(plan, _input, _options);
}
