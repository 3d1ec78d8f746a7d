namespace TelemetryEngine;

/// <summary>A row for each combination of some columns, and in it a column for each value of another: a long table becomes a wide
/// one.</summary>
public sealed record PivotStep : PlanStep
{
    internal const int MostByDefault = 1000;

    /// <summary>The column whose values name the new columns.</summary>
    public required string Names { get; init; }

    /// <summary>The column whose values stand in the new columns. Two for one place are an error.</summary>
    public required string Values { get; init; }

    /// <summary>The columns that make rows; empty = all others.</summary>
    public IReadOnlyList<string> Per { get => field ?? []; init; } = [];

    /// <summary>The values that get a column, in this order, whatever other values there are; empty = all that are found, in the order of
    /// their type. They are found by running what comes before, also where only the plan is wanted.</summary>
    public IReadOnlyList<string> Columns { get => field ?? []; init; } = [];

    /// <summary>More columns than so many are an error.</summary>
    public int Most { get; init; } = MostByDefault;
}
