using TelemetryEngine.Aggregates.Components;
using TelemetryEngine.Columns;
using TelemetryEngine.Kernels.Exact;
using TelemetryEngine.Kernels.Text;

namespace TelemetryEngine.Aggregates;

// max − min. Of integers an int64; of decimals as they were written, where both have at most 15 digits at the column's scale.
internal static class Range
{
    // A decimal of so many digits is the only one of its scale that its nearest double is nearest to.
    private const double MaxMantissa = 1e15;

    public static AggregateBinding Bind(AggregateCall call)
    {
        AggregateInput input = call.SingleNumber();
        ComponentPart[] parts = [NumberSummary.Part(input, call.Filter)];
        int scale = input.Type.Layout == VectorLayout.Scaled ? input.Type.Scale : 0;
        return input.Type.IsInteger
            ? new AggregateBinding(new ColumnType(ColumnKind.Int64), parts, (p, g, r) => FinishIntegers(input.Name, p, g, r))
            : new AggregateBinding(new ColumnType(ColumnKind.Float64), parts, (p, g, r) => FinishNumbers(scale, p, g, r));
    }

    private static void FinishIntegers(string name, ReadOnlySpan<Component> parts, ReadOnlySpan<int> groups, ColumnVector result)
    {
        var summary = (DecimalSummary)parts[0];
        ResultValues.Write(summary, groups, result, group =>
        {
            Int128 range = (Int128)summary.LargestInteger(group) - summary.SmallestInteger(group);
            return range <= long.MaxValue
                ? (long)range
                : throw new RunException(
                    $"range({name}) is {range}, which does not fit an int64; {Fix.Schema.With(name, "decimal")} gives it as float64");
        });
    }

    private static void FinishNumbers(int scale, ReadOnlySpan<Component> parts, ReadOnlySpan<int> groups, ColumnVector result)
    {
        var summary = (NumberSummary)parts[0];
        ResultValues.Write(summary, groups, result, group => Difference(summary.Largest(group), summary.Smallest(group), scale));
    }

    private static double Difference(double most, double least, int scale) =>
        scale > 0 && TryMantissa(most, scale, out long high) && TryMantissa(least, scale, out long low)
        ? DecimalSum.Round(high - low, scale, 1)
        : most - least;

    // Finds the decimal that a double was read from.
    private static bool TryMantissa(double value, int scale, out long mantissa)
    {
        double scaled = Math.Round(value * PowersOfTen.Double[scale]);
        mantissa = Math.Abs(scaled) < MaxMantissa ? (long)scaled : 0;
        return Math.Abs(scaled) < MaxMantissa && DecimalSum.Round(mantissa, scale, 1) == value;
    }
}
