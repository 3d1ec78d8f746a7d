using System.Collections;

namespace TelemetryEngine.Columns;

/// <summary>Columns at their ordinals, found by their names at once however many they are. Of equal names the first counts. Grows only.</summary>
internal sealed class NamedColumns : IReadOnlyList<Column>
{
    private readonly List<Column> _columns = [];
    private readonly Dictionary<string, int> _ordinals = new(StringComparer.Ordinal);

    /// <param name="columns">The first columns.</param>
    public NamedColumns(IEnumerable<Column> columns)
    {
        foreach (Column column in columns)
        {
            Add(column);
        }
    }

    /// <inheritdoc/>
    public int Count => _columns.Count;

    /// <inheritdoc/>
    public Column this[int index] => _columns[index];

    /// <summary>Adds a column behind the others.</summary>
    public void Add(Column column)
    {
        _ordinals.TryAdd(column.Name, _columns.Count);
        _columns.Add(column);
    }

    /// <summary>The ordinal of the column with this exact name, or −1.</summary>
    public int Find(string name) => _ordinals.GetValueOrDefault(name, -1);

    /// <inheritdoc/>
    public IEnumerator<Column> GetEnumerator() => _columns.GetEnumerator();

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();
}
