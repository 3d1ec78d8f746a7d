using System.Collections;

namespace TelemetryEngine.Columns;

// Columns at their ordinals, found by their names at once however many they are. Of equal names the first counts. Grows only.
internal sealed class NamedColumns : IReadOnlyList<Column>
{
    private readonly List<Column> _columns = [];
    private readonly Dictionary<string, int> _ordinals = new(StringComparer.Ordinal);

    public NamedColumns(IEnumerable<Column> columns)
    {
        foreach (Column column in columns)
        {
            Add(column);
        }
    }

    public int Count => _columns.Count;

    public Column this[int index] => _columns[index];

    // Adds a column behind the others.
    public void Add(Column column)
    {
        _ordinals.TryAdd(column.Name, _columns.Count);
        _columns.Add(column);
    }

    // The ordinal of the column with this exact name, or −1.
    public int Find(string name) => _ordinals.GetValueOrDefault(name, -1);

    public IEnumerator<Column> GetEnumerator() => _columns.GetEnumerator();

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();
}
