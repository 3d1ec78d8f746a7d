using TelemetryEngine.Aggregates.Components;
using TelemetryEngine.Columns;

namespace TelemetryEngine.Aggregates;

/// <summary>count() counts rows, count(x) the values that are not null.</summary>
internal static class Count
{
    public static AggregateBinding Bind(AggregateCall call)
    {
        int input = call.Inputs.Count == 0 && call.Parameters.Count == 0 ? -1 : call.Single().Ordinal;
        return new AggregateBinding(new ColumnType(ColumnKind.Int64), [Part(input, call.Filter)], Finish);
    }

    /// <summary>The count that other aggregates need to know whether there was a value at all.</summary>
    public static ComponentPart Part(int input, int filter) => new(CountComponent.Spec(input, filter), static () => new CountComponent());

    private static void Finish(ReadOnlySpan<Component> parts, ReadOnlySpan<int> groups, Vector result)
    {
        var count = (CountComponent)parts[0];
        for (int row = 0; row < groups.Length; row++)
        {
            result.Int64s[row] = count[groups[row]];
        }
    }
}
