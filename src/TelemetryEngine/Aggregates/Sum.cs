using TelemetryEngine.Aggregates.Components;
using TelemetryEngine.Columns;

namespace TelemetryEngine.Aggregates;

// The exact sum, rounded once to nearest even. Integers give an int64.
internal static class Sum
{
    // avg: the exact quotient sum ÷ count, rounded once; never the rounded sum divided.
    public static AggregateBinding BindAvg(AggregateCall call) =>
        new(new ColumnType(ColumnKind.Float64), [NumberSummary.SumPart(call.SingleNumber(), call.Filter)], static (parts, groups, result) =>
        {
            var summary = (NumberSummary)parts[0];
            ResultValues.Write(summary, groups, result, (some, counts, averages) => summary.Quotients(some, counts, averages));
        });

    public static AggregateBinding Bind(AggregateCall call)
    {
        AggregateInput input = call.SingleNumber();
        ComponentPart[] parts = [NumberSummary.SumPart(input, call.Filter)];
        return input.Type.IsInteger
            ? new AggregateBinding(new ColumnType(ColumnKind.Int64), parts, (p, g, r) => FinishIntegers(input.Name, p, g, r))
            : new AggregateBinding(new ColumnType(ColumnKind.Float64), parts, FinishNumbers);
    }

    private static void FinishNumbers(ReadOnlySpan<Component> parts, ReadOnlySpan<int> groups, ColumnVector result)
    {
        var summary = (NumberSummary)parts[0];
        ResultValues.Write(summary, groups, result, (some, counts, sums) =>
        {
            counts.Fill(1);
            summary.Quotients(some, counts, sums);
        });
    }

    private static void FinishIntegers(string name, ReadOnlySpan<Component> parts, ReadOnlySpan<int> groups, ColumnVector result)
    {
        var summary = (DecimalSummary)parts[0];
        ResultValues.Write(summary, groups, result, group => summary.TryInteger(group, out long sum)
            ? sum
            : throw new RunException(
                $"sum({name}) is {summary.ToNumber(group).Significand}, which does not fit an int64; {Fix.Schema.With(name, "decimal")} sums it as float64"));
    }
}
