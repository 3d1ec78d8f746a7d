using System.Text;
using TelemetryEngine.Cli.Reports;
using TelemetryEngine.Quoting;

namespace TelemetryEngine.Cli.Inspection;

/// <summary>What inspect prints.</summary>
internal static class InspectReport
{
    /// <summary>The report.</summary>
    public static string Of(string path, Findings findings, PasteFlags flags)
    {
        StringBuilder text = new();
        RunSummary summary = findings.Summary;
        long readable = summary.RowsRead - summary.RowsRejected;
        Append(text, $"{path}: {Quantity.Count(summary.RowsRead, "row")}, {Quantity.Count(findings.Input.Count, "column")}, {Quantity.Bytes(summary.BytesRead)}\n\n");
        AppendTable(text, findings, readable);
        text.Append('\n');
        AppendTimes(text, findings);
        if (summary.RowsRejected > 0)
        {
            string rows = Quantity.Count(summary.RowsRejected, "row");
            text.Append($"unreadable  {rows}; to see which: --on-error skip --rejects rejects.csv\n");
        }

        text.Append($"\nread it with:\n  {flags.Text}\n");
        return text.ToString();
    }

    private static void Append(StringBuilder text, Message line) => text.Append(line.ToText());

    private static void AppendTable(StringBuilder text, Findings findings, long rows)
    {
        List<string[]> lines = [["column", "type", "null", "min", "max", "values"]];
        foreach ((string name, ColumnProfile profile) in findings.Columns)
        {
            int ordinal = findings.Input.Find(name);
            string type = ordinal < 0 ? "timestamp" : findings.Input[ordinal].Type.ToString();
            string unit = ordinal >= 0 && findings.Input[ordinal].Unit is { } said ? $" in {VisibleText.Of(said)}" : "";
            string distinct = profile.Distinct is { } count && count > profile.Samples.Count ? $", … ({Quantity.Count(count)} different)" : "";
            lines.Add([name, type + unit, Quantity.Share(profile.Nulls, rows), profile.Min, profile.Max, string.Join(", ", profile.Samples) + distinct]);
        }

        text.Append(AlignedText.Of(lines));
    }

    private static void AppendTimes(StringBuilder text, Findings findings)
    {
        if (findings.Time is not { } time)
        {
            text.Append("time        no column of times; name one with --time, and its layout with --time-format\n");
            return;
        }

        InstantProfile profile = time.Profile;
        if (string.IsNullOrEmpty(profile.Min))
        {
            Append(text, $"time        {time.Name}, without a value\n");
            return;
        }

        Append(text, $"time        {time.Name}, {profile.Min} to {profile.Max}\n");
        text.Append(profile.OutOfOrder == 0
            ? "order       each time is at or after the one above\n"
            : $"order       out of order in {Quantity.Count(profile.OutOfOrder, "place")}\n");
        string bound = profile.RepeatsAreExact ? "" : "at least ";
        text.Append(profile.Repeats == 0
            ? "repeats     none: every time is there once\n"
            : $"repeats     {bound}{Quantity.Count(profile.Repeats, "row")} with a time that an earlier row has\n");
    }
}
