using TelemetryEngine.Columns;

namespace TelemetryEngine.Aggregates.Components;

/// <summary>
/// What a component sees of a batch: for each row a group and a value. Rows that are filtered out, rejected or null have group 0, whose state
/// nobody reads; so the loops know neither nulls nor filters.
/// </summary>
/// <param name="groups">Each row's group.</param>
/// <param name="column">The input column; null for a component without one.</param>
/// <param name="views">Shows the column in the form a loop reads.</param>
/// <param name="order">Each row's place in time and input; only where the component asked for it.</param>
/// <param name="singleGroup">The group of every row; −1 = they may differ.</param>
/// <param name="second">The second input column; null for a component without one.</param>
internal readonly ref struct RowInput(ReadOnlySpan<int> groups, Vector? column, ColumnViews views, RowOrder order, int singleGroup = -1, Vector? second = null)
{
    public ReadOnlySpan<int> Groups { get; } = groups;

    /// <summary>The group of every row, or −1 where they differ: then a loop has to look at each.</summary>
    public int SingleGroup { get; } = singleGroup;

    public Vector Column { get; } = column!;

    public Vector Second { get; } = second!;

    public RowOrder Order { get; } = order;

    public ReadOnlySpan<double> Doubles => views.Doubles(Column, Groups.Length);

    public ReadOnlySpan<double> SecondDoubles => views.Doubles(Second, Groups.Length);

    public ReadOnlySpan<long> Longs => views.Longs(Column, Groups.Length);

    public ReadOnlySpan<Text> Texts => views.Texts(Column, Groups.Length);
}

/// <summary>The rows' places: by time, then by position in the input.</summary>
/// <param name="times">Instants, or empty where the plan has no time.</param>
/// <param name="positions">Positions, rising in the order of the inputs and within each.</param>
internal readonly ref struct RowOrder(ReadOnlySpan<long> times, ReadOnlySpan<long> positions)
{
    private readonly ReadOnlySpan<long> _times = times;
    private readonly ReadOnlySpan<long> _positions = positions;

    public long Time(int row) => _times.IsEmpty ? 0 : _times[row];

    public long Position(int row) => _positions[row];
}
