using TelemetryEngine.Columns;
using TelemetryEngine.Kernels.Exact;

namespace TelemetryEngine.Aggregates.Components;

/// <summary>
/// The count, the exact sum, the smallest and the largest value of a number column, side by side for each group: avg, sum, count, min, max and range of a
/// column share one pass over the rows and one look into memory for each. Sums are exact, so the order of rows, batches and merges does not matter.
/// </summary>
internal abstract class NumberSummary : Component, ICount, IExactSum
{
    /// <summary>How many states ahead a merge asks for memory: a result's order is none in which groups were met.</summary>
    protected const int StatesAhead = 16;

    /// <summary>The summary of a number column, in the form that its values have.</summary>
    public static ComponentPart Part(AggregateInput input, int filter) => input.Type.Layout == VectorLayout.Double
        ? BinaryPart(input, filter)
        : DecimalPart("decimal_summary", input, filter, hasExtremes: true);

    /// <summary>The summary of a number column for those who don't ask for its extremes.</summary>
    public static ComponentPart SumPart(AggregateInput input, int filter) => input.Type.Layout == VectorLayout.Double
        ? BinaryPart(input, filter)
        : DecimalPart("decimal_sum", input, filter, hasExtremes: false) with { Wider = Part(input, filter) };

    /// <summary>The summary of a number column's values as float64.</summary>
    public static ComponentPart BinaryPart(AggregateInput input, int filter) =>
        new(new("binary_summary", input.Ordinal, filter), static () => new BinarySummary());

    private static ComponentPart DecimalPart(string name, AggregateInput input, int filter, bool hasExtremes) => new(
        new(name, input.Ordinal, filter), () => new DecimalSummary(input.Type.Layout == VectorLayout.Scaled ? input.Type.Scale : 0, hasExtremes));

    public abstract long CountOf(int group);

    public abstract void CountsOf(ReadOnlySpan<int> groups, Span<long> counts);

    public abstract ExactNumber ToNumber(int group);

    /// <summary>sum ÷ divisor for each group, rounded once to nearest even. A divisor of 1 gives the sum.</summary>
    /// <param name="groups">The groups.</param>
    /// <param name="divisors">Their divisors, at least 1.</param>
    /// <param name="results">As many results.</param>
    public abstract void Quotients(ReadOnlySpan<int> groups, ReadOnlySpan<long> divisors, Span<double> results);

    /// <summary>The smallest value of each group that has any; NaN only when there is nothing else.</summary>
    public abstract void Smallest(ReadOnlySpan<int> groups, Span<double> results);

    /// <summary>The largest value of each group that has any; NaN only when there is nothing else.</summary>
    public abstract void Largest(ReadOnlySpan<int> groups, Span<double> results);

    /// <summary>sum ÷ divisor of one group.</summary>
    public double Quotient(int group, long divisor)
    {
        double result = 0;
        Quotients(new ReadOnlySpan<int>(in group), new ReadOnlySpan<long>(in divisor), new Span<double>(ref result));
        return result;
    }

    /// <summary>The smallest value of one group.</summary>
    public double Smallest(int group)
    {
        double result = 0;
        Smallest(new ReadOnlySpan<int>(in group), new Span<double>(ref result));
        return result;
    }

    /// <summary>The largest value of one group.</summary>
    public double Largest(int group)
    {
        double result = 0;
        Largest(new ReadOnlySpan<int>(in group), new Span<double>(ref result));
        return result;
    }
}
