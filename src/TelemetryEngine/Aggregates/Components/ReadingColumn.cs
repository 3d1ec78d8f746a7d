using TelemetryEngine.Columns;

namespace TelemetryEngine.Aggregates.Components;

/// <summary>Keeps the readings of each group, in any order, until whole series can be gone through.</summary>
internal sealed class ReadingColumn : Component
{
    private readonly ListStore<Reading> _lists = new();
    private Reading[] _rows = [];

    public override long Bytes => _lists.Bytes;

    public override IReadOnlyList<ColumnType> StateTypes { get; } = [new(ColumnKind.Bytes)];

    public static ComponentSpec Spec(int input, int filter) => new("readings", input, filter, NeedsOrder: true);

    /// <summary>How many readings a group has.</summary>
    public long Count(int group) => _lists.Count(group);

    /// <summary>Copies a group's readings to where there is room for <see cref="Count"/> of them.</summary>
    public void CopyTo(int group, Span<Reading> target) => _lists.CopyTo(group, target);

    public override void Reserve(int groups) => _lists.Reserve(groups);

    public override void Add(in RowInput rows)
    {
        ReadOnlySpan<double> values = rows.Doubles[..rows.Groups.Length];
        if (_rows.Length < values.Length)
        {
            _rows = new Reading[values.Length];
        }

        RowOrder order = rows.Order;
        Span<Reading> readings = _rows.AsSpan(0, values.Length);
        for (int row = 0; row < readings.Length; row++)
        {
            readings[row] = new Reading(order.Time(row), order.Position(row), values[row]);
        }

        _lists.Append(rows.Groups, readings);
    }

    public override void Merge(Component right, ReadOnlySpan<int> groups, ReadOnlySpan<int> into) =>
        _lists.Merge(((ReadingColumn)right)._lists, groups, into);

    public override void Save(ReadOnlySpan<int> groups, IReadOnlyList<Vector> columns) => _lists.Save(groups, columns[0]);

    public override void Load(IReadOnlyList<Vector> columns, ReadOnlySpan<int> groups) => _lists.Load(columns[0], groups);
}
