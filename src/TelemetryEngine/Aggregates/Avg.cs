using TelemetryEngine.Aggregates.Components;
using TelemetryEngine.Columns;

namespace TelemetryEngine.Aggregates;

/// <summary>The exact quotient sum ÷ count, rounded once: never the rounded sum divided.</summary>
internal static class Avg
{
    public static AggregateBinding Bind(AggregateCall call)
    {
        AggregateInput input = call.SingleNumber();
        ComponentPart[] parts = [Sum.Part(input, call.Filter), Count.Part(input.Ordinal, call.Filter)];
        return new AggregateBinding(new ColumnType(ColumnKind.Float64), parts, Finish);
    }

    private static void Finish(ReadOnlySpan<Component> parts, ReadOnlySpan<int> groups, Vector result)
    {
        var count = (CountComponent)parts[1];
        for (int row = 0; row < groups.Length; row++)
        {
            long values = count[groups[row]];
            if (values == 0)
            {
                result.SetNull(row, groups.Length);
            }
            else
            {
                result.Doubles[row] = Canonical.Of(Sum.Quotient(parts[0], groups[row], values));
            }
        }
    }
}
