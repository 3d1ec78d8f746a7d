namespace TelemetryEngine.Arrow;

/// <summary>A column's name and type. Fields are equal when name, type, nullability and metadata are.</summary>
internal sealed class Field : IEquatable<Field>
{
    /// <summary>Makes a field.</summary>
    /// <param name="name">The name; it may be empty.</param>
    /// <param name="dataType">The type.</param>
    /// <param name="isNullable">False promises that no row is null. It is a statement about the data, and nothing here checks it.</param>
    /// <param name="metadata">Free text that travels with the field.</param>
    public Field(string name, ArrowType dataType, bool isNullable = true, IReadOnlyDictionary<string, string>? metadata = null)
    {
        ArgumentNullException.ThrowIfNull(name);
        ArgumentNullException.ThrowIfNull(dataType);
        Name = name;
        DataType = dataType;
        IsNullable = isNullable;
        Metadata = Arrow.Metadata.OrEmpty(metadata);
    }

    /// <summary>The name.</summary>
    public string Name { get; }

    /// <summary>The type.</summary>
    public ArrowType DataType { get; }

    /// <summary>True when rows may be null.</summary>
    public bool IsNullable { get; }

    /// <summary>Free text that travels with the field; empty when there is none.</summary>
    public IReadOnlyDictionary<string, string> Metadata { get; }

    /// <inheritdoc/>
    public bool Equals(Field? other) =>
        other is not null
        && string.Equals(Name, other.Name, StringComparison.Ordinal)
        && DataType.Equals(other.DataType)
        && IsNullable == other.IsNullable
        && Arrow.Metadata.AreEqual(Metadata, other.Metadata);

    /// <inheritdoc/>
    public override bool Equals(object? obj) => Equals(obj as Field);

    /// <inheritdoc/>
    public override int GetHashCode() => HashCode.Combine(Name, DataType, IsNullable, Metadata.Count);

    /// <inheritdoc/>
    public override string ToString() => $"{Name}: {DataType}{(IsNullable ? "" : " not null")}";
}
