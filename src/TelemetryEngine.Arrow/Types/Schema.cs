namespace TelemetryEngine.Arrow;

/// <summary>The fields of a batch in their order. Schemas are equal when fields and metadata are.</summary>
internal sealed class Schema : IEquatable<Schema>
{
    private readonly Dictionary<string, int> _indices;

    /// <summary>Makes a schema. Names may repeat; a look-up by name finds the first.</summary>
    public Schema(IReadOnlyList<Field> fields, IReadOnlyDictionary<string, string>? metadata = null)
    {
        ArgumentNullException.ThrowIfNull(fields);
        FieldsList = [.. fields];
        Metadata = Arrow.Metadata.OrEmpty(metadata);
        _indices = new Dictionary<string, int>(fields.Count, StringComparer.Ordinal);
        for (int i = 0; i < fields.Count; i++)
        {
            ArgumentNullException.ThrowIfNull(fields[i]);
            _indices.TryAdd(fields[i].Name, i);
        }
    }

    /// <summary>The fields.</summary>
    public IReadOnlyList<Field> FieldsList { get; }

    /// <summary>Free text that travels with the schema; empty when there is none.</summary>
    public IReadOnlyDictionary<string, string> Metadata { get; }

    /// <summary>The index of the first field with exactly this name, or −1.</summary>
    public int GetFieldIndex(string name) => _indices.GetValueOrDefault(name, -1);

    /// <summary>The first field with exactly this name, or null.</summary>
    public Field? GetFieldByName(string name) => _indices.TryGetValue(name, out int index) ? FieldsList[index] : null;

    /// <inheritdoc/>
    public bool Equals(Schema? other) =>
        other is not null
        && FieldsList.SequenceEqual(other.FieldsList)
        && Arrow.Metadata.AreEqual(Metadata, other.Metadata);

    /// <inheritdoc/>
    public override bool Equals(object? obj) => Equals(obj as Schema);

    /// <inheritdoc/>
    public override int GetHashCode()
    {
        HashCode hash = default;
        foreach (Field field in FieldsList)
        {
            hash.Add(field);
        }

        return hash.ToHashCode();
    }

    /// <inheritdoc/>
    public override string ToString() => string.Join(", ", FieldsList);
}
