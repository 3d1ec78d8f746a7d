namespace TelemetryEngine;

/// <summary>Columns that are computed of the rows around each row, such as the value before. The rows keep their order.</summary>
public sealed record OverStep : PlanStep
{
    /// <summary>The columns that tell series apart; empty = all rows are one.</summary>
    public IReadOnlyList<string> Per { get => field ?? []; init; } = [];

    /// <summary>The order within a series; empty = that of the rows.</summary>
    public IReadOnlyList<SortColumn> By { get => field ?? []; init; } = [];

    /// <summary>The new columns, behind the others.</summary>
    public IReadOnlyList<OverColumn> Columns { get => field ?? []; init; } = [];
}

/// <summary>A column of an <see cref="OverStep"/>.</summary>
public sealed record OverColumn
{
    /// <summary>What is computed: <c>lag</c>, <c>lead</c>, <c>diff</c>, <c>row_number</c>, <c>rank</c>, <c>dense_rank</c>, <c>first</c>,
    /// <c>last</c>, <c>sum</c>, <c>avg</c>, <c>min</c>, <c>max</c> or <c>count</c>.</summary>
    public required string Function { get; init; }

    /// <summary>What it is computed of: an expression, and for <c>lag</c>, <c>lead</c> and <c>diff</c> how many rows away; that is 1 where
    /// it is not said.</summary>
    public IReadOnlyList<string> Arguments { get => field ?? []; init; } = [];

    /// <summary>Which rows count for <c>first</c> to <c>count</c>: <c>past</c>, all up to this one; <c>past with peers</c>, and those
    /// behind it that are equal to it in the order; <c>all</c> of the series; a number of rows such as <c>5 rows</c>, this one and the four
    /// before it; a span of time such as <c>1h</c>, this row and those before it in the order whose time is less than so long away; or
    /// <c>range 1h</c>, those before it whose time is at most so long away, and all that are equal to it in the order. Both need an
    /// order by one column that is a time.</summary>
    public string Frame { get => field ?? "past"; init; } = "past";

    /// <summary>Its name.</summary>
    public required string As { get; init; }
}
