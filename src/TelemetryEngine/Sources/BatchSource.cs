using Apache.Arrow;
using TelemetryEngine.Columns;

namespace TelemetryEngine.Sources;

// Record batches that a program hands over, or that are made of what it hands over.
internal sealed class BatchSource : Source
{
    private readonly BatchTable _table;
    private readonly NaiveTimes? _times;

    // Takes what a program hands over.
    // times: How times without a zone are read; null = as UTC.
    // throws PlanException: There is no column, or one that can't be read.
    // throws InputException: A name is used twice.
    // throws InvalidOperationException: It can be read once, and was.
    public BatchSource(BatchInput input, NaiveTimes? times = null)
    {
        _times = times;
        _table = input.Look();
        Schema = WithDecimals(ArrowTypes.ToColumns(_table.Schema, zone: times?.Label), _table.Scales);
        ArrowFields = ArrowFields.Of(_table.Schemas);
        Files = [input.Name];
        OnlyOnce = input.OnlyOnce is not null;
    }

    // Takes batches, of which the first gives the schema.
    // throws PlanException: There is no batch.
    // throws InputException: A name is used twice.
    public BatchSource(IReadOnlyList<RecordBatch> batches, NaiveTimes? times = null)
        : this(new HeldBatches(batches), times)
    {
    }

    public override ColumnSchema Schema { get; }

    public override ArrowFields ArrowFields { get; }

    public override IReadOnlyList<string> Files { get; }

    public override long? LengthBytes => null;

    public override bool OnlyOnce { get; }

    private static ColumnSchema WithDecimals(ColumnSchema schema, IReadOnlyDictionary<int, int> scales) => scales.Count == 0
        ? schema
        : new ColumnSchema([.. schema.Columns.Select((column, i) =>
            scales.TryGetValue(i, out int scale) ? column with { Type = new ColumnType(ColumnKind.Decimal, Scale: scale) } : column)]);

    public override Scan Open(ScanRequest request) => new BatchScan(_table.Open(request), Schema, request, _times);
}
