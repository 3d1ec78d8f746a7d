using System.Buffers;
using System.IO.Pipelines;
using TelemetryEngine.Aggregates;
using TelemetryEngine.Columns;
using TelemetryEngine.Formats;
using TelemetryEngine.Formats.ArrowIpc;
using TelemetryEngine.Formats.Csv;
using TelemetryEngine.Formats.Inputs;
using TelemetryEngine.Formats.Nem12;
using TelemetryEngine.Formats.Times;
using TelemetryEngine.Formats.Unpivot;
using TelemetryEngine.Sources;

namespace TelemetryEngine.Execution.Planning;

// Opens the source that a plan names.
internal static class SourceFactory
{
    // Opens the source, and says what the plan is once its columns are known.
    // throws PlanException: The plan names no source, or does not fit it.
    // throws InputException: The input can't be opened.
    public static Source Open(ref ScanPlan plan, PipelineInput? input, RunOptions options, MemoryBudget budget)
    {
        if (input is null or { TellsFormat: true })
        {
            options = options with { Inputs = options.Inputs ?? InputFiles.Of(plan.Source.Paths, options.StandardInput) };
        }

        if (input is { TellsFormat: true })
        {
            (string format, Stream? standardInput) = FoundFormat.Of(plan.Source.Paths, options.Inputs!, () => StandardInput(options));
            options = options with { StandardInput = standardInput };
            plan = plan with { Source = plan.Source with { Format = format } };
        }

        if (plan.Source.Unpivot is not { } unpivot)
        {
            return OpenTable(plan, input, options, budget);
        }

        UnpivotBinder binder = new(plan, unpivot);
        ScanPlan ofTable = binder.ForTable();
        Source table = OpenTable(ofTable, input, options, budget);
        try
        {
            if (table is Nem12Source)
            {
                throw new PlanException($"NEM12 is read as readings: a row for each value; leave out {Fix.Unpivot}");
            }

            (Source source, plan) = binder.Bind(table, TimesOf(ofTable));
            return source;
        }
        catch (PlanException e)
        {
            table.Dispose();
            table.CheckUnchanged();
            throw new PlanException($"{e}", table.Notes);
        }
    }

    private static Source OpenTable(ScanPlan plan, PipelineInput? input, RunOptions options, MemoryBudget budget)
    {
        if (input?.Batches is { } batches)
        {
            return WithTimes(new BatchSource(batches, new LocalTimes(TimesOf(plan))), plan, options);
        }

        Format format = FormatCatalog.FindReader(plan.Source.Format);
        if (plan.Source.Paths.Count == 0)
        {
            throw new PlanException("the plan names no input");
        }

        if (plan.Source.Paths.FirstOrDefault(path => path.Length == 0 || path.Contains('\0', StringComparison.Ordinal)) is { } impossible)
        {
            throw new PlanException($"'{impossible}' is no file's name; a name has characters, and no NUL among them");
        }

        PipeReader? pipe = input?.Text is { } text ? PipeReader.Create(new ReadOnlySequence<byte>(text)) : input?.Reader;
        Stream? standardInput = pipe is null && plan.Source.Paths.Contains("-") ? StandardInput(options) : null;
        SourceOpening opening = new(plan, pipe, standardInput, pipe is null ? options.Inputs ?? new InputFiles() : new InputFiles(), budget)
        {
            Dialect = () => DialectOf(plan, options),
            Times = () => TimesOf(plan),
            Frozen = () => plan.Source.Schema.Count == 0 ? null : new ColumnSchema(Columns(plan.Source.Schema)),
        };
        return format.IsBinary ? WithTimes(format.OpenSource!(opening), plan, options) : OpenText(format, opening);
    }

    // The source with columns of numbers and texts as times, where the plan says so or needs one.
    private static Source WithTimes(Source source, ScanPlan plan, RunOptions options)
    {
        Column[] frozen =
            Columns([.. plan.Source.Schema.Where(
                column => column.Format is not null && plan.Source.Declared.All(own => own.Name != column.Name))]);
        Column[] declared = [.. Declared(plan.Source.Declared).Columns, .. frozen];
        try
        {
            return new TimedColumns(source, new ColumnSchema(declared), TimesOf(plan), TimeChoice.IsWanted(plan),
                options.ShowsTime).Apply();
        }
        catch
        {
            source.Dispose();
            throw;
        }
    }

    private static Source OpenText(Format format, SourceOpening opening)
    {
        try
        {
            opening = opening.WithTexts();
            return Found(format, opening).OpenSource!(opening);
        }
        catch (Exception error)
        {
            opening.Files.Close();
            opening.Files.Explain(error);
            throw;
        }
    }

    // The format that the first input is marked as, where nothing says that the inputs are to be read as any text.
    private static Format Found(Format format, SourceOpening opening)
    {
        SourcePlan said = opening.Plan.Source;
        bool mayBeOther = format.Marks.Count == 0 && said.Schema.Count == 0 && said.Declared.Count == 0;
        Format? found = mayBeOther ? FormatCatalog.FindByMark(opening.Texts[0].Start, isBinary: false) : null;
        return found is not null && said.Text.IsDefault ? found : format;
    }

    private static Stream StandardInput(RunOptions options) => options.StandardInput ?? ProcessInput.Open();

    private static Column[] Columns(IReadOnlyList<SchemaColumn> columns)
    {
        HashSet<string> names = new(StringComparer.Ordinal);
        if (columns.FirstOrDefault(column => !names.Add(column.Name)) is { } twice)
        {
            throw new PlanException($"the column '{twice.Name}' has two types; leave one of them out");
        }

        return [.. columns.Select(static c => new Column(c.Name, TypeOf(c)) { Unit = c.Unit, Format = c.Format })];
    }

    private static ColumnSchema Declared(IReadOnlyList<SchemaColumn> columns) =>
        new([.. columns.DistinctBy(static c => c.Name).Select(static c => new Column(c.Name, TypeOf(c)))]);

    private static ColumnType TypeOf(SchemaColumn column) => ColumnType.TryParse(column.Type, out ColumnType type)
        ? type
        : throw new PlanException(
            $"'{column.Type}' is not a type; there is bool int32 int64 float32 float64 decimal utf8 dictionary timestamp[s|ms|us|ns]");

    private static CsvDialect DialectOf(ScanPlan plan, RunOptions options)
    {
        HashSet<string> keys = plan.Keys.ToHashSet(StringComparer.Ordinal);
        UnpivotStep? unpivot = plan.Source.Unpivot;
        return CsvDialect.Of(plan.Source.Text) with
        {
            Keys = keys,
            Schema = Declared([.. plan.Source.Declared.Where(declared => declared.Name != unpivot?.ValuesTo)]),
            Time = TimesOf(plan),
            Alike = plan.AsTexts ? static names => [.. Enumerable.Range(0, names.Count)]
                : unpivot is null ? null
                : names => ColumnPick.Find(unpivot.Columns, names),
            AlikeType = plan.AsTexts ? new ColumnType(ColumnKind.Utf8)
                : plan.Source.Declared.LastOrDefault(declared => declared.Name == unpivot?.ValuesTo) is { } type ? TypeOf(type)
                : null,
            NeedsTime = TimeChoice.IsWanted(plan),
            ShowsTime = options.ShowsTime,
            Numbers = NumericCalls(plan).SelectMany(static call => call.Arguments).ToHashSet(StringComparer.Ordinal),
            AllNumbersBut = NumericCalls(plan).Any(static call => call.Arguments.FirstOrDefault() == "*") ? keys : null,
        };
    }

    private static IEnumerable<AggregatePlan> NumericCalls(ScanPlan plan) =>
        PlanBinder.Calls(plan.Ahead).Where(static call => AggregateCatalog.Find(call) is { TakesNumbersOnly: true });

    private static TimeDialect TimesOf(ScanPlan plan) => TimeDialect.Of(plan.Time) with
    {
        AtEnds = plan.Ahead?.Window?.Closed == "right",
        Series = SeriesOf(plan),
    };

    // The columns that tell series apart: keys and those of --series. A computed one does by the columns that it is computed of, but for
    // the time.
    private static string[] SeriesOf(ScanPlan plan)
    {
        HashSet<string> names = new(StringComparer.Ordinal);
        Queue<string> open = new(plan.Keys.Where(name => name != plan.Source.Unpivot?.NamesTo));
        HashSet<string> seen = new(open, StringComparer.Ordinal);
        while (open.TryDequeue(out string? name))
        {
            if (plan.UsedBy(name) is not { } columns)
            {
                names.Add(name);
                continue;
            }

            foreach (string used in columns.Where(used => used != plan.Time?.Column && seen.Add(used)))
            {
                open.Enqueue(used);
            }
        }

        return [.. names];
    }
}
