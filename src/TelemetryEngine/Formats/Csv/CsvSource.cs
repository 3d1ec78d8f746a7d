using System.IO.Pipelines;
using TelemetryEngine.Columns;
using TelemetryEngine.Formats.Inputs;
using TelemetryEngine.Formats.Times;
using TelemetryEngine.Sources;

namespace TelemetryEngine.Formats.Csv;

/// <summary>Delimited text as a source: files, compressed files and pipes with one header.</summary>
internal sealed class CsvSource : Source
{
    private readonly IReadOnlyList<CsvInput> _inputs;
    private readonly CsvLayout _layout;
    private readonly bool _hasQuotedLineEnds;
    private readonly CsvLimits _limits;
    private readonly InputFiles _files;

    private CsvSource(InputFiles files, IReadOnlyList<CsvInput> inputs, CsvLayout layout, bool hasQuotedLineEnds, CsvSchemaBuilder builder, CsvLimits limits, string? foundTime)
    {
        _files = files;
        _inputs = inputs;
        _layout = layout;
        _hasQuotedLineEnds = hasQuotedLineEnds;
        _limits = limits;
        Notes = builder.Notes;
        Doubts = builder.Doubts;
        Reasons = builder.Reasons;
        FoundTime = foundTime;
        Files = [.. inputs.Select(static input => input.Name)];
    }

    public override ColumnSchema Schema => _layout.Schema;

    public override IReadOnlyList<string> Files { get; }

    public override long? LengthBytes => LengthOf(_inputs);

    public override bool OnlyOnce => LengthBytes is null;

    public override IReadOnlyList<string> Notes { get; }

    public override string? FoundTime { get; }

    public override IReadOnlyDictionary<int, string> Doubts { get; }

    public override IReadOnlyDictionary<int, string> Reasons { get; }

    /// <summary>What was found out of how the text is written, so that it is read so again.</summary>
    public override TextPlan Resolve(TextPlan text)
    {
        bool isComma = _layout.Notation.Separator == (byte)',';
        return text with
        {
            Delimiter = text.Delimiter ?? (isComma ? ((char)_layout.Dialect.Delimiter).ToString() : null),
            DecimalComma = isComma,
            Thousands = _layout.Notation.Thousands == 0 ? null : ((char)_layout.Notation.Thousands).ToString(),
            Trim = _layout.Trim ? true : null,
        };
    }

    /// <summary>Opens files; <c>-</c> is the stream that the caller gives.</summary>
    /// <param name="paths">The files, in order, at least one. By their extension they may be gzip or brotli.</param>
    /// <param name="options">How they are read.</param>
    /// <param name="standardInput">What <c>-</c> means.</param>
    /// <param name="schema">The types, as a stored plan froze them; null = to be inferred.</param>
    /// <param name="limits">Limits of memory.</param>
    /// <param name="files">The run's files, should some have been looked at already.</param>
    /// <exception cref="InputException">An input can't be read, has no header, or another one than the first.</exception>
    /// <exception cref="PlanException">The options do not fit each other or the header.</exception>
    public static CsvSource Open(
        IReadOnlyList<string> paths, CsvOptions options, Stream? standardInput = null, ColumnSchema? schema = null, CsvLimits? limits = null, InputFiles? files = null)
    {
        InputFiles opened = files ?? new InputFiles();
        try
        {
            return Open(opened, Inputs(paths, standardInput, opened), options, schema, limits);
        }
        catch (Exception error)
        {
            opened.Close();
            opened.Explain(error);
            throw;
        }
    }

    /// <summary>The inputs that paths name.</summary>
    /// <param name="paths">The files, in order, at least one; <c>-</c> is the stream that the caller gives.</param>
    /// <param name="standardInput">What <c>-</c> means.</param>
    /// <param name="files">The run's files.</param>
    /// <exception cref="InputException">One can't be opened.</exception>
    public static CsvInput[] Inputs(IReadOnlyList<string> paths, Stream? standardInput, InputFiles files)
    {
        ArgumentOutOfRangeException.ThrowIfZero(paths.Count, nameof(paths));
        return [.. paths.Select(path => path == "-"
            ? CsvInput.OfStream(standardInput ?? throw new ArgumentNullException(nameof(standardInput)), "standard input")
            : CsvInput.OfFile(path, files))];
    }

    /// <summary>Opens inputs that may have been looked at.</summary>
    public static CsvSource Open(InputFiles files, IReadOnlyList<CsvInput> inputs, CsvOptions options, ColumnSchema? schema = null, CsvLimits? limits = null) =>
        Open(files, inputs, CsvDialect.For(options, inputs[0].Name), options, schema, limits);

    /// <summary>Opens a pipe, which can be read once.</summary>
    public static CsvSource Open(PipeReader reader, string name, CsvOptions options, ColumnSchema? schema = null, CsvLimits? limits = null) =>
        Open(new InputFiles(), [CsvInput.OfPipe(reader, name)], CsvDialect.For(options, name), options, schema, limits);

    public override Scan Open(ScanRequest request) => new CsvScan(_layout, _inputs, request, _hasQuotedLineEnds, _limits);

    public override IEnumerable<Reject> ResolveLines(IEnumerable<Reject> rejects) => LineResolver.Resolve(rejects, _inputs);

    public override void CheckUnchanged() => _files.Check();

    public override void Dispose()
    {
        _files.Close();
        base.Dispose();
    }

    /// <summary>The bytes of all inputs, or null when one is a pipe.</summary>
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

    private static CsvSource Open(InputFiles files, IReadOnlyList<CsvInput> inputs, CsvDialect dialect, CsvOptions options, ColumnSchema? schema, CsvLimits? limits)
    {
        limits ??= new CsvLimits();
        CsvHeader header = ReadHeaders(inputs, dialect, options, limits);
        IReadOnlyList<string> names = header.Names;
        TimeLayout? wanted = options.Time.Format is { } format ? TimeLayout.Of(format, options.Time.TextZone) : null;
        _ = Zones.Find(options.Time.Zone);
        _ = Zones.Find(options.Time.InputZone ?? "UTC");
        CsvSchemaBuilder builder = new(options, dialect, names, JoinedTime.Find(options.Time.Column, names), wanted, inputs[0].Name);
        CsvSample sample = SampleOf(inputs, builder, onlyHead: schema is not null);
        string? found = schema is null ? builder.ProposedTime(sample) : null;
        if (found is not null)
        {
            CsvOptions joining = options with { Time = options.Time with { Column = found } };
            CsvSchemaBuilder joined = new(joining, dialect, names, JoinedTime.Find(found, names), wanted, inputs[0].Name);
            CsvSample whole = SampleOf(inputs, joined, onlyHead: false);
            found = joined.HasTime(whole, builder) ? found : null;
            (builder, sample) = found is null ? (builder, sample) : (joined, whole);
        }

        CsvLayout layout = builder.Build(sample, schema, options.Trim ?? (schema is null && header.HasBlanks)).WithDst(evidence => SampleOf(inputs, builder, onlyHead: schema is not null, evidence));
        return new CsvSource(files, inputs, layout, sample.SawQuotedLineEnd, builder, limits, found);
    }

    private static CsvSample SampleOf(IReadOnlyList<CsvInput> inputs, CsvSchemaBuilder builder, bool onlyHead, DstEvidence? dst = null)
    {
        CsvSample sample = builder.NewSample(dst);
        foreach (CsvInput input in inputs)
        {
            sample.Add(input, inputs.Count, onlyHead);
        }

        return sample;
    }

    private static CsvHeader ReadHeaders(IReadOnlyList<CsvInput> inputs, CsvDialect dialect, CsvOptions options, CsvLimits limits)
    {
        CsvHeader header = CsvHeader.Read(inputs[0], options, dialect, limits);
        IReadOnlyList<string> names = header.Names;
        foreach (CsvInput input in inputs.Skip(1))
        {
            IReadOnlyList<string> others = CsvHeader.Read(input, options, dialect, limits).Names;
            int common = names.Zip(others).TakeWhile(static pair => pair.First == pair.Second).Count();
            if (common < Math.Max(names.Count, others.Count))
            {
                throw new InputException(string.Create(
                    null, $"the headers of {inputs[0].Name} and {input.Name} differ: column {common + 1} is {Said(names, common)} in the first and {Said(others, common)} in the second"), input.Name);
            }
        }

        return header;
    }

    private static string Said(IReadOnlyList<string> names, int column) => column < names.Count ? $"'{names[column]}'" : "missing";
}
