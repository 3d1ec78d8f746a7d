namespace TelemetryEngine.Sources.Rows;

// The values of one column in rows that follow each other. At a null row a value means nothing.
// values: A value for each row.
internal readonly ref struct Cells<TValue>(CellPlace place, ReadOnlySpan<TValue> values, CellNulls nulls)
{
    public CellPlace Place { get; } = place;

    public ReadOnlySpan<TValue> Values { get; } = values;

    public CellNulls Nulls { get; } = nulls;
}

// Where values stand, for errors.
// FirstRow: The number of the first row, counted from 0.
// Unseen: What to do about a value that is unlike all that were looked at before the run.
internal readonly record struct CellPlace(string Column, long FirstRow, string Unseen)
{
    // What errors call rows that a program hands over.
    public const string Input = "input";

    // The error that a value is.
    public InputException Refused(int row, string reason) =>
        InputException.AtRow(Input, FirstRow + row + 1, Column, new MessageText(reason));
}
