using Apache.Arrow;
using Apache.Arrow.Types;
using TelemetryEngine.Columns;

namespace TelemetryEngine.Inspection;

// What a pass over a whole input finds.
internal sealed class Findings
{
    private readonly IReadOnlyList<string> _keys;
    private readonly ColumnProfiler[] _columns;
    private readonly int _time;
    private readonly SeriesProfiler? _series;

    // Begins to look.
    // fields: The columns of the batches.
    // time: The column that the plan takes for the time; the first of its type where that is none of them.
    // keys: The columns that tell series apart.
    // throws PlanException: There is no such column.
    public Findings(IReadOnlyList<Field> fields, string? time, IReadOnlyList<string> keys)
    {
        _keys = keys;
        _columns = [.. fields.Select(static field => ColumnProfiler.For(field.DataType))];
        _time = TimeOf(fields, time);
        int[] places = [.. keys.Select(key => PlaceOf(key, fields))];
        _series = _time < 0 ? null : new SeriesProfiler(_time, (TimestampType)fields[_time].DataType, places);
    }

    // Takes in a batch.
    // throws PlanException: A key is of a type that can't tell series apart.
    public void Add(RecordBatch batch)
    {
        for (int i = 0; i < _columns.Length; i++)
        {
            _columns[i].Add(batch.Column(i));
        }

        _series?.Add(batch);
    }

    // What was found, once all batches were taken in.
    // read: The plan of the pass, with what was inferred.
    // input: The input's columns, which are those of the batches.
    public InputProfile Profile(Plan asked, Plan read, ColumnSchema input, RunSummary summary)
    {
        _series?.Complete();
        ColumnProfile[] columns = [.. _columns.Select((column, i) => column.Profile(input[i]))];
        ColumnProfile? time = _time < 0 ? null : columns[_time];
        return new InputProfile
        {
            Plan = ReadingPlan.Of(asked, read, columns, time?.Name),
            Summary = summary,
            Columns = columns,
            Time = time,
            TimeUnit = _series?.Unit,
            Keys = _keys,
            Series = _series is null ? [] : [.. _series.Series.Select(series => series.Profile(_series.Unit))],
            RowsOfFurtherSeries = _series?.RowsNotLookedAt ?? 0,
            LocalClock = read.Time?.Zone is null ? _series?.Clock.Found : null,
        };
    }

    private static int TimeOf(IReadOnlyList<Field> fields, string? named)
    {
        int[] times = [.. Enumerable.Range(0, fields.Count).Where(i => fields[i].DataType is TimestampType)];
        return times.Length == 0 ? -1 : times.FirstOrDefault(i => fields[i].Name == named, times[0]);
    }

    private static string Hint(string key, string[] names) => NearestName.Hint(key, names, $"the columns are {string.Join(", ", names)}");

    private static int PlaceOf(string key, IReadOnlyList<Field> fields)
    {
        string[] names = [.. fields.Select(static field => field.Name)];
        return Array.IndexOf(names, key) is >= 0 and int place
            ? place
            : throw new PlanException($"{Fix.GroupBy}: there is no column '{key}'; {Hint(key, names)}");
    }
}
