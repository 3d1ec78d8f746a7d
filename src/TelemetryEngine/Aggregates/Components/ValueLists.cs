using System.Runtime.CompilerServices;
using TelemetryEngine.Columns;

namespace TelemetryEngine.Aggregates.Components;

/// <summary>A list of values for each group, in memory as long as there is room, and on a disk where a group has too many.</summary>
/// <typeparam name="T">As in <see cref="ListStore{T}"/>; a group's values on the disk are in its order.</typeparam>
internal sealed class ValueLists<T>
    where T : unmanaged, IComparable<T>
{
    private readonly StoredValues<ValueRecord<T>> _stored = new();
    private ListStore<T> _lists = new();

    /// <summary>The columns that hold a list when it travels: the values' bytes, and where those on a disk lie.</summary>
    public static IReadOnlyList<ColumnType> StateTypes { get; } = [new(ColumnKind.Bytes), new(ColumnKind.Bytes)];

    /// <summary>Bytes held in memory.</summary>
    public long Bytes => _lists.Bytes + _stored.Bytes;

    /// <summary>The lists in memory, to be added to.</summary>
    public ListStore<T> Lists => _lists;

    /// <summary>How many values a group has.</summary>
    public long Count(int group) => _lists.Count(group) + (IsStored(group) ? _stored.Count(group) : 0);

    /// <summary>The bytes of a group's values in memory.</summary>
    public long ValueBytes(int group) => _lists.Count(group) * Unsafe.SizeOf<T>();

    /// <summary>True when some of a group's values lie on a disk: then they are to be had by <see cref="Open"/> alone.</summary>
    public bool IsStored(int group) => _stored.Has(group);

    /// <summary>Copies the values of a group that are all in memory.</summary>
    public void CopyTo(int group, Span<T> values) => _lists.CopyTo(group, values);

    /// <summary>A group's values in their order.</summary>
    public RecordMerge<ValueRecord<T>> Open(int group)
    {
        if (_lists.Count(group) > 0)
        {
            RunWriter<ValueRecord<T>> writer = new(_stored.Disk!);
            Store(group, writer);
            _lists.Forget(group);
        }

        return _stored.Open(group);
    }

    /// <summary>Says where values lie that were moved to a disk before.</summary>
    public void Use(IValueDisk disk) => _stored.Disk = disk;

    /// <summary>Moves the values of groups that have many to a disk.</summary>
    public void Stow(IValueDisk disk, long leastBytes)
    {
        _stored.Disk = disk;
        RunWriter<ValueRecord<T>>? writer = null;
        for (int group = 1; group < _lists.Groups; group++)
        {
            if (_lists.Count(group) > 0 && ValueBytes(group) >= leastBytes)
            {
                Store(group, writer ??= new(disk));
                _lists.Forget(group);
            }
        }

        if (writer is not null)
        {
            _lists = _lists.Packed();
        }
    }

    public void Merge(ValueLists<T> right, ReadOnlySpan<int> groups, ReadOnlySpan<int> into)
    {
        _lists.Merge(right._lists, groups, into);
        _stored.Merge(right._stored, groups, into);
    }

    public void Save(ReadOnlySpan<int> groups, IReadOnlyList<Vector> columns)
    {
        _lists.Save(groups, columns[0]);
        _stored.Save(groups, columns[1]);
    }

    public void Load(IReadOnlyList<Vector> columns, ReadOnlySpan<int> groups)
    {
        _lists.Load(columns[0], groups);
        _stored.Load(columns[1], groups);
    }

    private void Store(int group, RunWriter<ValueRecord<T>> writer)
    {
        foreach (ReadOnlySpan<T> piece in _lists.Pieces(group))
        {
            writer.AddAll(piece);
        }

        _stored.Add(group, writer.End());
    }
}
