using System.Buffers;
using System.IO.Pipelines;
using TelemetryEngine.Aggregates;
using TelemetryEngine.Columns;
using TelemetryEngine.Expressions;
using TelemetryEngine.Formats;
using TelemetryEngine.Formats.ArrowIpc;
using TelemetryEngine.Formats.Csv;
using TelemetryEngine.Formats.Inputs;
using TelemetryEngine.Formats.Nem12;
using TelemetryEngine.Formats.Times;
using TelemetryEngine.Formats.Unpivot;
using TelemetryEngine.Sources;

namespace TelemetryEngine.Execution.Planning;

/// <summary>Opens the source that a plan names.</summary>
internal static class SourceFactory
{
    /// <summary>Opens the source, and says what the plan is once its columns are known.</summary>
    /// <exception cref="PlanException">The plan names no source, or does not fit it.</exception>
    /// <exception cref="InputException">The input can't be opened.</exception>
    public static Source Open(ref Plan plan, PipelineInput? input, RunOptions options, MemoryBudget budget)
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
            return OpenTable(ref plan, input, options, budget);
        }

        UnpivotBinder binder = new(plan, unpivot);
        Plan ofTable = binder.ForTable();
        Source table = OpenTable(ref ofTable, input, options, budget);
        try
        {
            if (ofTable.Source.Format == Nem12Source.Format)
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

    private static Source OpenTable(ref Plan plan, PipelineInput? input, RunOptions options, MemoryBudget budget)
    {
        if (input?.Batches is { } batches)
        {
            return WithTimes(new BatchSource(batches, new LocalTimes(TimesOf(plan))), plan, options);
        }

        if (plan.Source.Format is not ("csv" or "arrow" or Nem12Source.Format))
        {
            throw new PlanException($"unknown source format '{plan.Source.Format}'; there is csv, arrow and nem12");
        }

        if (plan.Source.Paths.Count == 0)
        {
            throw new PlanException("the plan names no input");
        }

        if (plan.Source.Paths.FirstOrDefault(path => path.Length == 0 || path.Contains('\0', StringComparison.Ordinal)) is { } impossible)
        {
            throw new PlanException($"'{impossible}' is no file's name; a name has characters, and no NUL among them");
        }

        return plan.Source.Format == "arrow" ? WithTimes(OpenArrow(plan, input?.Reader, options, budget), plan, options) : OpenText(ref plan, ReaderOf(input), options, budget);
    }

    /// <summary>The source with columns of numbers and texts as times, where the plan says so or needs one.</summary>
    private static Source WithTimes(Source source, Plan plan, RunOptions options)
    {
        Column[] frozen = Columns([.. plan.Source.Schema.Where(column => column.Format is not null && plan.Source.Declared.All(own => own.Name != column.Name))]);
        Column[] declared = [.. Declared(plan.Source.Declared).Columns, .. frozen];
        try
        {
            return new TimedColumns(source, new ColumnSchema(declared), TimesOf(plan), TimeChoice.IsWanted(plan), options.ShowsTime).Apply();
        }
        catch
        {
            source.Dispose();
            throw;
        }
    }

    private static ArrowSource OpenArrow(Plan plan, PipeReader? reader, RunOptions options, MemoryBudget budget) => reader is not null
        ? ArrowSource.Open(reader, "input", budget, new LocalTimes(TimesOf(plan)))
        : ArrowSource.Open(plan.Source.Paths, StandardInput(plan, options), options.Inputs, budget, new LocalTimes(TimesOf(plan)));

    private static Source OpenText(ref Plan plan, PipeReader? reader, RunOptions options, MemoryBudget budget)
    {
        InputFiles files = reader is null ? options.Inputs ?? new InputFiles() : new InputFiles();
        try
        {
            CsvInput[] inputs = reader is not null ? [CsvInput.OfPipe(reader, "input", plan.Source.Text.Encoding is { } name ? TextEncodings.Find(name) : null)] : CsvSource.Inputs(plan.Source.Paths, StandardInput(plan, options), files, plan.Source.Text.Encoding);
            if (plan.Source.Format == Nem12Source.Format || SaysNem12(plan, inputs))
            {
                return OpenNem12(ref plan, inputs, files);
            }

            ColumnSchema? frozen = plan.Source.Schema.Count == 0 ? null : new ColumnSchema(Columns(plan.Source.Schema));
            return CsvSource.Open(files, inputs, DialectOf(plan, options), frozen, CsvLimits.Of(budget));
        }
        catch (Exception error)
        {
            files.Close();
            files.Explain(error);
            throw;
        }
    }

    /// <summary>True for inputs that begin as NEM12 does, where nothing says that they are to be read as any text.</summary>
    private static bool SaysNem12(Plan plan, CsvInput[] inputs)
    {
        if (plan.Source.Schema.Count > 0 || plan.Source.Declared.Count > 0 || !Nem12Source.IsMarked(inputs[0]) || !plan.Source.Text.IsDefault)
        {
            return false;
        }

        return inputs.FirstOrDefault(static input => !Nem12Source.Recognizes(input)) is { } other
            ? throw new InputException($"{inputs[0].Name} is NEM12 and {other.Name} is not; read them in two runs", other.Name)
            : true;
    }

    private static Nem12Source OpenNem12(ref Plan plan, CsvInput[] inputs, InputFiles files)
    {
        if (plan.Source.Declared.Count > 0 || !plan.Source.Text.IsDefault)
        {
            throw new PlanException("NEM12 says itself how it is written; leave out what is said about its text and its types");
        }

        TimePlan time = plan.Time ?? new TimePlan();
        plan = plan with
        {
            Source = plan.Source with { Format = Nem12Source.Format },
            Time = time with { Column = time.Column ?? Nem12Source.TimeName, Zone = time.Zone ?? Nem12Source.Zone },
        };
        Zones.Find(plan.Time.Zone!);
        return new Nem12Source(inputs, files, plan.Time.Zone!, showsEnds: plan.Window?.Closed == "right");
    }

    private static Stream? StandardInput(Plan plan, RunOptions options) =>
        plan.Source.Paths.Contains("-") ? StandardInput(options) : null;

    private static Stream StandardInput(RunOptions options) => options.StandardInput ?? ProcessInput.Open();

    private static PipeReader? ReaderOf(PipelineInput? input) => input?.Text is { } text ? PipeReader.Create(new ReadOnlySequence<byte>(text)) : input?.Reader;

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
        : throw new PlanException($"'{column.Type}' is not a type; there is bool int32 int64 float32 float64 decimal utf8 dictionary timestamp[s|ms|us|ns]");

    private static CsvDialect DialectOf(Plan plan, RunOptions options)
    {
        HashSet<string> keys = plan.GroupBy.Concat(plan.Series).ToHashSet(StringComparer.Ordinal);
        UnpivotPlan? unpivot = plan.Source.Unpivot;
        return CsvDialect.Of(plan.Source.Text) with
        {
            Keys = keys,
            Schema = Declared([.. plan.Source.Declared.Where(declared => declared.Name != unpivot?.ValuesTo)]),
            Time = TimesOf(plan),
            Alike = unpivot is null ? null : names => ColumnPick.Find(unpivot.Columns, names),
            AlikeType = plan.Source.Declared.LastOrDefault(declared => declared.Name == unpivot?.ValuesTo) is { } values ? TypeOf(values) : null,
            NeedsTime = TimeChoice.IsWanted(plan),
            ShowsTime = options.ShowsTime,
            Numbers = NumericCalls(plan).SelectMany(static call => call.Arguments).ToHashSet(StringComparer.Ordinal),
            AllNumbersBut = NumericCalls(plan).Any(static call => call.Arguments.FirstOrDefault() == "*") ? keys : null,
        };
    }

    private static IEnumerable<AggregatePlan> NumericCalls(Plan plan) =>
        PlanBinder.Calls(plan).Where(static call => AggregateCatalog.All.Any(d => d.TakesNumbersOnly && d.Name == call.Function));

    private static TimeDialect TimesOf(Plan plan) => TimeDialect.Of(plan.Time) with { AtEnds = plan.Window?.Closed == "right", Series = SeriesOf(plan) };

    /// <summary>The columns that tell series apart: keys and those of <c>--series</c>. A computed one does by the columns that it is computed of, but for the time.</summary>
    private static string[] SeriesOf(Plan plan)
    {
        HashSet<string> names = new(StringComparer.Ordinal);
        Queue<string> open = new(plan.GroupBy.Concat(plan.Series).Where(name => name != plan.Source.Unpivot?.NamesTo));
        HashSet<string> seen = new(open, StringComparer.Ordinal);
        while (open.TryDequeue(out string? name))
        {
            if (plan.Derive.FirstOrDefault(derive => derive.Name == name) is not { } computed)
            {
                names.Add(name);
                continue;
            }

            foreach (string used in Expression.Columns(Expression.Parse(computed.Expression)).Where(used => used != plan.Time?.Column && seen.Add(used)))
            {
                open.Enqueue(used);
            }
        }

        return [.. names];
    }
}
