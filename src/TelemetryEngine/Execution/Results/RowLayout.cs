using Apache.Arrow;
using Apache.Arrow.Types;
using TelemetryEngine.Columns;
using TelemetryEngine.Execution.Planning;
using TelemetryEngine.Sources;

namespace TelemetryEngine.Execution.Results;

// In which types rows that are not aggregated come out.
internal enum RowForm
{
    // Columns of an Arrow input keep their field, their type and their values.
    AsTheyCame,

    // In the types that the engine computes with. What it does not compute with comes as it came.
    AsComputed,
}

// How the columns of a source become those of rows that are not aggregated.
// Schema: The columns that come out: those of the plan that can be seen.
// Scanned: Ordinals of the source's columns that are made vectors.
// Passed: Ordinals of the source's columns whose arrays are handed on.
internal sealed record RowLayout(Schema Schema, int[] Scanned, int[] Passed)
{
    public static RowLayout Of(BoundPlan plan, ArrowFields input, RowForm form)
    {
        HashSet<int> shown = [.. plan.Columns.Shown];
        int[] passed = [.. Enumerable.Range(0, input.Fields.Count).Where(i =>
            shown.Contains(i) && input.Fields[i] is { } field
                && !(plan.ReadsLocal && field.DataType is TimestampType && ArrowTypes.IsLocal(field.DataType))
                && (form == RowForm.AsTheyCame || plan.Columns[i].Type.Kind == ColumnKind.Other))];
        int[] scanned = [.. plan.Scanned.Except(passed).Union(plan.Used).Order()];
        Field[] fields = [.. plan.Columns.Shown.Select(i => Array.BinarySearch(passed, i) >= 0
            ? PassedField(input.Fields[i]!, plan.Columns[i].Name, plan.Zone)
            : ComputedField(plan.Columns[i], plan.Zone))];
        return new RowLayout(new Schema(fields, form == RowForm.AsTheyCame ? input.Metadata : null), scanned, passed);
    }

    // a zone that the user names is shown by times that have none of their own, and are UTC
    private static Field PassedField(Field field, string name, string? zone) =>
        field.DataType is TimestampType { Timezone: null or "" or "UTC" } time && zone is not null
            ? new Field(name, new TimestampType(time.Unit, zone), field.IsNullable, field.Metadata)
            : field.Name == name ? field
            : new Field(name, field.DataType, field.IsNullable, field.Metadata);

    // A column that was computed, or is of another input. Text leaves as utf8: a dictionary that grows while rows pass could not be
    // sorted.
    public static Field ComputedField(Column column, string? zone) =>
        new(
            column.Name,
            VectorArrays.TypeOf(column.Type.IsText ? new ColumnType(ColumnKind.Utf8) : column.Type, zone),
            nullable: true,
            metadata: column.Unit is null ? null : new Dictionary<string, string>(StringComparer.Ordinal) { ["unit"] = column.Unit });
}
