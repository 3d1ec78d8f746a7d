using System.Globalization;
using System.Text;
using TelemetryEngine.Cli.Flags;
using TelemetryEngine.Cli.Reports;
using TelemetryEngine.Quoting;

namespace TelemetryEngine.Cli.Inspection;

// What inspect prints.
internal static class InspectReport
{
    // The report.
    public static string Of(string path, InputProfile profile)
    {
        StringBuilder text = new();
        RunSummary summary = profile.Summary;
        string flags = ReadingFlags.Of(profile.Plan);
        string size =
            $"{Quantity.Count(summary.RowsRead, "row")}, {Quantity.Count(profile.Columns.Count, "column")}, {Quantity.Bytes(summary.BytesRead)}";
        Append(text, $"{path}: {size}");
        text.Append('\n');
        AppendTable(text, profile.Columns, summary.RowsRead - summary.RowsRejected);
        text.Append('\n');
        AppendTimes(text, profile);
        AppendSentinels(text, profile.Columns);
        if (summary.RowsRejected > 0)
        {
            AppendUnreadable(text, path, summary, flags);
        }

        SeriesReport.AppendWorst(text, profile);
        text.Append($"\nread it with:\n  {flags}\n");
        return text.ToString();
    }

    // The rows are kept by a command that reads the file as this one did, and fails where all of them are unreadable.
    private static void AppendUnreadable(StringBuilder text, string path, RunSummary summary, string flags)
    {
        string rows = $"unreadable  {Quantity.Count(summary.RowsRejected, "row")} of {Quantity.Count(summary.RowsRead)}";
        string file = path == "-" ? "-" : ShellWord.Of(path) ?? "FILE";
        text.Append($"{rows}; to see which: telemetry convert {file} {flags} --on-error skip --rejects rejects.csv -o kept.csv\n");
    }

    private static void AppendSentinels(StringBuilder text, IReadOnlyList<ColumnProfile> columns)
    {
        foreach (ColumnProfile column in columns)
        {
            if (column.Sentinel is { } odd)
            {
                string seen = $"{odd.Value} stands {Quantity.Count(odd.Count)} times, far from all others ({odd.Least} to {odd.Most})";
                string name = DisplayWidth.Cut(VisibleText.Of(column.Name), 40);
                Append(text, $"sentinel    {name}: {seen}; if it means that there is no value: {FlagHint.Of("--null", odd.Value)}");
            }
        }
    }

    private static void Append(StringBuilder text, string line) => text.Append(VisibleText.Of(line)).Append('\n');

    private static void AppendTable(StringBuilder text, IReadOnlyList<ColumnProfile> columns, long rows)
    {
        List<string[]> lines = [["column", "type", "null", "min", "max", "values"]];
        foreach (ColumnProfile column in columns)
        {
            string unit = column.Unit is { } said ? $" in {VisibleText.Of(said)}" : "";
            bool isCut = column.Distinct > column.Examples.Count;
            string values = string.Join(", ", column.Examples) + (isCut ? $", … ({Quantity.Count(column.Distinct!.Value)} different)" : "");
            string nulls = Quantity.Share(column.Nulls, rows);
            lines.Add([column.Name, column.Type + unit, nulls, column.Minimum ?? "", column.Maximum ?? "", values]);
        }

        text.Append(AlignedText.Of(lines));
    }

    private static void AppendTimes(StringBuilder text, InputProfile profile)
    {
        if (profile.Time is not { } time)
        {
            text.Append("time        no column of times; name one with --time, and its layout with --time-format\n");
            return;
        }

        if (time.Minimum is null)
        {
            Append(text, $"time        {time.Name}, without a value");
            return;
        }

        Append(text, $"time        {DisplayWidth.Cut(VisibleText.Of(time.Name), 40)}, {time.Minimum} to {time.Maximum}");
        SeriesReport.Append(text, profile);
        if (profile.LocalClock is { } clock)
        {
            string missing = clock.Missing is { } gap ? $"{Hour(gap)} is missing" : "";
            string repeated = clock.Repeated is { } twice ? $"{Hour(twice)} is there twice" : "";
            string seen = missing + (missing.Length > 0 && repeated.Length > 0 ? " and " : "") + repeated;
            string zone = FlagHint.Of("--time-zone", clock.Zone);
            Append(text, $"zone        {seen}, as on a local clock; if these are local times, name their zone, such as {zone}");
        }
    }

    private static string Hour(DateTime clock) => clock.ToString("yyyy-MM-dd HH':00'", CultureInfo.InvariantCulture);
}
