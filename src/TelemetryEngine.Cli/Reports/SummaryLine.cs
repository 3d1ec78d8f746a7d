namespace TelemetryEngine.Cli.Reports;

// What a run met, in a line: nothing is lost in silence.
internal static class SummaryLine
{
    // The line, without a line end.
    public static string Describe(RunSummary summary)
    {
        string made = summary.FieldsMadeNull > 0 ? $", {Quantity.Count(summary.FieldsMadeNull, "unreadable field")} made null" : "";
        string rate = summary.BytesRead > 0 ? $" ({Quantity.Rate(summary.BytesRead, summary.Elapsed)})" : "";
        string spilled = summary.SpilledBytes > 0 ? $", spilled {Quantity.Bytes(summary.SpilledBytes)} to disk" : "";
        return $"{Quantity.Count(summary.RowsRead, "row")} read, {Quantity.Count(summary.RowsAccepted)} accepted, "
            + $"{Quantity.Count(summary.RowsRejected)} rejected, {Quantity.Count(summary.RowsFiltered)} filtered, "
            + $"{Quantity.Count(summary.NullValues, "null field")}{made} → {Quantity.Count(summary.ResultRows, "result row")} "
            + $"in {Quantity.Duration(summary.Elapsed)}{rate}{spilled}";
    }
}
