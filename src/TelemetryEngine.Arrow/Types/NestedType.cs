namespace TelemetryEngine.Arrow;

/// <summary>A type whose values are made of values of other types. Two are equal when their kind, parameters and fields are, names
/// included.</summary>
internal abstract record NestedType : ArrowType
{
    private protected NestedType(IReadOnlyList<Field> fields)
    {
        ArgumentNullException.ThrowIfNull(fields);
        foreach (Field field in fields)
        {
            ArgumentNullException.ThrowIfNull(field, nameof(fields));
        }

        Fields = [.. fields];
    }

    /// <summary>The parts, in their order.</summary>
    public IReadOnlyList<Field> Fields { get; }

    /// <summary>Compares kind and fields.</summary>
    public virtual bool Equals(NestedType? other) =>
        other is not null && EqualityContract == other.EqualityContract && Fields.SequenceEqual(other.Fields);

    /// <inheritdoc/>
    public override int GetHashCode()
    {
        HashCode hash = default;
        hash.Add(TypeId);
        foreach (Field field in Fields)
        {
            hash.Add(field);
        }

        return hash.ToHashCode();
    }

    private protected string FieldNames => string.Join(", ", Fields);
}
