using TelemetryEngine.Columns;

namespace TelemetryEngine.Aggregates.Components;

/// <summary>Keeps the readings of each group, in any order, until whole series can be gone through.</summary>
/// <param name="numbers">The column's numbers.</param>
internal sealed class ReadingColumn(ReadingNumbers numbers) : Component
{
    /// <summary>The component's name.</summary>
    public const string Name = "readings";

    private readonly ValueLists<Reading> _lists = new();
    private Reading[] _rows = [];

    public override long Bytes => _lists.Bytes;

    /// <summary>The column's numbers.</summary>
    public ReadingNumbers Numbers => numbers;

    public override bool HoldsValues => true;

    public override IReadOnlyList<ColumnType> StateTypes => ValueLists<Reading>.StateTypes;

    public static ComponentSpec Spec(int input, int filter) => new(Name, input, filter, NeedsOrder: true);

    /// <summary>How many readings a group has.</summary>
    public long Count(int group) => _lists.Count(group);

    /// <summary>Copies a group's readings to where there is room for <see cref="Count"/> of them.</summary>
    public void CopyTo(int group, Span<Reading> target) => _lists.CopyTo(group, target);

    /// <summary>True when a group's readings are to be had by <see cref="Open"/> alone.</summary>
    public bool IsStored(int group) => _lists.IsStored(group);

    /// <summary>A group's readings from a disk, in their order.</summary>
    public RecordMerge<ValueRecord<Reading>> Open(int group) => _lists.Open(group);

    public override long ValueBytes(int group) => _lists.ValueBytes(group);

    public override void Use(IValueDisk disk) => _lists.Use(disk);

    public override void Stow(IValueDisk disk, long leastBytes) => _lists.Stow(disk, leastBytes);

    public override void Reserve(int groups) => _lists.Lists.Reserve(groups);

    public override void Add(in RowInput rows)
    {
        if (_rows.Length < rows.Groups.Length)
        {
            _rows = new Reading[rows.Groups.Length];
        }

        Span<Reading> readings = _rows.AsSpan(0, rows.Groups.Length);
        numbers.Read(rows, readings);
        _lists.Lists.Append(rows.Groups, readings);
    }

    public override void Merge(Component right, ReadOnlySpan<int> groups, ReadOnlySpan<int> into) =>
        _lists.Merge(((ReadingColumn)right)._lists, groups, into);

    public override void Save(ReadOnlySpan<int> groups, IReadOnlyList<Vector> columns) => _lists.Save(groups, columns);

    public override void Load(IReadOnlyList<Vector> columns, ReadOnlySpan<int> groups) => _lists.Load(columns, groups);
}
