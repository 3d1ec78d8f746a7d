namespace TelemetryEngine;

/// <summary>
/// What the values of one column are like, over the whole input. Values are texts: numbers as .NET writes them in the invariant culture,
/// instants as ISO-8601 in UTC with as many fraction digits as they have (a bare count of their unit outside the years 1 to 9999), texts
/// of more than 40 bytes cut, with … at their end.
/// </summary>
public sealed record ColumnProfile
{
    /// <summary>The column's name.</summary>
    public required string Name { get; init; }

    /// <summary>Its type, as <see cref="SchemaColumn.Type"/> has it.</summary>
    public required string Type { get; init; }

    /// <summary>The unit or currency that all its numbers carry in their text, such as <c>kW</c>; null where they carry none.</summary>
    public string? Unit { get; init; }

    /// <summary>Rows without a value.</summary>
    public long Nulls { get; init; }

    /// <summary>
    /// The smallest value; null where there is none, and for types that the engine does not compute with. Texts compare by their bytes in
    /// UTF-8; NaN only where there is nothing else.
    /// </summary>
    public string? Minimum { get; init; }

    /// <summary>The largest value; null as <see cref="Minimum"/> is.</summary>
    public string? Maximum { get; init; }

    /// <summary>The first different values, three at most.</summary>
    public IReadOnlyList<string> Examples { get; init; } = [];

    /// <summary>How many different values there are; null for columns that are no texts, and from 10,000 on.</summary>
    public int? Distinct { get; init; }

    /// <summary>A number that stands often and far outside of all others; null where there is none.</summary>
    public Sentinel? Sentinel { get; init; }
}
