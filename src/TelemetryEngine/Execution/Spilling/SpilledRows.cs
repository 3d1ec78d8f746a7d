using Apache.Arrow;
using Apache.Arrow.Types;
using TelemetryEngine.Arrow;
using TelemetryEngine.Columns;

namespace TelemetryEngine.Execution.Spilling;

// Rows that are sorted a part at a time, as they do not fit the memory, and merged in the end.
internal sealed class SpilledRows : IDisposable
{
    private readonly Schema _schema;
    private readonly Schema _written;
    private readonly IReadOnlyList<RunKey> _keys;
    private readonly SpillFile _file;
    private readonly TextDictionary?[] _texts;
    private readonly List<SortedRun> _runs = [];

    // keys: What parts are sorted by.
    // folder: Where the temporary file is; null = the system's folder.
    // what: What is written to it, for errors.
    public SpilledRows(Schema schema, IReadOnlyList<RunKey> keys, string? folder, string what)
    {
        _schema = schema;
        _keys = keys;
        _texts = [.. schema.FieldsList.Select(static field => field.DataType is DictionaryType ? new TextDictionary() : null)];
        _written = new Schema(schema.FieldsList.Select(static field =>
            field.DataType is DictionaryType ? new Field(field.Name, StringType.Default, nullable: true) : field), null);
        _file = new SpillFile(folder, what: what);
    }

    // The bytes that were written.
    public long Bytes => _file.LengthBytes;

    // Whether rows of this schema can be written and merged.
    public static bool CanHold(Schema schema, IReadOnlyList<RunKey> keys) =>
        schema.FieldsList.All(static field => field.DataType is Date32Type || SortKeys.CanCompare(field.DataType))
            && keys.All(key => SortKeys.CanCompare(schema.FieldsList[key.Column].DataType));

    // How many rows of so many bytes are written at a time.
    public static int BatchRows(long rowBytes) => SortedRun.BatchRows(rowBytes);

    // Writes rows in their order, which come behind those before where they are equal in all keys.
    // throws RunException: The disk is full, or fails.
    public void Add(IEnumerable<RecordBatch> batches) => _runs.Add(SortedRun.Write(_file, _written, batches.Select(Written)));

    // All rows in their order.
    public IEnumerable<RecordBatch> Merge(int batchRows, CancellationToken cancellation)
    {
        RunMerge merge = new(_file, _runs, _keys);
        MergedBatches batches = new(_schema, _texts);
        for (long left = _runs.Sum(static run => run.Rows); left > 0; left -= batchRows)
        {
            cancellation.ThrowIfCancellationRequested();
            yield return batches.Build(merge.Next((int)Math.Min(batchRows, left)));
        }
    }

    public void Dispose() => _file.Dispose();

    // each batch would have the whole dictionary
    private RecordBatch Written(RecordBatch batch)
    {
        IArrowArray[] arrays = [.. batch.Arrays];
        for (int i = 0; i < arrays.Length; i++)
        {
            arrays[i] = _texts[i] is { } texts ? Plain(arrays[i], texts) : arrays[i];
        }

        return new RecordBatch(_written, arrays, batch.Length);
    }

    private static StringArray Plain(IArrowArray array, TextDictionary texts)
    {
        StringArray.Builder plain = new();
        for (int row = 0; row < array.Length; row++)
        {
            if (array.HasNullAt(row))
            {
                plain.AppendNull();
            }
            else
            {
                texts.GetOrAdd(array.BytesAt(row));
                plain.Append(array.BytesAt(row));
            }
        }

        return plain.Build();
    }
}
