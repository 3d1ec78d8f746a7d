namespace TelemetryEngine.Testing;

/// <summary>A row of the data that laws are tested on.</summary>
/// <param name="Time">Microseconds since 1970.</param>
/// <param name="Device">The group's key; null is a group of its own.</param>
/// <param name="Keep">What the aggregate's own filter looks at.</param>
/// <param name="Value">The value, in the form that <see cref="BatchBuilder"/> takes; null is null.</param>
public sealed record LawRow(long Time, string? Device, bool Keep, object? Value)
{
    /// <summary>The value of the second column, for aggregates of two.</summary>
    public object? Second { get; init; }
}
