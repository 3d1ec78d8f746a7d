using TelemetryEngine.Columns;

namespace TelemetryEngine.Aggregates.Components;

/// <summary>All values of a group as float64.</summary>
internal sealed class NumberLists : Component
{
    private readonly ValueLists<double> _lists = new();

    public override long Bytes => _lists.Bytes;

    public override bool HoldsValues => true;

    public override IReadOnlyList<ColumnType> StateTypes => ValueLists<double>.StateTypes;

    public static ComponentSpec Spec(int input, int filter) => new("numbers", input, filter);

    /// <summary>How many values a group has.</summary>
    public long Count(int group) => _lists.Count(group);

    /// <summary>True when a group's values are to be had by <see cref="Open"/> alone.</summary>
    public bool IsStored(int group) => _lists.IsStored(group);

    /// <summary>Copies a group's values, in no order that means anything.</summary>
    public void CopyTo(int group, Span<double> values) => _lists.CopyTo(group, values);

    /// <summary>A group's values from a disk: NaNs first, then rising.</summary>
    public RecordMerge<ValueRecord<double>> Open(int group) => _lists.Open(group);

    public override long ValueBytes(int group) => _lists.ValueBytes(group);

    public override void Use(IValueDisk disk) => _lists.Use(disk);

    public override void Stow(IValueDisk disk, long leastBytes) => _lists.Stow(disk, leastBytes);

    public override void Reserve(int groups) => _lists.Lists.Reserve(groups);

    public override void Add(in RowInput rows)
    {
        if (rows.SingleGroup >= 0)
        {
            _lists.Lists.AppendAll(rows.SingleGroup, rows.Doubles[..rows.Groups.Length]);
        }
        else
        {
            _lists.Lists.Append(rows.Groups, rows.Doubles);
        }
    }

    public override void Merge(Component right, ReadOnlySpan<int> groups, ReadOnlySpan<int> into) =>
        _lists.Merge(((NumberLists)right)._lists, groups, into);

    /// <summary>A state is the values, 8 bytes each, low byte first, and where others lie.</summary>
    public override void Save(ReadOnlySpan<int> groups, IReadOnlyList<Vector> columns) => _lists.Save(groups, columns);

    /// <inheritdoc/>
    /// <exception cref="FormatException">A state is no whole number of values.</exception>
    public override void Load(IReadOnlyList<Vector> columns, ReadOnlySpan<int> groups) => _lists.Load(columns, groups);
}
