using TelemetryEngine.Aggregates.Components;
using TelemetryEngine.Columns;

namespace TelemetryEngine.Aggregates;

/// <summary>How many different values there are.</summary>
internal static class CountDistinct
{
    public static AggregateBinding Bind(AggregateCall call) =>
        new(new ColumnType(ColumnKind.Int64), [ValueCountColumn.Part(call.Single(), call.Filter)], Finish);

    private static void Finish(ReadOnlySpan<Component> parts, ReadOnlySpan<int> groups, Vector result)
    {
        var values = (ValueCountColumn)parts[0];
        for (int row = 0; row < groups.Length; row++)
        {
            result.Int64s[row] = values.CountOf(groups[row]);
        }
    }
}
