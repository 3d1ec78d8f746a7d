using System.Runtime.CompilerServices;
using TelemetryEngine.Columns;

namespace TelemetryEngine.Aggregates.Components;

// A component whose states lie side by side. They are made when the groups come, so that room for more can be made ahead without touching
// it.
// empty: The elements of a state of no values.
internal abstract class GroupColumn<T>(T[] empty) : Component
    where T : struct
{
    // States that are filled at once: few enough for the cache.
    private const int FilledAtOnce = 64;

    private T[] _states = new T[empty.Length];
    private int _made;

    public override long Bytes => (long)_made * empty.Length * Unsafe.SizeOf<T>();

    // How many elements a state has.
    protected int Width => empty.Length;

    // How many states are made.
    protected int Count => _made;

    // How many states there is room for.
    protected int Capacity => _states.Length / empty.Length;

    // The states, and behind those that are made what means nothing.
    protected Span<T> States => _states;

    // The elements of a group's state.
    protected Span<T> StateOf(int group) => _states.AsSpan(group * empty.Length, empty.Length);

    public override void Reserve(int groups)
    {
        if (Capacity < groups)
        {
            Grow(groups, Grown(Capacity, groups));
        }

        if (_made < groups)
        {
            Empty(_states.AsSpan(_made * empty.Length, (groups - _made) * empty.Length));
            _made = groups;
        }
    }

    // memory of another run does with twice as many as before, since it costs less than new one for all that are foreseen
    public override int Foresee(int groups)
    {
        if (Capacity < groups)
        {
            Grow((int)Math.Min(Capacity * 2L, groups), groups);
        }

        return Capacity;
    }

    public override bool TryRestart(int groups)
    {
        _made = 0;
        Reserve(groups);
        return true;
    }

    public override void Release()
    {
        T[] before = _states;
        _states = new T[empty.Length];
        _made = 0;
        FreshMemory.Return(before);
    }

    private void Grow(int least, int groups)
    {
        T[] before = _states;
        FreshMemory.Grow(ref _states, _made * empty.Length, LengthFor(least), LengthFor(groups));
        FreshMemory.Return(before);
    }

    private int LengthFor(int groups) => (int)Math.Min((long)groups * empty.Length, Array.MaxLength);

    private void Empty(Span<T> states)
    {
        if (empty.Length == 1)
        {
            states.Fill(empty[0]);
            return;
        }

        empty.CopyTo(states);
        for (int made = empty.Length; made < states.Length;)
        {
            int length = Math.Min(Math.Min(made, FilledAtOnce * empty.Length), states.Length - made);
            states[..length].CopyTo(states[made..]);
            made += length;
        }
    }
}

// A state of fixed size.
internal interface IState<TSelf>
    where TSelf : struct, IState<TSelf>
{
    // The state of no values.
    static virtual TSelf Empty => default;

    // The columns that hold the state when it travels.
    static abstract IReadOnlyList<ColumnType> Types { get; }

    void Merge(in TSelf right);

    void Save(int row, IReadOnlyList<ColumnVector> columns);

    static abstract TSelf Load(int row, IReadOnlyList<ColumnVector> columns);
}

// A state that takes rows of a batch.
internal interface IAccumulator<TSelf> : IState<TSelf>
    where TSelf : struct, IAccumulator<TSelf>
{
    // Adds each row to the state of its group.
    static abstract void Add(Span<TSelf> states, in RowInput rows);
}

// The merge and the journey of every IState<TSelf>. The JIT makes one body for each.
internal abstract class StateColumn<TState>() : GroupColumn<TState>([TState.Empty])
    where TState : struct, IState<TState>
{
    public override IReadOnlyList<ColumnType> StateTypes => TState.Types;

    // A group's state.
    public ref readonly TState this[int group] => ref States[group];

    public override void Merge(Component right, ReadOnlySpan<int> groups, ReadOnlySpan<int> into)
    {
        Span<TState> from = ((StateColumn<TState>)right).States;
        Span<TState> states = States;
        for (int i = 0; i < groups.Length; i++)
        {
            states[into[i]].Merge(from[groups[i]]);
        }
    }

    public override void Save(ReadOnlySpan<int> groups, IReadOnlyList<ColumnVector> columns)
    {
        for (int row = 0; row < groups.Length; row++)
        {
            States[groups[row]].Save(row, columns);
        }
    }

    public override void Load(IReadOnlyList<ColumnVector> columns, ReadOnlySpan<int> groups)
    {
        for (int row = 0; row < groups.Length; row++)
        {
            States[groups[row]].Merge(TState.Load(row, columns));
        }
    }
}

// States that take rows by themselves.
internal sealed class AccumulatorColumn<TState> : StateColumn<TState>
    where TState : struct, IAccumulator<TState>
{
    public override void Add(in RowInput rows) => TState.Add(States, rows);
}

// States of several int64 that add up, each in a column of its own when they travel.
internal abstract class WordColumn(int words) : GroupColumn<long>(new long[words])
{
    public override IReadOnlyList<ColumnType> StateTypes { get; } = [.. Enumerable.Repeat(new ColumnType(ColumnKind.Int64), words)];

    public override void Merge(Component right, ReadOnlySpan<int> groups, ReadOnlySpan<int> into)
    {
        var other = (WordColumn)right;
        for (int i = 0; i < groups.Length; i++)
        {
            AddTo(StateOf(into[i]), other.StateOf(groups[i]));
        }
    }

    public override void Save(ReadOnlySpan<int> groups, IReadOnlyList<ColumnVector> columns)
    {
        for (int row = 0; row < groups.Length; row++)
        {
            ReadOnlySpan<long> state = StateOf(groups[row]);
            for (int word = 0; word < state.Length; word++)
            {
                columns[word].Int64s[row] = state[word];
            }
        }
    }

    public override void Load(IReadOnlyList<ColumnVector> columns, ReadOnlySpan<int> groups)
    {
        Span<long> state = new long[Width];
        for (int row = 0; row < groups.Length; row++)
        {
            for (int word = 0; word < state.Length; word++)
            {
                state[word] = columns[word].Int64s[row];
            }

            AddTo(StateOf(groups[row]), state);
        }
    }

    // Adds another state.
    protected virtual void AddTo(Span<long> state, ReadOnlySpan<long> right)
    {
        for (int word = 0; word < state.Length; word++)
        {
            state[word] += right[word];
        }
    }
}

// How many rows, or how many values that are not null.
internal sealed class CountComponent() : WordColumn(1), ICount
{
    public long CountOf(int group) => States[group];

    public void CountsOf(ReadOnlySpan<int> groups, Span<long> counts)
    {
        ReadOnlySpan<long> all = States;
        for (int i = 0; i < counts.Length; i++)
        {
            counts[i] = all[groups[i]];
        }
    }

    public override void Add(in RowInput rows)
    {
        Span<long> counts = States;
        if (rows.SingleGroup >= 0)
        {
            counts[rows.SingleGroup] += rows.Groups.Length;
            return;
        }

        foreach (int group in rows.Groups)
        {
            counts[group]++;
        }
    }

    public override void Merge(Component right, ReadOnlySpan<int> groups, ReadOnlySpan<int> into)
    {
        ReadOnlySpan<long> other = ((CountComponent)right).States;
        Span<long> counts = States;
        for (int i = 0; i < groups.Length; i++)
        {
            counts[into[i]] += other[groups[i]];
        }
    }
}
