namespace TelemetryEngine.Records;

/// <summary>Where values go to: a member of a record, or the caller himself, who asked for a type.</summary>
/// <param name="Type">The type there.</param>
/// <param name="Member">The member's name, such as <c>Reading.Power</c>; null for the caller.</param>
internal readonly record struct Target(Type Type, string? Member = null)
{
    /// <summary>The type that the values are made, null or not.</summary>
    public Type ValueType => Nullable.GetUnderlyingType(Type) ?? Type;

    /// <summary>What it is called at the beginning of what it can't do.</summary>
    public string Name => Member ?? TypeNames.Of(Type);

    /// <summary>As <see cref="Name"/>, with the type.</summary>
    public string NameAndType => Member is null ? TypeNames.Of(Type) : $"{Member} of type {TypeNames.Of(Type)}";

    /// <summary>Another type that would do.</summary>
    public string Remedy(string type) => Member is null ? $"ask for {type}" : $"make it {type}";
}
