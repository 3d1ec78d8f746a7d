using TelemetryEngine.Aggregates.Components;
using TelemetryEngine.Columns;

namespace TelemetryEngine.Aggregates;

/// <summary>The exact quotient sum ÷ count, rounded once: never the rounded sum divided.</summary>
internal static class Avg
{
    public static AggregateBinding Bind(AggregateCall call) =>
        new(new ColumnType(ColumnKind.Float64), [NumberSummary.SumPart(call.SingleNumber(), call.Filter)], Finish);

    private static void Finish(ReadOnlySpan<Component> parts, ReadOnlySpan<int> groups, Vector result)
    {
        var summary = (NumberSummary)parts[0];
        ResultValues.Write(summary, groups, result, (some, counts, averages) => summary.Quotients(some, counts, averages));
    }
}
