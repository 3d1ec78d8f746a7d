using TelemetryEngine.Aggregates.Components;
using TelemetryEngine.Columns;

namespace TelemetryEngine.Aggregates;

/// <summary>The exact sum, rounded once to nearest even. Integers give an int64.</summary>
internal static class Sum
{
    public static AggregateBinding Bind(AggregateCall call)
    {
        AggregateInput input = call.SingleNumber();
        ComponentPart[] parts = [Part(input, call.Filter), Count.Part(input.Ordinal, call.Filter)];
        return input.Type.IsInteger
            ? new AggregateBinding(new ColumnType(ColumnKind.Int64), parts, (p, g, r) => FinishIntegers(input.Name, p, g, r))
            : new AggregateBinding(new ColumnType(ColumnKind.Float64), parts, FinishNumbers);
    }

    /// <summary>The sum component for a number column of any kind.</summary>
    public static ComponentPart Part(AggregateInput input, int filter) => input.Type.Layout switch
    {
        VectorLayout.Scaled => new(new("decimal_sum", input.Ordinal, filter), () => new DecimalSumColumn(input.Type.Scale)),
        VectorLayout.Double => new(new("binary_sum", input.Ordinal, filter), static () => new BinarySumColumn()),
        _ => new(new("integer_sum", input.Ordinal, filter), static () => new StateColumn<IntegerSum, long, LongReader>()),
    };

    /// <summary>sum ÷ divisor of a group, rounded once.</summary>
    public static double Quotient(Component sum, int group, long divisor) => sum switch
    {
        DecimalSumColumn numbers => numbers.Round(group, divisor),
        BinarySumColumn numbers => numbers.Round(group, divisor),
        _ => Kernels.Exact.ExactQuotient.Round(((StateColumn<IntegerSum, long, LongReader>)sum)[group].Value, (UInt128)(ulong)divisor),
    };

    private static void FinishNumbers(ReadOnlySpan<Component> parts, ReadOnlySpan<int> groups, Vector result)
    {
        var count = (CountComponent)parts[1];
        for (int row = 0; row < groups.Length; row++)
        {
            if (count[groups[row]] == 0)
            {
                result.SetNull(row, groups.Length);
            }
            else
            {
                result.Doubles[row] = Canonical.Of(Quotient(parts[0], groups[row], 1));
            }
        }
    }

    private static void FinishIntegers(string name, ReadOnlySpan<Component> parts, ReadOnlySpan<int> groups, Vector result)
    {
        var sum = (StateColumn<IntegerSum, long, LongReader>)parts[0];
        var count = (CountComponent)parts[1];
        for (int row = 0; row < groups.Length; row++)
        {
            Int128 value = sum[groups[row]].Value;
            if (count[groups[row]] == 0)
            {
                result.SetNull(row, groups.Length);
            }
            else if (value < long.MinValue || value > long.MaxValue)
            {
                throw new RunException($"sum({name}) is {value}, which does not fit an int64; --schema {name}=decimal sums it as float64");
            }
            else
            {
                result.Int64s[row] = (long)value;
            }
        }
    }
}

/// <summary>The form in which a float64 leaves the engine.</summary>
internal static class Canonical
{
    /// <summary>−0 becomes 0, and every NaN the quiet one.</summary>
    public static double Of(double value) => double.IsNaN(value) ? double.NaN : value + 0.0;
}
