using TelemetryEngine.Columns;

namespace TelemetryEngine.Aggregates.Components;

/// <summary>All values of a group as float64.</summary>
internal sealed class NumberLists : Component
{
    private static readonly ColumnType[] Types = [new(ColumnKind.Bytes)];
    private readonly ListStore<double> _lists = new();

    public override long Bytes => _lists.Bytes;

    public override bool HoldsValues => true;

    public override IReadOnlyList<ColumnType> StateTypes => Types;

    public static ComponentSpec Spec(int input, int filter) => new("numbers", input, filter);

    /// <summary>How many values a group has.</summary>
    public long Count(int group) => _lists.Count(group);

    /// <summary>Copies a group's values, in no order that means anything.</summary>
    public void CopyTo(int group, Span<double> values) => _lists.CopyTo(group, values);

    public override void Reserve(int groups) => _lists.Reserve(groups);

    public override void Add(in RowInput rows)
    {
        if (rows.SingleGroup >= 0)
        {
            _lists.AppendAll(rows.SingleGroup, rows.Doubles[..rows.Groups.Length]);
        }
        else
        {
            _lists.Append(rows.Groups, rows.Doubles);
        }
    }

    public override void Merge(Component right, ReadOnlySpan<int> groups, ReadOnlySpan<int> into) =>
        _lists.Merge(((NumberLists)right)._lists, groups, into);

    /// <summary>A state is the values, 8 bytes each, low byte first.</summary>
    public override void Save(ReadOnlySpan<int> groups, IReadOnlyList<Vector> columns) => _lists.Save(groups, columns[0]);

    /// <inheritdoc/>
    /// <exception cref="FormatException">A state is no whole number of values.</exception>
    public override void Load(IReadOnlyList<Vector> columns, ReadOnlySpan<int> groups) => _lists.Load(columns[0], groups);
}
