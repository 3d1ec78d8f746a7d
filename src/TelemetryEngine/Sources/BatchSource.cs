using Apache.Arrow;
using TelemetryEngine.Columns;

namespace TelemetryEngine.Sources;

/// <summary>Record batches that a program holds. They stay the program's own, and must not change while they are read.</summary>
internal sealed class BatchSource : Source
{
    private const string Name = "batches";

    private readonly Schema _arrowSchema;
    private readonly IEnumerable<RecordBatch> _batches;
    private readonly NaiveTimes? _times;

    /// <summary>Takes batches of one schema.</summary>
    /// <param name="schema">Their schema.</param>
    /// <param name="batches">Enumerated for each scan, and each batch while it is read; a sequence that is no collection can be read only once.</param>
    /// <exception cref="InputException">A column of a type that can't be read, or a name used twice.</exception>
    /// <param name="times">How times without a zone are read; null = as UTC.</param>
    public BatchSource(Schema schema, IEnumerable<RecordBatch> batches, NaiveTimes? times = null)
    {
        _times = times;
        _arrowSchema = schema;
        _batches = batches;
        Schema = ArrowTypes.ToColumns(schema, zone: times?.Label);
        ArrowFields = ArrowFields.Of([schema, .. (batches as IReadOnlyCollection<RecordBatch> ?? []).Select(batch => batch.Schema)]);
    }

    /// <summary>Takes batches, of which the first gives the schema.</summary>
    /// <exception cref="PlanException">There is no batch.</exception>
    /// <exception cref="InputException">A column of a type that can't be read, or a name used twice.</exception>
    public BatchSource(IReadOnlyList<RecordBatch> batches, NaiveTimes? times = null)
        : this(SchemaOf(batches), batches, times)
    {
    }

    public override ColumnSchema Schema { get; }

    public override ArrowFields ArrowFields { get; }

    public override IReadOnlyList<string> Files => [Name];

    public override long? LengthBytes => null;

    public override bool OnlyOnce => _batches is not IReadOnlyCollection<RecordBatch>;

    public override Scan Open(ScanRequest request) => new BatchScan(new Feed(_arrowSchema, _batches.GetEnumerator(), Rows()), Schema, request, _times);

    private long Rows()
    {
        long rows = 0;
        foreach (RecordBatch batch in _batches as IReadOnlyCollection<RecordBatch> ?? [])
        {
            rows += batch.Length;
        }

        return rows;
    }

    private static Schema SchemaOf(IReadOnlyList<RecordBatch> batches) => batches.Count != 0
        ? batches[0].Schema
        : throw new PlanException("there are no batches, so the columns are not known; pass at least one, which may be empty");

    private sealed class Feed(Schema schema, IEnumerator<RecordBatch> batches, long rows) : BatchFeed
    {
        private int _index = -1;
        private long _rowsRead;

        public override double? ShareRead => rows == 0 ? 0 : (double)Volatile.Read(ref _rowsRead) / rows;

        public override bool IsPrompt => rows != 0;

        public override SharedBatch? Next(CancellationToken cancellation)
        {
            if (!batches.MoveNext())
            {
                return null;
            }

            _index++;
            RecordBatch batch = batches.Current;
            Volatile.Write(ref _rowsRead, _rowsRead + batch.Length);
            return ReferenceEquals(batch.Schema, schema) || SchemaDifference.Between(schema, batch.Schema) is not { } difference
                ? new SharedBatch(batch, isOwned: false)
                : throw new InputException($"batch {_index} differs from batch 0: {difference}", Name);
        }

        public override void Dispose() => batches.Dispose();
    }
}
