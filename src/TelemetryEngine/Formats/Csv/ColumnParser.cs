using TelemetryEngine.Columns;
using TelemetryEngine.Sources;

namespace TelemetryEngine.Formats.Csv;

// Turns one column of many rows into a vector. One belongs to one reader and is used by one thread at a time.
// ordinal: The place in the schema.
// field: The place in the record.
internal abstract class ColumnParser(Column column, int ordinal, FieldPlace field, CsvDialect dialect) : IDisposable
{
    private byte[] _scratch = [];
    private long[] _words = [];

    public Column Column { get; } = column;

    public int Ordinal { get; } = ordinal;

    public ColumnVector Vector { get; } = new(column.Type);

    // Rows of the batch whose field can't be read, in order.
    public List<int> Bad { get; } = [];

    // True when a null is an error, whatever the policy.
    public bool IsRequired { get; init; }

    // True when the usual words for null are null: where the column's type was inferred.
    public bool TakesWords { get; init; }

    // How often each of NullWords was read as null; empty where none was.
    public ReadOnlySpan<long> Words => _words;

    protected FieldPlace Field { get; } = field;

    protected CsvDialect Dialect { get; } = dialect;

    protected int BatchRows { get; private set; }

    // Empties the vector for a batch of at most rows rows.
    public virtual void Begin(int rows)
    {
        BatchRows = rows;
        Vector.Reset(rows);
        Bad.Clear();
    }

    // True for a row of the batch that has no value: it is null, or was refused.
    public bool IsVoid(int row) => Bad.BinarySearch(row) >= 0 || Vector.IsNull(row);

    // Bytes held by the texts that were met.
    public virtual long TextBytes => 0;

    // Begins a new dictionary with the next batch.
    public virtual void ForgetTexts()
    {
    }

    // Reads the rows of a run into the vector, the first one to row into.
    public abstract void Parse(in RowRun run, int into);

    // Why a row's field can't be read, with what helps.
    public MessageText Explain(in RowRun run, int row)
    {
        ReadOnlySpan<byte> text = Text(run, row);
        return IsRequired && (Dialect.IsNull(text) || (TakesWords && NullWords.Find(text) >= 0)) ? Reject.MissingTime : Explain(text);
    }

    // The text of a row's field, without quotes and the blanks around it.
    public virtual ReadOnlySpan<byte> Text(in RowRun run, int row) => Value(run.Raw(row, Field));

    public void Dispose() => Vector.Dispose();

    protected abstract MessageText Explain(ReadOnlySpan<byte> text);

    protected void SetNull(int row)
    {
        if (IsRequired)
        {
            Bad.Add(row);
        }
        else
        {
            Vector.SetNull(row, BatchRows);
        }
    }

    // A field without the blanks around it and its quotes, and those within its quotes.
    protected ReadOnlySpan<byte> Value(ReadOnlySpan<byte> raw) => FieldText.Value(raw, ref _scratch);

    // True for the Value of a field that is null. Words for null are counted.
    protected bool IsNull(ReadOnlySpan<byte> value)
    {
        if (Dialect.IsNull(value))
        {
            return true;
        }

        int word = TakesWords ? NullWords.Find(value) : -1;
        if (word < 0)
        {
            return false;
        }

        if (_words.Length == 0)
        {
            _words = new long[NullWords.Count];
        }

        _words[word]++;
        return true;
    }

    protected ReadOnlySpan<byte> Unquote(ReadOnlySpan<byte> raw) => FieldText.Unquote(raw, ref _scratch);
}
