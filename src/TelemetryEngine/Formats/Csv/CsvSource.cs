using System.IO.Pipelines;
using System.Text;
using TelemetryEngine.Columns;
using TelemetryEngine.Formats.Inputs;
using TelemetryEngine.Formats.Times;
using TelemetryEngine.Sources;

namespace TelemetryEngine.Formats.Csv;

// Delimited text as a source: files, compressed files and pipes with one header.
internal sealed class CsvSource : Source
{
    private readonly IReadOnlyList<CsvInput> _inputs;
    private readonly CsvLayout _layout;
    private readonly bool _hasQuotedLineEnds;
    private readonly CsvLimits _limits;
    private readonly InputFiles _files;
    private readonly TextShape _shape;
    private readonly string? _foundTime;

    private CsvSource(
        InputFiles files, IReadOnlyList<CsvInput> inputs, TextShape shape, CsvLayout layout, bool hasQuotedLineEnds,
        CsvSchemaBuilder builder, ColumnNames names, CsvLimits limits, string? foundTime)
    {
        _files = files;
        _inputs = inputs;
        _shape = shape;
        _layout = layout;
        _hasQuotedLineEnds = hasQuotedLineEnds;
        _limits = limits;
        Notes = [.. shape.Notes, .. names.Notes, .. builder.Notes];
        Doubts = builder.Doubts;
        Reasons = builder.Reasons;
        _foundTime = foundTime;
        Files = [.. inputs.Select(static input => input.Name)];
    }

    public override ColumnSchema Schema => _layout.Schema;

    public override IReadOnlyList<string> Files { get; }

    public override long? LengthBytes => LengthOf(_inputs);

    public override bool OnlyOnce => LengthBytes is null;

    public override IReadOnlyList<MessageText> Notes { get; }

    public override IReadOnlyDictionary<int, MessageText> Doubts { get; }

    public override IReadOnlyDictionary<int, string> Reasons { get; }

    // With what was found of how the text is written, so that it is read so again, and a time that is parted over columns.
    public override ScanPlan Resolve(ScanPlan plan)
    {
        bool isComma = _layout.Notation.Separator == (byte)',';
        TextPlan text = _shape.Frozen(plan.Source.Text);
        text = text with
        {
            Delimiter = text.Delimiter ?? (isComma ? ((char)_layout.Dialect.Delimiter).ToString() : null),
            DecimalComma = isComma,
            Thousands = _layout.Notation.Thousands == 0 ? null : ((char)_layout.Notation.Thousands).ToString(),
            Trim = _layout.Trim ? true : null,
        };
        plan = plan with { Source = plan.Source with { Text = text } };
        return _foundTime is null || plan.Time?.Column is not null
            ? plan
            : plan with { Time = (plan.Time ?? new TimePlan()) with { Column = _foundTime } };
    }

    // Opens the texts of a plan.
    // throws InputException: An input can't be read, has no header, or another one than the first.
    // throws PlanException: What the plan says does not fit the inputs.
    public static CsvSource Open(SourceOpening opening)
    {
        ColumnSchema? frozen = opening.Frozen();
        return Open(opening.Files, opening.Texts, opening.Dialect(), frozen, CsvLimits.Of(opening.Budget));
    }

    // Opens files; - is the stream that the caller gives.
    // paths: The files, in order, at least one. They may be packed by gzip or zstd, and by brotli where their names end in .br.
    // schema: The types, as a stored plan froze them; null = to be inferred.
    // files: The run's files, should some have been looked at already.
    // throws InputException: An input can't be read, has no header, or another one than the first.
    // throws PlanException: Members of the dialect do not fit each other or the header.
    public static CsvSource Open(
        IReadOnlyList<string> paths, CsvDialect dialect, Stream? standardInput = null, ColumnSchema? schema = null,
        CsvLimits? limits = null, InputFiles? files = null)
    {
        InputFiles opened = files ?? new InputFiles();
        try
        {
            return Open(opened, Inputs(paths, standardInput, opened, dialect.Encoding), dialect, schema, limits);
        }
        catch (Exception error)
        {
            opened.Close();
            opened.Explain(error);
            throw;
        }
    }

    // The inputs that paths name.
    // paths: The files, in order, at least one; - is the stream that the caller gives.
    // encodingName: The encoding of those without a mark; null = UTF-8.
    // throws InputException: One can't be opened.
    public static CsvInput[] Inputs(IReadOnlyList<string> paths, Stream? standardInput, InputFiles files, string? encodingName = null)
    {
        Encoding? encoding = encodingName is null ? null : TextEncodings.Find(encodingName);
        ArgumentOutOfRangeException.ThrowIfZero(paths.Count, nameof(paths));
        return [.. paths.Select(path => path == "-"
            ? CsvInput.OfStream(standardInput ?? throw new ArgumentNullException(nameof(standardInput)), "standard input", encoding)
            : CsvInput.OfFile(path, files, encoding))];
    }

    // Opens a pipe, which can be read once.
    public static CsvSource Open(
        PipeReader reader, string name, CsvDialect dialect, ColumnSchema? schema = null, CsvLimits? limits = null) =>
        Open(new InputFiles(), [CsvInput.OfPipe(reader, name, dialect.Encoding is null ? null : TextEncodings.Find(dialect.Encoding))],
            dialect, schema, limits);

    public override Scan Open(ScanRequest request) => new CsvScan(_layout, _inputs, request, _hasQuotedLineEnds, _limits);

    public override IEnumerable<Reject> ResolveLines(IEnumerable<Reject> rejects) => LineResolver.Resolve(rejects, _inputs);

    public override void CheckUnchanged() => _files.Check();

    public override void Dispose()
    {
        _files.Close();
        base.Dispose();
    }

    // The bytes of all inputs, or null when one is a pipe.
    private static long? LengthOf(IReadOnlyList<CsvInput> inputs)
    {
        long bytes = 0;
        foreach (CsvInput input in inputs)
        {
            if (input.IsPipe)
            {
                return null;
            }

            bytes += input.LengthBytes;
        }

        return bytes;
    }

    // Opens inputs that may have been looked at.
    public static CsvSource Open(
        InputFiles files, IReadOnlyList<CsvInput> inputs, CsvDialect said, ColumnSchema? schema = null, CsvLimits? limits = null)
    {
        limits ??= new CsvLimits();
        TextShape shape = TextShape.Of(inputs, said, limits);
        CsvDialect dialect = shape.Dialect;
        ColumnNames named =
            ColumnNames.Of(inputs, shape.Headers, dialect, schema is null ? null : InFields(schema, dialect, shape.Headers[0].Names));
        IReadOnlyList<string> names = named.Names;
        TimeLayout? wanted = dialect.Time.Format is { } format ? TimeLayout.Of(format, dialect.Time.TextZone) : null;
        _ = Zones.Find(dialect.Time.Zone);
        _ = Zones.Find(dialect.Time.InputZone ?? "UTC");
        CsvSchemaBuilder builder = new(dialect, names, JoinedTime.Find(dialect.Time.Column, names), wanted, inputs[0].Name);
        CsvSample sample = Filled(builder.NewSample());
        string? found = schema is null ? builder.ProposedTime(sample) : null;
        if (found is not null)
        {
            CsvDialect joining = dialect with { Time = dialect.Time with { Column = found } };
            CsvSchemaBuilder joined = new(joining, names, JoinedTime.Find(found, names), wanted, inputs[0].Name);
            CsvSample whole = Filled(joined.NewSample());
            found = joined.HasTime(whole, builder) ? found : null;
            (builder, sample) = found is null ? (builder, sample) : (joined, whole);
        }

        CsvLayout layout =
            builder.Build(sample, schema, dialect.Trim ?? (schema is null && shape.Headers[0].HasBlanks))
                .WithDst(evidence => Filled(builder.NewSample(evidence)));
        return new CsvSource(files, inputs, shape, layout, sample.SawQuotedLineEnd, builder, named, limits, found);

        CsvSample Filled(CsvSample sample)
        {
            foreach (CsvInput input in inputs)
            {
                sample.Add(input, inputs.Count, onlyHead: schema is not null);
            }

            return sample;
        }
    }

    // The columns of a stored plan that stand in fields: all but a joined time.
    private static List<string> InFields(ColumnSchema schema, CsvDialect dialect, IReadOnlyList<string> header) =>
        [.. schema.Columns.Select(static column => column.Name)
            .Where(name => name != dialect.Time.Column || !name.Contains('+') || header.Contains(name))];
}
