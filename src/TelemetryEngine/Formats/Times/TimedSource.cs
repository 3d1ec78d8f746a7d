using TelemetryEngine.Columns;
using TelemetryEngine.Formats.Csv;
using TelemetryEngine.Sources;

namespace TelemetryEngine.Formats.Times;

// A source in which columns of numbers or texts are times: Arrow data and batches, whose types say nothing of what they mean.
internal sealed class TimedSource : Source
{
    private readonly Source _rows;
    private readonly IReadOnlyList<MessageText> _notes;

    // Takes a source, which is disposed with it.
    // schema: Its columns, those that are times with their type.
    // layouts: How times are written, by ordinal; null for columns that stay as they are.
    public TimedSource(Source rows, ColumnSchema schema, TimeLayout?[] layouts, TimeDialect options, IReadOnlyList<MessageText> notes)
    {
        _rows = rows;
        _notes = notes;
        Schema = schema;
        Layouts = layouts;
        Options = options;
        ArrowFields = rows.ArrowFields with
        {
            Fields = [.. rows.ArrowFields.Fields.Select(
            (field, i) => layouts[i] is null ? field : null)]
        };
    }

    public override ColumnSchema Schema { get; }

    // How the times of each column are written; null for other columns.
    public TimeLayout?[] Layouts { get; }

    public TimeDialect Options { get; }

    public override ArrowFields ArrowFields { get; }

    public override IReadOnlyList<string> Files => _rows.Files;

    public override long? LengthBytes => _rows.LengthBytes;

    public override bool OnlyOnce => _rows.OnlyOnce;

    public override IReadOnlyList<MessageText> Notes => [.. _rows.Notes, .. _notes];

    public override Scan Open(ScanRequest request) => new TimedScan(this, _rows.Open(request), request);

    public override IEnumerable<Reject> ResolveLines(IEnumerable<Reject> rejects) => _rows.ResolveLines(rejects);

    public override void CheckUnchanged() => _rows.CheckUnchanged();

    public override void Dispose()
    {
        _rows.Dispose();
        base.Dispose();
    }

    private sealed class TimedScan(TimedSource source, Scan rows, ScanRequest request) : Scan
    {
        public override IReadOnlyList<MessageText> Notes => rows.Notes;

        public override long BytesRead => rows.BytesRead;

        public override double? ShareRead => rows.ShareRead;

        public override bool MustRedo => rows.MustRedo;

        public override BatchReader CreateReader() => new TimedReader(source, rows.CreateReader(), request);

        public override void Dispose()
        {
            rows.Dispose();
            base.Dispose();
        }
    }
}
