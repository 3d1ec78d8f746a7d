using TelemetryEngine.Aggregates.Components;
using TelemetryEngine.Columns;

namespace TelemetryEngine.Aggregates;

/// <summary>The exact sum, rounded once to nearest even. Integers give an int64.</summary>
internal static class Sum
{
    public static AggregateBinding Bind(AggregateCall call)
    {
        AggregateInput input = call.SingleNumber();
        ComponentPart[] parts = [NumberSummary.Part(input, call.Filter)];
        return input.Type.IsInteger
            ? new AggregateBinding(new ColumnType(ColumnKind.Int64), parts, (p, g, r) => FinishIntegers(input.Name, p, g, r))
            : new AggregateBinding(new ColumnType(ColumnKind.Float64), parts, FinishNumbers);
    }

    private static void FinishNumbers(ReadOnlySpan<Component> parts, ReadOnlySpan<int> groups, Vector result)
    {
        var summary = (NumberSummary)parts[0];
        ResultValues.Write(summary, groups, result, group => summary.Quotient(group, 1));
    }

    private static void FinishIntegers(string name, ReadOnlySpan<Component> parts, ReadOnlySpan<int> groups, Vector result)
    {
        var summary = (DecimalSummary)parts[0];
        ResultValues.Write(summary, groups, result, group => summary.TryInteger(group, out long sum)
            ? sum
            : throw new RunException($"sum({name}) is {summary.ToNumber(group).Significand}, which does not fit an int64; --schema {name}=decimal sums it as float64"));
    }
}

/// <summary>The form in which a float64 leaves the engine.</summary>
internal static class Canonical
{
    /// <summary>−0 becomes 0, and every NaN the quiet one.</summary>
    public static double Of(double value) => double.IsNaN(value) ? double.NaN : value + 0.0;
}
