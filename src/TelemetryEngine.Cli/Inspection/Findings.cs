using Apache.Arrow;
using Apache.Arrow.Types;
using TelemetryEngine.Columns;
using TelemetryEngine.Execution;
using TelemetryEngine.Execution.Results;

namespace TelemetryEngine.Cli.Inspection;

/// <summary>What a pass over a whole file found.</summary>
/// <param name="Plan">The plan of the pass, with what the engine inferred.</param>
/// <param name="Input">The file's columns.</param>
/// <param name="Columns">The profile of each column that came out, with its name.</param>
/// <param name="Time">The place of the time column among them: the one that was named, else the first of its type; −1 when there is none.</param>
/// <param name="Series">The times of each series; null when there is no time.</param>
/// <param name="Summary">What the pass met.</param>
internal sealed record Findings(
    Plan Plan, ColumnSchema Input, IReadOnlyList<(string Name, ColumnProfile Profile)> Columns, int Time, SeriesProfile? Series, RunSummary Summary)
{
    /// <summary>The names of the columns that tell series apart.</summary>
    public IReadOnlyList<string> Keys { get; private init; } = [];

    /// <summary>Reads the file to its end.</summary>
    /// <param name="executor">The pass.</param>
    /// <param name="keys">The columns that tell series apart.</param>
    /// <param name="cancellation">Ends it.</param>
    /// <exception cref="UsageException">There is no such column.</exception>
    public static Findings Of(Executor executor, IReadOnlyList<string> keys, CancellationToken cancellation)
    {
        IReadOnlyList<Field> fields = executor.SchemaOf(RowForm.AsComputed).FieldsList;
        List<(string Name, ColumnProfile Profile)> columns = [.. fields.Select(field => (field.Name, ColumnProfile.For(field.DataType)))];
        int time = TimeOf(fields, executor.Plan.Time?.Column);
        int[] places = [.. keys.Select(key => PlaceOf(key, fields))];
        SeriesProfile? series = time < 0 ? null : new SeriesProfile(time, (TimestampType)fields[time].DataType, places);
        foreach (RecordBatch batch in executor.Batches(cancellation, RowForm.AsComputed))
        {
            using (batch)
            {
                for (int i = 0; i < columns.Count; i++)
                {
                    columns[i].Profile.Add(batch.Column(i));
                }

                series?.Add(batch);
            }
        }

        series?.Settle();
        return new Findings(executor.Plan, executor.InputSchema, columns, time, series, executor.Summary) { Keys = keys };
    }

    private static int TimeOf(IReadOnlyList<Field> fields, string? named)
    {
        int[] times = [.. Enumerable.Range(0, fields.Count).Where(i => fields[i].DataType is TimestampType)];
        return times.Length == 0 ? -1 : times.FirstOrDefault(i => fields[i].Name == named, times[0]);
    }

    private static int PlaceOf(string key, IReadOnlyList<Field> fields)
    {
        string[] names = [.. fields.Select(static field => field.Name)];
        return Array.IndexOf(names, key) is >= 0 and int place
            ? place
            : throw new UsageException($"--by: there is no column '{key}'; {NearestName.Hint(key, names, $"the columns are {string.Join(", ", names)}")}");
    }
}
