using Apache.Arrow;
using TelemetryEngine.Arrow;
using TelemetryEngine.Columns;
using TelemetryEngine.Execution.Results;

namespace TelemetryEngine.Execution.Flows;

// Rows of batches of one schema, all of them held, to be taken in any order. A row's place counts through the batches.
internal sealed class GatheredRows(Schema schema)
{
    private readonly GatheredColumn[] _columns = [.. schema.FieldsList.Select(static field => GatheredColumn.Of(field.DataType))];

    private readonly ResultMemory _memory = new(expectedBytes: 0);

    // The number of rows.
    public int Count { get; private set; }

    // The columns.
    public Schema Schema => schema;

    // What is held for the rows.
    public long Bytes
    {
        get
        {
            long bytes = 0;
            foreach (GatheredColumn column in _columns)
            {
                bytes += column.Bytes;
            }

            return bytes;
        }
    }

    // Whether all rows are copies: then batches may be disposed once they are added.
    public bool AreCopies => System.Array.TrueForAll(_columns, static column => column.IsCopy);

    // Adds the rows of a batch.
    // throws RunException: They are more rows than can be counted.
    public void Add(RecordBatch batch)
    {
        if (batch.Length > int.MaxValue - Count)
        {
            throw new RunException($"more than {int.MaxValue:N0} rows are to be held at once; filter with {Fix.Where}");
        }

        for (int column = 0; column < _columns.Length; column++)
        {
            _columns[column].Add(batch.Column(column));
        }

        Count += batch.Length;
    }

    // A column.
    public GatheredColumn Column(int column) => _columns[column];

    // Rows by their places.
    // throws RunException: The texts of one column are more than one array can hold.
    public RecordBatch Take(ReadOnlySpan<int> places)
    {
        IArrowArray[] arrays = new IArrowArray[_columns.Length];
        long bytes = 0;
        foreach (GatheredColumn column in _columns)
        {
            bytes += column.RoomFor(places.Length);
        }

        ArrayMemory memory = _memory.Rent(bytes);
        for (int column = 0; column < arrays.Length; column++)
        {
            arrays[column] = _columns[column].Take(places, memory);
        }

        _memory.Learn(bytes, memory);
        return new PooledBatch(schema, arrays, places.Length, memory);
    }

    // Rows by their places, in batches.
    // mostRows: The most rows in one.
    // threads: How many threads make them.
    public IEnumerable<RecordBatch> Take(int[] places, int mostRows, int threads, CancellationToken cancellation) =>
        OrderedWork.Of((int)(((long)places.Length + mostRows - 1) / mostRows), threads, piece =>
            {
                int start = piece * mostRows;
                return Take(places.AsSpan(start, Math.Min(mostRows, places.Length - start)));
            })
            .Read(cancellation);
}
