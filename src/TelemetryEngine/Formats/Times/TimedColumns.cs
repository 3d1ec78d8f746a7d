using Apache.Arrow.Types;
using TelemetryEngine.Columns;
using TelemetryEngine.Formats.Csv;
using TelemetryEngine.Kernels.Text;
using TelemetryEngine.Sources;

namespace TelemetryEngine.Formats.Times;

// Finds the columns of Arrow data and batches that are times though their type is another one: those that are declared as times, the one
// that is named, and, where a plan needs a time and no column is one, those that look like it. By the same rules as in text.
// declared: Types that the user named.
// options: The user's wishes about times.
// needsTime: True for a plan that can't do without a time.
// showsTime: True where one is looked for all the same.
internal sealed class TimedColumns(Source source, ColumnSchema declared, TimeDialect options, bool needsTime, bool showsTime)
{
    // Rows that are looked at: inference is from the head, and rows behind it that are written otherwise are row errors.
    private const int SampleRows = 100_000;

    private readonly TimeLayout? _wanted = options.Format is { } format ? TimeLayout.Of(format, options.TextZone) : null;
    private readonly InferenceNotes _notes = new();

    // The source with these columns as times; the source itself where there are none.
    // throws PlanException: A column could be read in several ways, and the plan needs it.
    public Source Apply()
    {
        int[] columns = [.. Enumerable.Range(0, source.Schema.Count).Where(MayBeTime)];
        if (columns.Length == 0)
        {
            return source;
        }

        TimeInference inference = new(options, _wanted, source.Files[0], _notes);
        Column[] all = [.. source.Schema.Columns];
        TimeLayout?[] layouts = new TimeLayout?[all.Length];
        TimeSample[] samples =
            source.OnlyOnce ? [.. columns.Select(column => SampleOf(all[column].Name, new Tally(_wanted)))] : SamplesOf(columns);
        foreach (TimeSample sample in samples)
        {
            int column = source.Schema.Find(sample.Name);
            TimeReading? reading = declared.Find(sample.Name) is >= 0 and int known
                ? Declared(inference, sample, declared[known])
                : inference.Of(sample);
            if (reading is not null)
            {
                reading = all[column].Type.Layout == VectorLayout.Double ? Finer(reading) : reading;
                layouts[column] = reading.Layout;
                all[column] = new Column(sample.Name, reading.Type) { Format = reading.Layout.Text };
            }
        }

        inference.Decide(all, needsTime);
        if (Array.TrueForAll(layouts, static layout => layout is null))
        {
            return source;
        }

        // the order of rows in Arrow data says nothing, so it does not tell which pass of a repeated hour a row is of
        bool isOrder = options.Ambiguous is AmbiguousTime.Auto or AmbiguousTime.Order;
        return new TimedSource(source, new ColumnSchema(all), layouts,
            isOrder ? options with { Ambiguous = AmbiguousTime.Error } : options, _notes.All);
    }

    private TimeReading Declared(TimeInference inference, TimeSample sample, Column column)
    {
        ColumnType type = inference.Declared(column.Type);
        return new TimeReading(type,
            column.Format is { } format && _wanted is null
                ? TimeLayout.Of(format, options.TextZone, isInferred: true)
                : inference.OfDeclared(sample, type));
    }

    // doubles may have fractions behind the sample
    private static TimeReading Finer(TimeReading reading) =>
        reading.Type.Unit < TimeUnit.Microsecond
            ? reading with
            {
                Type = reading.Type with { Unit = TimeUnit.Microsecond },
                Layout = reading.Layout with { Unit = reading.Layout.Unit ?? reading.Type.Unit }
            } : reading;

    private bool MayBeTime(int ordinal)
    {
        Column column = source.Schema[ordinal];
        if (!CellText.Has(column.Type))
        {
            return false;
        }

        if (declared.Find(column.Name) is >= 0 and int known)
        {
            return declared[known].Type.Kind == ColumnKind.Timestamp;
        }

        return options.Column is { } name
            ? column.Name == name
            : (needsTime || showsTime) && !source.OnlyOnce
                && !source.Schema.Columns.Any(static other => other.Type.Kind == ColumnKind.Timestamp)
                && (column.Type.IsText || TimeNames.SaysTime(column.Name));
    }

    private TimeSample[] SamplesOf(int[] columns)
    {
        Tally[] tallies = [.. columns.Select(_ => new Tally(_wanted))];
        using Scan scan = source.Open(new ScanRequest(columns, new RejectLog(ErrorPolicy.Skip), Positions: false));
        using BatchReader reader = scan.CreateReader();
        for (int rows = 0; rows < SampleRows && reader.Read(CancellationToken.None) is { } batch; rows += batch.Rows)
        {
            for (int i = 0; i < columns.Length; i++)
            {
                tallies[i].Add(batch.Columns[columns[i]]!, batch.Rows);
            }
        }

        reader.Release();
        return [.. columns.Select((column, i) => SampleOf(source.Schema[column].Name, tallies[i]))];
    }

    private static TimeSample SampleOf(string name, Tally seen) =>
        new(name, seen.Values, seen.Numbers, seen.Integers, seen.Times, seen.Common);

    // What the values of a column show.
    private sealed class Tally(TimeLayout? wanted)
    {
        private byte[] _scratch = new byte[64];

        public TimeEvidence Times { get; } = new(wanted?.Pattern);

        public int Values { get; private set; }

        public int Numbers { get; private set; }

        public int Integers { get; private set; }

        public string Common { get; private set; } = "";

        public void Add(ColumnVector vector, int rows)
        {
            for (int row = 0; row < rows; row++)
            {
                if (!vector.IsNull(row))
                {
                    Add(CellText.Of(vector, row, ref _scratch).Trim((byte)' '));
                }
            }
        }

        private void Add(ReadOnlySpan<byte> text)
        {
            if (text.IsEmpty)
            {
                return;
            }

            Common = Common.Length == 0 ? FieldText.Show(text) : Common;
            Values++;
            Times.AddFormat(text);
            if (Int64Text.TryParse(text, out long integer) == NumberStatus.Ok)
            {
                Integers++;
                Numbers++;
                Times.AddCount(text, integer);
            }
            else if (DoubleText.TryParse(text, (byte)'.', out _) == NumberStatus.Ok)
            {
                Numbers++;
                Times.AddFraction(text);
            }
            else
            {
                Times.AddText(text);
            }
        }
    }
}
