namespace TelemetryEngine;

/// <summary>A row for each combination of some columns, and in it a column for each value of another: a long table becomes a wide
/// one.</summary>
public sealed record PivotStep : PlanStep
{
    internal const int MostByDefault = 1000;

    /// <summary>The column whose values name the new columns: each by its text, as the function <c>utf8</c> gives it, and null as
    /// <c>null</c>.</summary>
    public required string Names { get; init; }

    /// <summary>The column whose values stand in the new columns, null where there is none. Two rows for one place are an
    /// error.</summary>
    public required string Values { get; init; }

    /// <summary>The columns that make rows, which come in the order in which their combinations are met; empty = all others.</summary>
    public IReadOnlyList<string> Per { get => field ?? []; init; } = [];

    /// <summary>The values that get a column, in this order; rows with others are left out and counted, but their combination of the
    /// columns that make rows is there. Empty = all that are found, in the order of their type. They are found by running what comes
    /// before, also where only the plan is wanted, which has them then.</summary>
    public IReadOnlyList<string> Columns { get => field ?? []; init; } = [];

    /// <summary>More columns than so many are an error.</summary>
    public int Most { get; init; } = MostByDefault;
}
