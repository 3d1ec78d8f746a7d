using TelemetryEngine.Aggregates.Components;
using TelemetryEngine.Columns;

namespace TelemetryEngine.Aggregates;

/// <summary>The exact quotient sum ÷ count, rounded once: never the rounded sum divided.</summary>
internal static class Avg
{
    public static AggregateBinding Bind(AggregateCall call) =>
        new(new ColumnType(ColumnKind.Float64), [NumberSummary.Part(call.SingleNumber(), call.Filter)], Finish);

    private static void Finish(ReadOnlySpan<Component> parts, ReadOnlySpan<int> groups, Vector result)
    {
        var summary = (NumberSummary)parts[0];
        Span<double> averages = result.Doubles;
        for (int row = 0; row < groups.Length; row++)
        {
            long values = summary.CountOf(groups[row]);
            if (values == 0)
            {
                result.SetNull(row, groups.Length);
            }
            else
            {
                averages[row] = Canonical.Of(summary.Quotient(groups[row], values));
            }
        }
    }
}
