using Apache.Arrow;
using Apache.Arrow.Types;

namespace TelemetryEngine.Sources;

// Batches as a program hands them over, each checked before it is read.
// schema: The columns that all of them must have.
// batches: The batches; disposed with this.
// request: Which columns are looked at.
// rows: The number of rows where it is known; else null, and the next batch may have to be waited for.
// isOwned: True where each batch is disposed when it was read, unless it holds a dictionary: others may share that, and a result keep it.
internal sealed class ForeignBatches(
    Schema schema, IEnumerator<RecordBatch> batches, ScanRequest request, long? rows, bool isOwned = false) : BatchFeed
{
    // What errors call them.
    public const string Name = "batches";

    private readonly BatchCheck _check = new(request.UsedOf(schema.FieldsList.Count), request.Passed ?? []);
    private readonly bool _isDisposable = isOwned && !schema.FieldsList.Any(static field => HoldsDictionary(field.DataType));
    private int _index = -1;
    private long _rowsRead;

    public override double? ShareRead => rows is > 0 and long all ? (double)Volatile.Read(ref _rowsRead) / all : 0;

    public override bool IsPrompt => rows > 0;

    public override SharedBatch? Next(CancellationToken cancellation)
    {
        if (batches is IWaitingBatches waiting)
        {
            waiting.Cancellation = cancellation;
        }

        if (!batches.MoveNext())
        {
            return null;
        }

        _index++;
        RecordBatch batch = NotNull(batches.Current, _index);
        Volatile.Write(ref _rowsRead, _rowsRead + batch.Length);
        if (!ReferenceEquals(batch.Schema, schema) && SchemaDifference.Between(schema, batch.Schema) is { } difference)
        {
            throw new InputException($"batch {_index} differs from batch 0: {difference}", Name);
        }

        _check.Check(batch, _index);
        return new SharedBatch(batch, _isDisposable);
    }

    public override void Dispose() => batches.Dispose();

    private static bool HoldsDictionary(IArrowType type) => type switch
    {
        DictionaryType or RunEndEncodedType => true,
        NestedType nested => nested.Fields.Any(static field => HoldsDictionary(field.DataType)),
        ExtensionType extension => HoldsDictionary(extension.StorageType),
        _ => false,
    };

    // throws InputException: There is no batch.
    public static RecordBatch NotNull(RecordBatch? batch, int index) => batch ?? throw new InputException($"batch {index} is null", Name);
}

// Batches that have to be waited for.
internal interface IWaitingBatches : IEnumerator<RecordBatch>
{
    // Ends the next wait.
    CancellationToken Cancellation { get; set; }
}
