using TelemetryEngine.Columns;

namespace TelemetryEngine.Fills;

// What a column of the result holds where its window has no value: because no row fell into it, or none with a value.
internal abstract class Fill
{
    // True when a value is made of those of other windows, so that rows outside the plan's range count too.
    public virtual bool LooksAround => false;

    // Fills the column's nulls.
    public abstract void Apply(FillColumn column);
}

// A column of the result as a fill sees it: all rows in the result's order, the rows of many series between each other.
// values: The rows' values; a fill changes those that are null.
// previous: For each row the row before of the same series, or −1.
// times: For each row the instant that stands for its window.
internal readonly ref struct FillColumn(ColumnVector values, ReadOnlySpan<int> previous, ReadOnlySpan<long> times)
{
    public ColumnVector Values { get; } = values;

    public ReadOnlySpan<int> Previous { get; } = previous;

    public ReadOnlySpan<long> Times { get; } = times;
}
