using System.Runtime.CompilerServices;
using TelemetryEngine.Columns;

namespace TelemetryEngine.Aggregates.Components;

// All values of each group, in memory as long as there is room, and on a disk where a group has too many.
// T: As in ListStore<T>; a group's values on the disk are in its order.
internal abstract class ValueLists<T> : Component
    where T : unmanaged, IComparable<T>
{
    private static readonly ColumnType[] Types = [new(ColumnKind.Bytes), new(ColumnKind.Bytes)];

    public override long Bytes => Lists.Bytes + Stored.Bytes;

    public override bool HoldsValues => true;

    // The values' bytes, and where those on a disk lie.
    public override IReadOnlyList<ColumnType> StateTypes => Types;

    // The lists in memory.
    protected ListStore<T> Lists { get; set; } = new();

    protected StoredValues Stored { get; } = new();

    // How many values a group has.
    public long Count(int group) => Lists.Count(group) + Stored.Count(group);

    // True when some of a group's values lie on a disk: then they are to be had in their order alone.
    public bool IsStored(int group) => Stored.Has(group);

    // Copies the values of a group that are all in memory, in no order that means anything.
    public void CopyTo(int group, Span<T> values) => Lists.CopyTo(group, values);

    // A group's values from a disk, in their order.
    public RecordMerge<ValueRecord<T>> Open(int group) => Open<ValueRecord<T>>(group);

    public override long ValueBytes(int group) => Lists.Count(group) * Unsafe.SizeOf<T>();

    public override void Use(IValueDisk disk) => Stored.Disk = disk;

    public override void Stow(IValueDisk disk, long leastBytes)
    {
        Stored.Disk = disk;
        Func<int, List<StoredRun>>? write = null;
        for (int group = 1; group < Lists.Groups; group++)
        {
            if (Lists.Count(group) > 0 && ValueBytes(group) >= leastBytes)
            {
                Store(group, write ??= Writer(disk));
            }
        }

        if (write is not null)
        {
            Pack();
        }
    }

    public override void Reserve(int groups) => Lists.Reserve(groups);

    public override void Merge(Component right, ReadOnlySpan<int> groups, ReadOnlySpan<int> into)
    {
        var other = (ValueLists<T>)right;
        MergeLists(other, groups, into);
        Stored.Merge(other.Stored, groups, into);
    }

    // A state is the values' bytes, low byte first, and where others lie.
    public override void Save(ReadOnlySpan<int> groups, IReadOnlyList<ColumnVector> columns)
    {
        SaveLists(groups, columns[0]);
        Stored.Save(groups, columns[1]);
    }

    // throws FormatException: A state is not of the form that Save writes.
    public override void Load(IReadOnlyList<ColumnVector> columns, ReadOnlySpan<int> groups)
    {
        LoadLists(columns[0], groups);
        Stored.Load(columns[1], groups);
    }

    protected RecordMerge<TForm> Open<TForm>(int group)
        where TForm : struct, IRecordForm
    {
        if (Lists.Count(group) > 0)
        {
            Store(group, Writer(Stored.Disk!));
        }

        return Stored.Open<TForm>(group);
    }

    protected virtual void MergeLists(ValueLists<T> other, ReadOnlySpan<int> groups, ReadOnlySpan<int> into) =>
        Lists.Merge(other.Lists, groups, into);

    protected virtual void SaveLists(ReadOnlySpan<int> groups, ColumnVector column) => Lists.Save(groups, column);

    protected virtual void LoadLists(ColumnVector column, ReadOnlySpan<int> groups) => Lists.Load(column, groups);

    // Writes the values that groups have in memory to a disk.
    protected virtual Func<int, List<StoredRun>> Writer(IValueDisk disk)
    {
        RunWriter<ValueRecord<T>> writer = new(disk);
        return group =>
        {
            foreach (ReadOnlySpan<T> piece in Lists.Pieces(group))
            {
                writer.AddAll(piece);
            }

            return writer.End();
        };
    }

    // Lets go what lists had that are on a disk now.
    protected virtual void Pack() => Lists = Lists.Packed();

    private void Store(int group, Func<int, List<StoredRun>> write)
    {
        Stored.Add(group, write(group));
        Lists.Forget(group);
    }
}

// All values of a group as float64; those on a disk NaNs first, then rising.
internal sealed class NumberLists : ValueLists<double>
{
    public override void Add(in RowInput rows)
    {
        if (rows.SingleGroup >= 0)
        {
            Lists.AppendAll(rows.SingleGroup, rows.Doubles[..rows.Groups.Length]);
        }
        else
        {
            Lists.Append(rows.Groups, rows.Doubles);
        }
    }
}

// Keeps the readings of each group, in any order, until whole series can be gone through.
internal sealed class ReadingColumn(ReadingNumbers numbers) : ValueLists<Reading>
{
    // The component's name.
    public const string Name = "readings";

    private Reading[] _rows = [];

    // The column's numbers.
    public ReadingNumbers Numbers => numbers;

    public override void Add(in RowInput rows)
    {
        if (_rows.Length < rows.Groups.Length)
        {
            _rows = new Reading[rows.Groups.Length];
        }

        Span<Reading> readings = _rows.AsSpan(0, rows.Groups.Length);
        numbers.Read(rows, readings);
        Lists.Append(rows.Groups, readings);
    }
}

// A value and what it counts. In their order NaNs are behind all numbers.
internal readonly record struct WeightedValue(double Value, double Weight) : IComparable<WeightedValue>
{
    public int CompareTo(WeightedValue other) => (double.IsNaN(Value), double.IsNaN(other.Value)) switch
    {
        (false, false) => Value.CompareTo(other.Value),
        var (isNaN, isOtherNaN) => isNaN.CompareTo(isOtherNaN),
    };
}

// All values of a group with their weights, as float64.
internal sealed class WeightedLists : ValueLists<WeightedValue>
{
    private WeightedValue[] _rows = [];

    public override void Add(in RowInput rows)
    {
        if (_rows.Length < rows.Groups.Length)
        {
            _rows = new WeightedValue[rows.Groups.Length];
        }

        Span<WeightedValue> values = _rows.AsSpan(0, rows.Groups.Length);
        ReadOnlySpan<double> numbers = rows.Doubles;
        ReadOnlySpan<double> weights = rows.SecondDoubles;
        for (int row = 0; row < values.Length; row++)
        {
            values[row] = new WeightedValue(numbers[row], weights[row]);
        }

        Lists.Append(rows.Groups, values);
    }
}
