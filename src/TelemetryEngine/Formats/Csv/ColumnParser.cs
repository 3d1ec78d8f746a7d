using TelemetryEngine.Columns;
using TelemetryEngine.Sources;

namespace TelemetryEngine.Formats.Csv;

/// <summary>Turns one column of many rows into a vector. One belongs to one reader and is used by one thread at a time.</summary>
/// <param name="column">Name and type.</param>
/// <param name="ordinal">The place in the schema.</param>
/// <param name="field">The place in the record.</param>
/// <param name="dialect">What null looks like.</param>
internal abstract class ColumnParser(Column column, int ordinal, FieldPlace field, CsvDialect dialect) : IDisposable
{
    private byte[] _scratch = [];
    private long[] _words = [];

    public Column Column { get; } = column;

    public int Ordinal { get; } = ordinal;

    public Vector Vector { get; } = new(column.Type);

    /// <summary>Rows of the batch whose field can't be read, in order.</summary>
    public List<int> Bad { get; } = [];

    /// <summary>True when a null is an error, whatever the policy.</summary>
    public bool IsRequired { get; init; }

    /// <summary>True when the usual words for null are null: where the column's type was inferred.</summary>
    public bool TakesWords { get; init; }

    /// <summary>How often each of <see cref="NullWords"/> was read as null; empty where none was.</summary>
    public ReadOnlySpan<long> Words => _words;

    protected FieldPlace Field { get; } = field;

    protected CsvDialect Dialect { get; } = dialect;

    protected int BatchRows { get; private set; }

    /// <summary>Empties the vector for a batch of at most <paramref name="rows"/> rows.</summary>
    public virtual void Begin(int rows)
    {
        BatchRows = rows;
        Vector.Reset(rows);
        Bad.Clear();
    }

    /// <summary>True for a row of the batch that has no value: it is null, or was refused.</summary>
    public bool IsVoid(int row) => Bad.BinarySearch(row) >= 0 || Vector.IsNull(row);

    /// <summary>Bytes held by the texts that were met.</summary>
    public virtual long TextBytes => 0;

    /// <summary>Begins a new dictionary with the next batch.</summary>
    public virtual void ForgetTexts()
    {
    }

    /// <summary>Reads the rows of a run into the vector, the first one to row <paramref name="into"/>.</summary>
    public abstract void Parse(in RowRun run, int into);

    /// <summary>Why a row's field can't be read, with what helps.</summary>
    public MessageText Explain(in RowRun run, int row)
    {
        ReadOnlySpan<byte> text = Text(run, row);
        return IsRequired && (Dialect.IsNull(text) || (TakesWords && NullWords.Find(text) >= 0)) ? Reject.MissingTime : Explain(text);
    }

    /// <summary>The text of a row's field, without quotes and the blanks around it.</summary>
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

    /// <summary>A field without the blanks around it and its quotes, and those within its quotes.</summary>
    protected ReadOnlySpan<byte> Value(ReadOnlySpan<byte> raw) => FieldText.Value(raw, ref _scratch);

    /// <summary>True for the <see cref="Value"/> of a field that is null. Words for null are counted.</summary>
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
