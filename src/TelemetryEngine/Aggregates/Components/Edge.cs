using TelemetryEngine.Columns;

namespace TelemetryEngine.Aggregates.Components;

// Which end of a group's order an Edge<TValue, TValues, TEnd> keeps.
internal interface IEnd
{
    static abstract string Name { get; }

    // False when times do not count, and values at no time do.
    static virtual bool GoesByTime => true;

    // True when the place (time, position) beats the one held.
    static abstract bool Beats(long time, long position, long heldTime, long heldPosition);
}

// The earliest time; of equal times the first in the input.
internal readonly struct FirstEnd : IEnd
{
    public static string Name => "first";

    public static bool Beats(long time, long position, long heldTime, long heldPosition) =>
        time < heldTime || (time == heldTime && position < heldPosition);
}

// The latest time; of equal times the last in the input.
internal readonly struct LastEnd : IEnd
{
    public static string Name => "last";

    public static bool Beats(long time, long position, long heldTime, long heldPosition) =>
        time > heldTime || (time == heldTime && position > heldPosition);
}

// The first in the input.
internal readonly struct InputEnd : IEnd
{
    public static string Name => "any";

    public static bool GoesByTime => false;

    public static bool Beats(long time, long position, long heldTime, long heldPosition) => position < heldPosition;
}

// The value at one end of the order (time, position in the input). The place travels with the value, so partial states merge in any order.
internal struct Edge<TValue, TValues, TEnd> : IAccumulator<Edge<TValue, TValues, TEnd>>
    where TValues : struct, IValues<TValue>
    where TEnd : struct, IEnd
{
    private long _time;
    private long _position;
    private bool _any;

    // Means nothing when no value was added.
    public TValue Value;

    public static IReadOnlyList<ColumnType> Types { get; } = [new(ColumnKind.Int64), new(ColumnKind.Int64), new(ColumnKind.Bool),
        TValues.Type];

    public static void Add(Span<Edge<TValue, TValues, TEnd>> states, in RowInput rows)
    {
        ReadOnlySpan<int> groups = rows.Groups;
        ReadOnlySpan<TValue> values = TValues.Read(rows);
        ReadingOrder order = rows.Order;
        for (int row = 0; row < groups.Length; row++)
        {
            states[groups[row]].Add(order.Time(row), order.Position(row), values[row]);
        }
    }

    public void Merge(in Edge<TValue, TValues, TEnd> right)
    {
        if (right._any)
        {
            Add(right._time, right._position, right.Value);
        }
    }

    public readonly void Save(int row, IReadOnlyList<ColumnVector> columns)
    {
        (columns[0].Int64s[row], columns[1].Int64s[row]) = (_time, _position);
        if (row == 0)
        {
            columns[2].Bits.Clear();
        }

        columns[2].Bits[row >> 3] |= (byte)((_any ? 1 : 0) << (row & 7));
        TValues.Save(Value, row, columns[3]);
    }

    public static Edge<TValue, TValues, TEnd> Load(int row, IReadOnlyList<ColumnVector> columns) => new()
    {
        _time = columns[0].Int64s[row],
        _position = columns[1].Int64s[row],
        _any = (columns[2].Bits[row >> 3] & (1 << (row & 7))) != 0,
        Value = TValues.Load(row, columns[3]),
    };

    private void Add(long time, long position, TValue value)
    {
        if (!_any || TEnd.Beats(time, position, _time, _position))
        {
            (_time, _position, _any, Value) = (time, position, true, value);
        }
    }
}
