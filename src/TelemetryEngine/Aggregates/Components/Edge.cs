using TelemetryEngine.Columns;

namespace TelemetryEngine.Aggregates.Components;

/// <summary>Which end of a group's order an <see cref="EdgeColumn{TValue, TReader, TEnd}"/> keeps.</summary>
internal interface IEnd
{
    static abstract string Name { get; }

    /// <summary>False when times do not count, and values at no time do.</summary>
    static virtual bool GoesByTime => true;

    /// <summary>True when the place (time, position) beats the one held.</summary>
    static abstract bool Beats(long time, long position, long heldTime, long heldPosition);
}

/// <summary>The earliest time; of equal times the first in the input.</summary>
internal readonly struct FirstEnd : IEnd
{
    public static string Name => "first";

    public static bool Beats(long time, long position, long heldTime, long heldPosition) =>
        time < heldTime || (time == heldTime && position < heldPosition);
}

/// <summary>The latest time; of equal times the last in the input.</summary>
internal readonly struct LastEnd : IEnd
{
    public static string Name => "last";

    public static bool Beats(long time, long position, long heldTime, long heldPosition) =>
        time > heldTime || (time == heldTime && position > heldPosition);
}

/// <summary>The first in the input.</summary>
internal readonly struct InputEnd : IEnd
{
    public static string Name => "any";

    public static bool GoesByTime => false;

    public static bool Beats(long time, long position, long heldTime, long heldPosition) => position < heldPosition;
}

/// <summary>
/// The value at one end of the order (time, position in the input). The place travels with the value, so partial states merge in any order.
/// </summary>
internal sealed class EdgeColumn<TValue, TReader, TEnd>(ColumnType stateType) : Component
    where TReader : struct, IColumnReader<TValue>
    where TEnd : struct, IEnd
{
    private (long Time, long Position, bool Any, TValue Value)[] _states = [];

    public override long Bytes => (long)_states.Length * (24 + System.Runtime.CompilerServices.Unsafe.SizeOf<TValue>());

    public override IReadOnlyList<ColumnType> StateTypes { get; } =
        [new(ColumnKind.Int64), new(ColumnKind.Int64), new(ColumnKind.Bool), stateType];

    /// <summary>The group's value; meaningless when no value was added.</summary>
    public TValue this[int group] => _states[group].Value;

    public override void Reserve(int groups)
    {
        if (_states.Length < groups)
        {
            Array.Resize(ref _states, Grown(_states.Length, groups));
        }
    }

    public override void Add(in RowInput rows)
    {
        ReadOnlySpan<int> groups = rows.Groups;
        ReadOnlySpan<TValue> values = TReader.Read(rows)[..groups.Length];
        RowOrder order = rows.Order;
        for (int row = 0; row < groups.Length; row++)
        {
            Add(groups[row], order.Time(row), order.Position(row), values[row]);
        }
    }

    public override void Merge(Component right, ReadOnlySpan<int> groups, ReadOnlySpan<int> into)
    {
        var other = (EdgeColumn<TValue, TReader, TEnd>)right;
        for (int i = 0; i < groups.Length; i++)
        {
            ref readonly (long Time, long Position, bool Any, TValue Value) state = ref other._states[groups[i]];
            if (state.Any)
            {
                Add(into[i], state.Time, state.Position, state.Value);
            }
        }
    }

    public override void Save(ReadOnlySpan<int> groups, IReadOnlyList<Vector> columns)
    {
        columns[2].Bits.Clear();
        for (int row = 0; row < groups.Length; row++)
        {
            (long time, long position, bool any, TValue value) = _states[groups[row]];
            columns[0].Int64s[row] = time;
            columns[1].Int64s[row] = position;
            columns[2].Bits[row >> 3] |= (byte)((any ? 1 : 0) << (row & 7));
            SavedValue.Save(value, row, columns[3]);
        }
    }

    public override void Load(IReadOnlyList<Vector> columns, ReadOnlySpan<int> groups)
    {
        for (int row = 0; row < groups.Length; row++)
        {
            if ((columns[2].Bits[row >> 3] & (1 << (row & 7))) != 0)
            {
                Add(groups[row], columns[0].Int64s[row], columns[1].Int64s[row], SavedValue.Load<TValue>(row, columns[3]));
            }
        }
    }

    private void Add(int group, long time, long position, TValue value)
    {
        ref (long Time, long Position, bool Any, TValue Value) state = ref _states[group];
        if (!state.Any || TEnd.Beats(time, position, state.Time, state.Position))
        {
            state = (time, position, true, value);
        }
    }
}
