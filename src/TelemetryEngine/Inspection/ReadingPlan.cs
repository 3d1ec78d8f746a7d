using TelemetryEngine.Columns;

namespace TelemetryEngine.Inspection;

// The plan that reads an input as a pass has read it, whatever comes into it later.
internal static class ReadingPlan
{
    // The caller's plan with all that the pass says of the reading, and the time column, which only a plan with windows has to name.
    // read: The plan of the pass.
    // columns: What the columns are like.
    // timeColumn: The time column; null where there is none.
    public static Plan Of(Plan asked, Plan read, IReadOnlyList<ColumnProfile> columns, string? timeColumn)
    {
        TimePlan time = read.Time ?? new TimePlan();
        time = time with { Column = time.Column ?? timeColumn };
        SourcePlan source = read.Source;
        time = time with { Format = time.Format ?? source.Schema.FirstOrDefault(known => known.Name == time.Column)?.Format };
        return asked with
        {
            Source = source with { Schema = [], Declared = Declared(source, columns) },
            Time = time == new TimePlan() ? null : time,
            Steps = read.Steps is [UnpivotStep unpivot, ..] ? [unpivot, .. asked.Steps.Skip(1)] : asked.Steps,
        };
    }

    // NEM12 has its types by itself
    private static IReadOnlyList<SchemaColumn> Declared(SourcePlan source, IReadOnlyList<ColumnProfile> columns)
    {
        SchemaColumn[] named = [.. source.Schema.Where(column => IsNamed(column, columns))];
        return source.Format == "nem12" ? []
            : named.Length == 0 ? source.Declared
            : [.. named.Where(static column => ColumnType.TryParse(column.Type, out _))];
    }

    // a type that is named takes words for null as they are written, NaN as a value too: a column with nulls is read as it was read here
    // when its type is inferred again
    private static bool IsNamed(SchemaColumn column, IReadOnlyList<ColumnProfile> columns) =>
        column.Format is null && !column.Name.Contains('+', StringComparison.Ordinal)
        && (columns.FirstOrDefault(found => found.Name == column.Name) is not { Nulls: > 0 } || column.Type == "utf8");
}
