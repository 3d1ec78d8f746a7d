using TelemetryEngine.Columns;

namespace TelemetryEngine.Aggregates.Components;

// What a component sees of a batch: for each row a group and a value. Rows that are filtered out, rejected or null have group 0, whose
// state nothing reads; so the loops know neither nulls nor filters.
// column: The input column; null for a component without one.
// views: Shows the column in the form a loop reads.
// order: Each row's place in time and input; only where the component asked for it.
// singleGroup: The group of every row; −1 = they may differ.
// second: The second input column; null for a component without one.
internal readonly ref struct RowInput(
    ReadOnlySpan<int> groups, ColumnVector? column, ColumnViews views, ReadingOrder order, int singleGroup = -1,
    ColumnVector? second = null)
{
    public ReadOnlySpan<int> Groups { get; } = groups;

    // The group of every row, or −1 where they differ: then a loop has to look at each.
    public int SingleGroup { get; } = singleGroup;

    public ColumnVector Column { get; } = column!;

    public ColumnVector Second { get; } = second!;

    public ReadingOrder Order { get; } = order;

    // Shows a column in the form a loop reads.
    public ColumnViews Views { get; } = views;

    // The same rows with the second column as the column.
    public RowInput OfSecond => new(Groups, Second, Views, Order, SingleGroup);

    public ReadOnlySpan<double> Doubles => Views.Doubles(Column, Groups.Length);

    public ReadOnlySpan<double> SecondDoubles => Views.Doubles(Second, Groups.Length);

    public ReadOnlySpan<long> Longs => Views.Longs(Column, Groups.Length);

    public ReadOnlySpan<Text> Texts => Views.Texts(Column, Groups.Length);
}

// The rows' places: by time, then by position in the input.
// times: Instants, or empty where the plan has no time.
// positions: Positions, rising in the order of the inputs and within each.
internal readonly ref struct ReadingOrder(ReadOnlySpan<long> times, ReadOnlySpan<long> positions)
{
    private readonly ReadOnlySpan<long> _times = times;
    private readonly ReadOnlySpan<long> _positions = positions;

    public long Time(int row) => _times.IsEmpty ? 0 : _times[row];

    public long Position(int row) => _positions[row];
}
