using System.Globalization;
using System.Text;
using TelemetryEngine.Cli.Flags;
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
        AppendSentinels(text, findings);
        if (summary.RowsRejected > 0)
        {
            AppendUnreadable(text, path, summary, flags);
        }

        SeriesReport.AppendWorst(text, findings);
        text.Append($"\nread it with:\n  {flags.Text}\n");
        return text.ToString();
    }

    // The rows are kept by a command that reads the file as this one did, and fails where all of them are unreadable.
    private static void AppendUnreadable(StringBuilder text, string path, RunSummary summary, PasteFlags flags)
    {
        string rows = $"unreadable  {Quantity.Count(summary.RowsRejected, "row")} of {Quantity.Count(summary.RowsRead)}";
        string file = path == "-" ? "-" : ShellWord.Of(path) ?? "FILE";
        text.Append($"{rows}; to see which: telemetry convert {file} {flags.Text} --on-error skip --rejects rejects.csv -o kept.csv\n");
    }

    private static void AppendSentinels(StringBuilder text, Findings findings)
    {
        foreach ((string name, ColumnProfile profile) in findings.Columns)
        {
            if (profile.Sentinel is { } odd)
            {
                Append(text, $"sentinel    {DisplayWidth.Cut(VisibleText.Of(name), 40)}: {odd.Value} stands {Quantity.Count(odd.Count)} times, far from all others ({odd.Least} to {odd.Most}); if it means that there is no value: {FlagHint.Of("--null", odd.Value)}\n");
            }
        }
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
        if (findings.Time < 0)
        {
            text.Append("time        no column of times; name one with --time, and its layout with --time-format\n");
            return;
        }

        (string name, ColumnProfile profile) = findings.Columns[findings.Time];
        if (string.IsNullOrEmpty(profile.Min))
        {
            Append(text, $"time        {name}, without a value\n");
            return;
        }

        Append(text, $"time        {DisplayWidth.Cut(VisibleText.Of(name), 40)}, {profile.Min} to {profile.Max}\n");
        SeriesReport.Append(text, findings);
        if (findings.Plan.Time?.Zone is null && findings.Series!.Clock.Found is var (zone, missing, repeated))
        {
            string signs = string.Join(" and ", new[] { missing is { } gap ? $"{Hour(gap)} is missing" : "", repeated is { } twice ? $"{Hour(twice)} is there twice" : "" }.Where(static sign => sign.Length > 0));
            Append(text, $"zone        {signs}, as on a local clock; if these are local times, name their zone, such as {FlagHint.Of("--time-zone", zone)}\n");
        }
    }

    private static string Hour(DateTime clock) => clock.ToString("yyyy-MM-dd HH':00'", CultureInfo.InvariantCulture);
}
