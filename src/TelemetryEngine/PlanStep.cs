using System.Text.Json.Serialization;

namespace TelemetryEngine;

/// <summary>A step of a plan: what happens to the rows that the step before it gives.</summary>
[JsonPolymorphic(TypeDiscriminatorPropertyName = "step")]
[JsonDerivedType(typeof(UnpivotStep), "unpivot")]
[JsonDerivedType(typeof(DeriveStep), "derive")]
[JsonDerivedType(typeof(WhereStep), "where")]
[JsonDerivedType(typeof(BetweenStep), "between")]
[JsonDerivedType(typeof(SelectStep), "select")]
[JsonDerivedType(typeof(RenameStep), "rename")]
[JsonDerivedType(typeof(DropStep), "drop")]
[JsonDerivedType(typeof(RoundStep), "round")]
[JsonDerivedType(typeof(AggregateStep), "aggregate")]
[JsonDerivedType(typeof(DedupStep), "dedup")]
[JsonDerivedType(typeof(SortStep), "sort")]
[JsonDerivedType(typeof(TopStep), "top")]
[JsonDerivedType(typeof(LimitStep), "limit")]
[JsonDerivedType(typeof(UnionStep), "union")]
[JsonDerivedType(typeof(JoinStep), "join")]
[JsonDerivedType(typeof(AsofJoinStep), "asof_join")]
[JsonDerivedType(typeof(ValidJoinStep), "valid_join")]
[JsonDerivedType(typeof(OverStep), "over")]
[JsonDerivedType(typeof(PivotStep), "pivot")]
public abstract record PlanStep
{
    private protected PlanStep()
    {
    }
}

/// <summary>A computed column behind the others. A later step may use it.</summary>
/// <param name="Name">Its name, which no column has yet.</param>
/// <param name="Expression">Its expression.</param>
public sealed record DeriveStep(string Name, string Expression) : PlanStep;

/// <summary>A filter: rows for which it is not true are left out.</summary>
/// <param name="Expression">The condition.</param>
public sealed record WhereStep(string Expression) : PlanStep;

/// <summary>A range of time: rows outside it are left out. A fill behind it covers it from end to end.</summary>
public sealed record BetweenStep : PlanStep
{
    /// <summary>The first instant that counts, as ISO-8601 text; null = from the start.</summary>
    public string? From { get; init; }

    /// <summary>The first instant that no longer counts; null = to the end.</summary>
    public string? To { get; init; }
}

/// <summary>
/// How a wide table becomes one of readings: each row becomes one for each column that holds readings, with the column's name and its
/// value.
/// </summary>
public sealed record UnpivotStep : PlanStep
{
    /// <summary>
    /// The columns: names, patterns such as <c>kwh_*</c>, and ranges <c>FIRST..LAST</c> in the order of the header. Their values are of one
    /// kind.
    /// </summary>
    public IReadOnlyList<string> Columns { get => field ?? []; init; } = [];

    /// <summary>The column that gets the names.</summary>
    public string NamesTo { get => field ?? "name"; init; } = "name";

    /// <summary>The column that gets the values.</summary>
    public string ValuesTo { get => field ?? "value"; init; } = "value";

    /// <summary>
    /// What names that are times of day mean: <c>start</c> or <c>end</c> of their intervals, or <c>text</c>: no time; null = as the names
    /// show.
    /// </summary>
    public string? Names { get; init; }

    /// <summary>True gives fields without a value rows too.</summary>
    public bool IncludeNulls { get; init; }
}

/// <summary>Which columns there are from here on, in this order: columns that are there, under their name or another, and new ones.
/// Expressions see the columns that were there before the step.</summary>
public sealed record SelectStep : PlanStep
{
    /// <summary>The columns.</summary>
    public IReadOnlyList<SelectColumn> Columns { get => field ?? []; init; } = [];
}

/// <summary>A column of a <see cref="SelectStep"/>.</summary>
/// <param name="Expression">A column, or what is computed of columns; <c>*</c> is all columns that the step does not name by
/// themselves.</param>
/// <param name="As">Its name; null = that of the column, or the words of the expression joined by <c>_</c>.</param>
public sealed record SelectColumn(string Expression, string? As = null)
{
    /// <summary>A column as users write it: an expression, and behind the word <c>as</c> its name.</summary>
    /// <exception cref="PlanException">There is no name behind <c>as</c>.</exception>
    public static SelectColumn Parse(string text) => NamedText.Column(text);
}

/// <summary>Another name for a column, which stays at its place.</summary>
/// <param name="Column">The column.</param>
/// <param name="To">The name from here on, which no other column has.</param>
public sealed record RenameStep(string Column, string To) : PlanStep;

/// <summary>Columns that are no longer there from here on.</summary>
public sealed record DropStep : PlanStep
{
    /// <summary>The columns.</summary>
    public IReadOnlyList<string> Columns { get => field ?? []; init; } = [];
}

/// <summary>Numbers with fraction digits, rounded half away from zero as the function <c>round</c> does.</summary>
/// <param name="Digits">How many digits are kept behind the point, from 0 on.</param>
public sealed record RoundStep(int Digits) : PlanStep
{
    /// <summary>The columns; empty = all that hold numbers with fractions.</summary>
    public IReadOnlyList<string> Columns { get => field ?? []; init; } = [];
}

/// <summary>An aggregation: a row for each window and each combination of keys.</summary>
public sealed record AggregateStep : PlanStep
{
    /// <summary>The window; null = the whole input is one.</summary>
    public WindowPlan? Window { get; init; }

    /// <summary>The group keys.</summary>
    public IReadOnlyList<string> GroupBy { get => field ?? []; init; } = [];

    /// <summary>Columns that tell the series within a group apart, for aggregates that go from reading to reading, such as <c>rate</c>: the
    /// keys and these together are a series. Empty: a group is one.</summary>
    public IReadOnlyList<string> Series { get => field ?? []; init; } = [];

    /// <summary>The aggregates; empty = the average of every numeric column.</summary>
    public IReadOnlyList<AggregatePlan> Aggregates { get => field ?? []; init; } = [];

    /// <summary>What stands in windows without values. With any of these the result has a row for every window of every key: between the
    /// key's first and last, or over the range of a <see cref="BetweenStep"/> before.</summary>
    public IReadOnlyList<FillPlan> Fill { get => field ?? []; init; } = [];
}

/// <summary>One row of those that are alike, in the order of the rows.</summary>
public sealed record DedupStep : PlanStep
{
    /// <summary>The columns that make rows alike; empty = all. Nulls are alike, and so are NaNs, and −0 and 0.</summary>
    public IReadOnlyList<string> Columns { get => field ?? []; init; } = [];

    /// <summary>Which of them stays: <c>first</c>, <c>last</c>, or <c>error</c>: there may be one only.</summary>
    public string Keep { get => field ?? "first"; init; } = "first";
}

/// <summary>The rows in another order. Rows that are equal in all columns of the order keep theirs.</summary>
public sealed record SortStep : PlanStep
{
    /// <summary>The columns, the first one first.</summary>
    public IReadOnlyList<SortColumn> By { get => field ?? []; init; } = [];
}

/// <summary>A column that rows are sorted by: false before true, numbers by value and NaN behind all others, texts by their UTF-8 bytes,
/// times by instant.</summary>
/// <param name="Column">The column.</param>
/// <param name="Descending">True for the largest first.</param>
/// <param name="NullsFirst">True for nulls in front; else they are behind, whichever the direction.</param>
public sealed record SortColumn(string Column, bool Descending = false, bool NullsFirst = false)
{
    /// <summary>A column as users write it: its name, and behind it <c>asc</c> or <c>desc</c>, and <c>nulls first</c> or <c>nulls
    /// last</c>.</summary>
    /// <exception cref="PlanException">There is no column.</exception>
    public static SortColumn Parse(string text) => NamedText.Order(text);
}

/// <summary>The first rows of each group in an order. The result has the groups in the order of their keys, and in each the rows in that
/// order.</summary>
public sealed record TopStep : PlanStep
{
    /// <summary>How many rows of each group stay.</summary>
    public long Rows { get; init; } = 1;

    /// <summary>The order, of which the first rows count; of equal ones that come first.</summary>
    public IReadOnlyList<SortColumn> By { get => field ?? []; init; } = [];

    /// <summary>The columns that make groups; empty = all rows are one.</summary>
    public IReadOnlyList<string> Per { get => field ?? []; init; } = [];
}

/// <summary>Some rows from the front.</summary>
/// <param name="Rows">The most rows that stay; null = all.</param>
/// <param name="Offset">How many rows are left out before them.</param>
public sealed record LimitStep(long? Rows, long Offset = 0) : PlanStep;
