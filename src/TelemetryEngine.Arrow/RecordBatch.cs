namespace TelemetryEngine.Arrow;

/// <summary>
/// Arrays of one length under a schema. A batch may own the memory of its arrays: whoever got it from a reader disposes it, and uses no
/// array, slice
/// or span of it afterwards. A batch made of built arrays owns nothing, and disposing it does nothing.
/// </summary>
internal sealed class RecordBatch : IDisposable
{
    private readonly ArrowArray[] _columns;
    private IDisposable? _owner;
    private bool _isGone;

    /// <summary>Makes a batch.</summary>
    /// <param name="schema">The columns' names and types.</param>
    /// <param name="columns">An array for each field, of the field's type and of <paramref name="length"/> rows.</param>
    /// <param name="length">The number of rows.</param>
    /// <param name="owner">Owns the memory that the arrays look at, and is disposed with the batch: once, and by the batch alone. Null when
    /// somebody
    /// else, or the collector, takes care of it.</param>
    /// <exception cref="ArgumentException">A column is missing, or has another type or length.</exception>
    public RecordBatch(Schema schema, IReadOnlyList<ArrowArray> columns, int length, IDisposable? owner = null)
    {
        ArgumentNullException.ThrowIfNull(schema);
        ArgumentNullException.ThrowIfNull(columns);
        ArgumentOutOfRangeException.ThrowIfNegative(length);
        if (columns.Count != schema.FieldsList.Count)
        {
            throw new ArgumentException($"{columns.Count} columns for {schema.FieldsList.Count} fields", nameof(columns));
        }

        for (int i = 0; i < columns.Count; i++)
        {
            Field field = schema.FieldsList[i];
            ArrowArray column = columns[i];
            if (column.Length != length || !column.DataType.Equals(field.DataType))
            {
                throw new ArgumentException(
                    $"column '{field.Name}' is {column.Length} rows of {column.DataType}, not {length} rows of {field.DataType}", nameof(columns));
            }
        }

        Schema = schema;
        Length = length;
        _columns = [.. columns];
        _owner = owner;
    }

    /// <summary>The columns' names and types.</summary>
    public Schema Schema { get; }

    /// <summary>The number of rows.</summary>
    public int Length { get; }

    /// <summary>The number of columns.</summary>
    public int ColumnCount => _columns.Length;

    /// <summary>The columns.</summary>
    /// <exception cref="ObjectDisposedException">The batch owned their memory and was disposed.</exception>
    public IReadOnlyList<ArrowArray> Arrays => Columns;

    /// <summary>The column at an index.</summary>
    /// <exception cref="ArgumentOutOfRangeException">There is no such column.</exception>
    /// <exception cref="ObjectDisposedException">The batch owned its memory and was disposed.</exception>
    public ArrowArray Column(int index)
    {
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual((uint)index, (uint)_columns.Length, nameof(index));
        return Columns[index];
    }

    /// <summary>The first column with exactly this name.</summary>
    /// <exception cref="ArgumentException">There is no such column; the message lists those there are.</exception>
    /// <exception cref="ObjectDisposedException">The batch owned its memory and was disposed.</exception>
    public ArrowArray Column(string name)
    {
        int index = Schema.GetFieldIndex(name);
        return index >= 0
            ? Columns[index]
            : throw new ArgumentException($"there is no column '{name}'; the columns are {string.Join(", ", Schema.FieldsList.Select(static field => field.Name))}", nameof(name));
    }

    /// <summary>Some of the rows, over the same memory. A slice owns nothing: it is valid as long as the batch it was cut from.</summary>
    /// <exception cref="ArgumentOutOfRangeException">Rows beyond the end.</exception>
    public RecordBatch Slice(int offset, int length)
    {
        ArgumentOutOfRangeException.ThrowIfGreaterThan((uint)offset, (uint)Length, nameof(offset));
        ArgumentOutOfRangeException.ThrowIfGreaterThan((uint)length, (uint)(Length - offset), nameof(length));
        return new RecordBatch(Schema, Array.ConvertAll(Columns, column => column.Slice(offset, length)), length);
    }

    /// <summary>Lets the memory go, if the batch owns it; then no column can be had any more.</summary>
    public void Dispose()
    {
        if (Interlocked.Exchange(ref _owner, null) is { } owner)
        {
            Volatile.Write(ref _isGone, true);
            owner.Dispose();
        }
    }

    private ArrowArray[] Columns
    {
        get
        {
            ObjectDisposedException.ThrowIf(Volatile.Read(ref _isGone), this);
            return _columns;
        }
    }
}
