using Apache.Arrow;
using TelemetryEngine.Execution;
using TelemetryEngine.Execution.Results;
using TelemetryEngine.Inspection;
using TelemetryEngine.Sources;

namespace TelemetryEngine;

// The look at an input.
public sealed partial class Pipeline
{
    /// <summary>
    /// Reads the input to its end and says what it is like: types, nulls, extremes, the time and its step, gaps and repeats of each
    /// series, what is doubtful, and the plan to read it with. Of the pipeline it takes what says how the input is read, and the columns
    /// of <see cref="GroupBy"/> and <see cref="Series"/>, which tell series apart; derived columns, filters, windows and aggregates have
    /// no part in it.
    /// </summary>
    /// <remarks>Rows that can't be read are counted, however many, and go to <see cref="RunOptions.RejectsPath"/> where that is given.
    /// What it holds grows with the number of series and of different times, to some 130 MB.</remarks>
    /// <param name="cancellation">Ends the run.</param>
    /// <exception cref="PlanException">What the pipeline says of the reading does not fit the input, or a column that tells series apart
    /// is not there or of a type that can't.</exception>
    /// <exception cref="InputException">The input can't be read.</exception>
    /// <exception cref="OperationCanceledException">The run was cancelled.</exception>
    public InputProfile Inspect(CancellationToken cancellation = default)
    {
        Plan reading = new()
        {
            Source = _plan.Source,
            Time = _plan.Time,
            OnError = ErrorPolicy.Skip,
            Steps = [.. _plan.Steps.Take(1).OfType<UnpivotStep>()],
        };
        using Executor executor = Open(reading, _options with { ShowsTime = true, AllowsAnyRejects = true }, isRun: true);
        AggregateStep? grouped = _plan.Steps.OfType<AggregateStep>().FirstOrDefault();
        string[] keys = [.. grouped?.GroupBy ?? [], .. grouped?.Series ?? []];
        Findings findings = new(executor.SchemaOf(RowForm.AsComputed).FieldsList, executor.Plan.Time?.Column, keys);
        foreach (RecordBatch batch in executor.Batches(cancellation, RowForm.AsComputed))
        {
            using (batch)
            {
                findings.Add(batch);
            }
        }

        return findings.Profile(_plan, executor.Plan, executor.InputSchema, executor.Summary);
    }
}
