namespace TelemetryEngine.Columns;

// A column's name and type.
// Name: The name, as in the header.
internal sealed record Column(string Name, ColumnType Type)
{
    // The unit or currency that the column's numbers carried in their text, such as kW; null where they carried none.
    public string? Unit { get; init; }

    // How the times of a column are written in the input, as --time-format takes it; null for ISO-8601, for integers that count the
    // column's unit, and for columns of other types.
    public string? Format { get; init; }
}

// The columns of an input, in their order.
internal sealed class ColumnSchema
{
    private readonly Dictionary<string, int> _ordinals;

    // Makes a schema.
    // throws ArgumentException: Two columns have the same name.
    public ColumnSchema(IReadOnlyList<Column> columns)
    {
        ArgumentNullException.ThrowIfNull(columns);
        Columns = columns;
        _ordinals = new Dictionary<string, int>(columns.Count, StringComparer.Ordinal);
        for (int i = 0; i < columns.Count; i++)
        {
            if (!_ordinals.TryAdd(columns[i].Name, i))
            {
                throw new ArgumentException($"two columns are named '{columns[i].Name}'", nameof(columns));
            }
        }
    }

    // The columns.
    public IReadOnlyList<Column> Columns { get; }

    // The number of columns.
    public int Count => Columns.Count;

    // The column at an ordinal.
    public Column this[int ordinal] => Columns[ordinal];

    // The ordinal of the column with this exact name, or −1.
    public int Find(string name) => _ordinals.TryGetValue(name, out int ordinal) ? ordinal : -1;
}
