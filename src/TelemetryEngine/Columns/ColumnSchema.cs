namespace TelemetryEngine.Columns;

/// <summary>A column's name and type.</summary>
/// <param name="Name">The name, as in the header.</param>
/// <param name="Type">The type.</param>
internal sealed record Column(string Name, ColumnType Type)
{
    /// <summary>The unit or currency that the column's numbers carried in their text, such as <c>kW</c>; null where they carried none.</summary>
    public string? Unit { get; init; }

    /// <summary>How the times of a column are written in the input, as <c>--time-format</c> takes it; null for ISO-8601, for integers that count the column's unit, and
    /// for columns of other types.</summary>
    public string? Format { get; init; }
}

/// <summary>The columns of an input, in their order.</summary>
internal sealed class ColumnSchema
{
    private readonly Dictionary<string, int> _ordinals;

    /// <summary>Makes a schema.</summary>
    /// <exception cref="ArgumentException">Two columns have the same name.</exception>
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

    /// <summary>The columns.</summary>
    public IReadOnlyList<Column> Columns { get; }

    /// <summary>The number of columns.</summary>
    public int Count => Columns.Count;

    /// <summary>The column at an ordinal.</summary>
    public Column this[int ordinal] => Columns[ordinal];

    /// <summary>The ordinal of the column with this exact name, or −1.</summary>
    public int Find(string name) => _ordinals.TryGetValue(name, out int ordinal) ? ordinal : -1;
}
