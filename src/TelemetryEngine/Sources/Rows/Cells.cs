namespace TelemetryEngine.Sources.Rows;

/// <summary>The values of one column in rows that follow each other. At a null row a value means nothing.</summary>
/// <param name="place">Where they stand.</param>
/// <param name="values">A value for each row.</param>
/// <param name="nulls">Which rows are null.</param>
internal readonly ref struct Cells<TValue>(CellPlace place, ReadOnlySpan<TValue> values, CellNulls nulls)
{
    public CellPlace Place { get; } = place;

    public ReadOnlySpan<TValue> Values { get; } = values;

    public CellNulls Nulls { get; } = nulls;
}

/// <summary>Where values stand, for errors.</summary>
/// <param name="Column">The column.</param>
/// <param name="FirstRow">The number of the first row, counted from 0.</param>
/// <param name="Unseen">What to do about a value that is unlike all that were looked at before the run.</param>
internal readonly record struct CellPlace(string Column, long FirstRow, string Unseen)
{
    /// <summary>What errors call rows that a program hands over.</summary>
    public const string Input = "input";

    /// <summary>The error that a value is.</summary>
    public InputException Refused(int row, string reason) => InputException.AtRow(Input, FirstRow + row + 1, Column, new MessageText(reason));
}
