using TelemetryEngine.Columns;
using TelemetryEngine.Kernels.Exact;

namespace TelemetryEngine.Aggregates.Components;

/// <summary>
/// The count, the exact sum, the smallest and the largest value of a number column, side by side for each group: avg, sum, count, min, max and range of a
/// column share one pass over the rows and one look into memory for each. Sums are exact, so the order of rows, batches and merges does not matter.
/// </summary>
internal abstract class NumberSummary : Component, ICount, IExactSum
{
    /// <summary>The summary of a number column, in the form that its values have.</summary>
    public static ComponentPart Part(AggregateInput input, int filter) => input.Type.Layout == VectorLayout.Double
        ? BinaryPart(input, filter)
        : new(new("decimal_summary", input.Ordinal, filter), () => new DecimalSummary(input.Type.Layout == VectorLayout.Scaled ? input.Type.Scale : 0));

    /// <summary>The summary of a number column's values as float64.</summary>
    public static ComponentPart BinaryPart(AggregateInput input, int filter) =>
        new(new("binary_summary", input.Ordinal, filter), static () => new BinarySummary());

    public abstract long CountOf(int group);

    public abstract ExactNumber ToNumber(int group);

    /// <summary>sum ÷ divisor, rounded once to nearest even. A divisor of 1 gives the sum.</summary>
    public abstract double Quotient(int group, long divisor);

    /// <summary>The smallest value of a group that has any; NaN only when there is nothing else.</summary>
    public abstract double Smallest(int group);

    /// <summary>The largest value of a group that has any; NaN only when there is nothing else.</summary>
    public abstract double Largest(int group);
}
