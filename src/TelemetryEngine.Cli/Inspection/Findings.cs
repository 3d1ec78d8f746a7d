using TelemetryEngine.Arrow;
using TelemetryEngine.Columns;
using TelemetryEngine.Execution;

namespace TelemetryEngine.Cli.Inspection;

/// <summary>What a pass over a whole file found.</summary>
/// <param name="Plan">The plan of the pass, with what the engine inferred.</param>
/// <param name="Input">The file's columns.</param>
/// <param name="Columns">The profile of each column that came out, with its name.</param>
/// <param name="Summary">What the pass met.</param>
internal sealed record Findings(Plan Plan, ColumnSchema Input, IReadOnlyList<(string Name, ColumnProfile Profile)> Columns, RunSummary Summary)
{
    /// <summary>Reads the file to its end.</summary>
    public static Findings Of(Executor executor, CancellationToken cancellation)
    {
        List<(string Name, ColumnProfile Profile)> columns = [.. executor.SchemaOf(RowForm.AsComputed).FieldsList
            .Select(field => (field.Name, ColumnProfile.For(field.DataType)))];
        foreach (RecordBatch batch in executor.Batches(cancellation, RowForm.AsComputed))
        {
            using (batch)
            {
                for (int i = 0; i < columns.Count; i++)
                {
                    columns[i].Profile.Add(batch.Column(i));
                }
            }
        }

        return new Findings(executor.Plan, executor.InputSchema, columns, executor.Summary);
    }

    /// <summary>The time column: the one that was named, else the first of its type.</summary>
    public (string Name, InstantProfile Profile)? Time
    {
        get
        {
            IEnumerable<(string Name, InstantProfile Profile)> times = Columns
                .Where(column => column.Profile is InstantProfile)
                .Select(column => (column.Name, (InstantProfile)column.Profile));
            List<(string Name, InstantProfile Profile)> found = [.. times];
            int named = found.FindIndex(time => time.Name == Plan.Time?.Column);
            return found.Count == 0 ? null : found[Math.Max(named, 0)];
        }
    }
}
