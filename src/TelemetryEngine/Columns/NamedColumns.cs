namespace TelemetryEngine.Columns;

// Columns at their ordinals, and which of them can be seen: under which name, in which order. They are found by their names at once however
// many they are. Of equal names the first counts. Grows only.
internal sealed class NamedColumns
{
    private readonly List<Column> _columns = [];
    private readonly List<int> _shown = [];
    private readonly Dictionary<string, int> _ordinals = new(StringComparer.Ordinal);

    public NamedColumns(IEnumerable<Column> columns)
    {
        foreach (Column column in columns)
        {
            Add(column);
        }
    }

    private NamedColumns(NamedColumns others, IEnumerable<(int Ordinal, string Name)> shown)
    {
        _columns.AddRange(others._columns);
        foreach ((int ordinal, string name) in shown)
        {
            _columns[ordinal] = _columns[ordinal] with { Name = name };
            _shown.Add(ordinal);
            _ordinals.TryAdd(name, ordinal);
        }
    }

    // How many there are, seen or not.
    public int Count => _columns.Count;

    // The ordinals of those that can be seen, in their order.
    public IReadOnlyList<int> Shown => _shown;

    // The names of those that can be seen, in their order.
    public IEnumerable<string> Names => _shown.Select(ordinal => _columns[ordinal].Name);

    public Column this[int ordinal] => _columns[ordinal];

    // Adds a column behind the others.
    public void Add(Column column)
    {
        _ordinals.TryAdd(column.Name, _columns.Count);
        _shown.Add(_columns.Count);
        _columns.Add(column);
    }

    // The same columns, of which only some can be seen, under these names and in this order.
    public NamedColumns Show(IEnumerable<(int Ordinal, string Name)> shown) => new(this, shown);

    // The ordinal of the column with this exact name that can be seen, or −1.
    public int Find(string name) => _ordinals.GetValueOrDefault(name, -1);
}
