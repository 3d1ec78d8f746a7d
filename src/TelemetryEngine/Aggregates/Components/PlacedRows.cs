using System.Runtime.InteropServices;
using TelemetryEngine.Expressions;

namespace TelemetryEngine.Aggregates.Components;

// What a row brings, and its place: by time, then by position in the input.
// Time: The instant; 0 where the plan has no time.
// Position: The position in the input.
[StructLayout(LayoutKind.Sequential)]
internal readonly record struct Placed<TRow>(long Time, long Position, TRow Row) : IComparable<Placed<TRow>>
    where TRow : unmanaged
{
    // By place.
    public int CompareTo(Placed<TRow> other) => Time != other.Time ? Time.CompareTo(other.Time) : Position.CompareTo(other.Position);
}

// The values of a row in two columns.
[StructLayout(LayoutKind.Sequential)]
internal readonly record struct Pair<TFirst, TSecond>(TFirst First, TSecond Second);

// All values of a group with their places, for functions of the program.
internal sealed class PlacedRows<TValue> : ValueLists<Placed<TValue>>
    where TValue : unmanaged
{
    private readonly CustomValues<TValue> _values = CustomValues.Of<TValue>();
    private Placed<TValue>[] _rows = [];

    public override void Add(in RowInput rows)
    {
        int count = rows.Groups.Length;
        _rows = _rows.Length < count ? new Placed<TValue>[count] : _rows;
        ReadOnlySpan<TValue> values = _values.Read(rows.Column, rows.Views, count);
        ReadingOrder order = rows.Order;
        for (int row = 0; row < values.Length; row++)
        {
            _rows[row] = new(order.Time(row), order.Position(row), values[row]);
        }

        Lists.Append(rows.Groups, _rows.AsSpan(0, count));
    }
}

// All values of a group in two columns with their places, for functions of the program.
internal sealed class PlacedRows<TFirst, TSecond> : ValueLists<Placed<Pair<TFirst, TSecond>>>
    where TFirst : unmanaged
    where TSecond : unmanaged
{
    private readonly CustomValues<TFirst> _first = CustomValues.Of<TFirst>();
    private readonly CustomValues<TSecond> _second = CustomValues.Of<TSecond>();
    private Placed<Pair<TFirst, TSecond>>[] _rows = [];

    public override void Add(in RowInput rows)
    {
        int count = rows.Groups.Length;
        _rows = _rows.Length < count ? new Placed<Pair<TFirst, TSecond>>[count] : _rows;
        ReadOnlySpan<TFirst> first = _first.Read(rows.Column, rows.Views, count);
        ReadOnlySpan<TSecond> second = _second.Read(rows.Second, rows.Views, count);
        ReadingOrder order = rows.Order;
        for (int row = 0; row < first.Length; row++)
        {
            _rows[row] = new(order.Time(row), order.Position(row), new(first[row], second[row]));
        }

        Lists.Append(rows.Groups, _rows.AsSpan(0, count));
    }
}
