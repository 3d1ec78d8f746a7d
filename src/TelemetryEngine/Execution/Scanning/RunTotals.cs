namespace TelemetryEngine.Execution.Scanning;

// What was counted while rows were read.
internal readonly record struct RunTotals(
    long RowsRead, long RowsAccepted, long RowsFiltered, long FieldsMadeNull, long NullValues, long BytesRead)
{
    public static RunTotals operator +(RunTotals left, RunTotals right) => new(
        left.RowsRead + right.RowsRead,
        left.RowsAccepted + right.RowsAccepted,
        left.RowsFiltered + right.RowsFiltered,
        left.FieldsMadeNull + right.FieldsMadeNull,
        left.NullValues + right.NullValues,
        left.BytesRead + right.BytesRead);
}
