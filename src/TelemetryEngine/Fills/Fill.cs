using TelemetryEngine.Columns;

namespace TelemetryEngine.Fills;

/// <summary>What a column of the result holds where its window has no value: because no row fell into it, or none with a value.</summary>
internal abstract class Fill
{
    /// <summary>True when a value is made of those of other windows, so that rows outside the plan's range count too.</summary>
    public virtual bool LooksAround => false;

    /// <summary>Fills the column's nulls.</summary>
    public abstract void Apply(FillColumn column);
}

/// <summary>A column of the result as a fill sees it: all rows in the result's order, the rows of many series between each other.</summary>
/// <param name="values">The rows' values; a fill changes those that are null.</param>
/// <param name="previous">For each row the row before of the same series, or −1.</param>
/// <param name="times">For each row the instant that stands for its window.</param>
internal readonly ref struct FillColumn(Vector values, ReadOnlySpan<int> previous, ReadOnlySpan<long> times)
{
    public Vector Values { get; } = values;

    public ReadOnlySpan<int> Previous { get; } = previous;

    public ReadOnlySpan<long> Times { get; } = times;
}
