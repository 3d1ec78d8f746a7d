using Apache.Arrow;

namespace TelemetryEngine.Sources.Rows;

// Rows as batches of the columns that are looked at. Rows are fetched by one thread at a time, and made columns of by all.
// blocks: The rows; disposed with this.
// request: Which columns are looked at.
// rows: The number of rows; null where rows may have to be waited for.
internal sealed class RowFeed(Schema schema, IEnumerator<RowBlock> blocks, ScanRequest request, long? rows) : BatchFeed
{
    private readonly int[] _columns = request.UsedOf(schema.FieldsList.Count);
    private Schema? _schema;
    private long _rowsRead;

    public override double? ShareRead => rows is > 0 and long all ? (double)Volatile.Read(ref _rowsRead) / all : 0;

    public override bool IsPrompt => rows is not null;

    public override int PlaceOf(int column) => Array.BinarySearch(_columns, column);

    public override SharedBatch? Next(CancellationToken cancellation)
    {
        if (!blocks.MoveNext())
        {
            return null;
        }

        RowBlock block = blocks.Current;
        Volatile.Write(ref _rowsRead, _rowsRead + block.Rows);
        return new SharedBatch(block.Rows, () => Make(block));
    }

    public override void Dispose() => blocks.Dispose();

    private RecordBatch Make(RowBlock block)
    {
        IArrowArray[] arrays = new IArrowArray[_columns.Length];
        for (int i = 0; i < arrays.Length; i++)
        {
            arrays[i] = block.Read(_columns[i]);
        }

        _schema ??= new Schema([.. _columns.Select(schema.GetFieldByIndex)], null);
        return new RecordBatch(_schema, arrays, block.Rows);
    }
}
