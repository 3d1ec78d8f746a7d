using TelemetryEngine.Cli.Flags;

namespace TelemetryEngine.Cli.Inspection;

/// <summary>The flags that read a file as inspect has read it, ready to paste.</summary>
/// <param name="Text">The flags.</param>
internal sealed record PasteFlags(string Text)
{
    /// <summary>The flags for what was found: all that the plan of the pass says of the reading, and the time column, which only a plan with windows has to name.</summary>
    public static PasteFlags Of(Findings findings)
    {
        TimePlan time = findings.Plan.Time ?? new TimePlan();
        if (time.Column is null && findings.Time >= 0)
        {
            time = time with { Column = findings.Columns[findings.Time].Name };
        }

        SourcePlan source = findings.Plan.Source;
        time = time with { Format = time.Format ?? source.Schema.FirstOrDefault(known => known.Name == time.Column)?.Format };
        return new PasteFlags(ReadingFlags.Of(findings.Plan with { Time = time, Source = source with { Schema = [.. source.Schema.Where(column => IsNamed(column, findings))] } }));
    }

    // a type that is named takes words for null as they are written, NaN as a value too: a column with nulls is read as it was read here when its type is inferred again
    private static bool IsNamed(SchemaColumn column, Findings findings) =>
        column.Format is null && !column.Name.Contains('+', StringComparison.Ordinal)
        && (findings.Columns.FirstOrDefault(found => found.Name == column.Name).Profile is not { Nulls: > 0 } || column.Type == "utf8");
}
