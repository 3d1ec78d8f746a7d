using TelemetryEngine.Aggregates.Components;
using TelemetryEngine.Columns;

namespace TelemetryEngine.Aggregates;

// count() counts rows, count(x) the values that are not null.
internal static class Count
{
    public static AggregateBinding Bind(AggregateCall call)
    {
        AggregateInput? input = call.Inputs.Count == 0 && call.Parameters.Length == 0 ? null : call.Single();
        ComponentPart part = input is null ? Part(-1, call.Filter) : Part(input, call.Filter);
        return new AggregateBinding(new ColumnType(ColumnKind.Int64), [part], Finish);
    }

    // what counts numbers counts for their other aggregates too
    private static ComponentPart Part(AggregateInput input, int filter) =>
        input.Type.IsNumeric ? NumberSummary.SumPart(input, filter) : Part(input.Ordinal, filter);

    // A count of rows, or of a column's values, and nothing else.
    public static ComponentPart Part(int input, int filter) => new(new("count", input, filter), static () => new CountComponent());

    private static void Finish(ReadOnlySpan<Component> parts, ReadOnlySpan<int> groups, ColumnVector result)
    {
        var count = (ICount)parts[0];
        count.CountsOf(groups, result.Int64s[..groups.Length]);
    }
}
