namespace TelemetryEngine.Arrow;

/// <summary>The type of a column. Two types are equal when their kind and all their parameters are.</summary>
internal abstract record ArrowType
{
    private protected ArrowType()
    {
    }

    /// <summary>Which layout the values have.</summary>
    public abstract ArrowTypeId TypeId { get; }

    /// <summary>The type's name with its parameters, as in <c>timestamp[us, UTC]</c>.</summary>
    public abstract string Name { get; }

    /// <summary>The same as <see cref="Name"/>.</summary>
    public sealed override string ToString() => Name;
}
