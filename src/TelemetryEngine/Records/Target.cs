namespace TelemetryEngine.Records;

// Where values go to: a member of a record, or the caller himself, who asked for a type.
// Member: The member's name, such as Reading.Power; null for the caller.
internal readonly record struct Target(Type Type, string? Member = null)
{
    // The type that the values are made, null or not.
    public Type ValueType => Nullable.GetUnderlyingType(Type) ?? Type;

    // What it is called at the beginning of what it can't do.
    public string Name => Member ?? TypeNames.Of(Type);

    // As Name, with the type.
    public string NameAndType => Member is null ? TypeNames.Of(Type) : $"{Member} of type {TypeNames.Of(Type)}";

    // Another type that would do.
    public string Remedy(string type) => Member is null ? $"ask for {type}" : $"make it {type}";
}
