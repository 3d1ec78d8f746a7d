using System.Runtime.CompilerServices;
using TelemetryEngine.Columns;

namespace TelemetryEngine.Aggregates.Components;

/// <summary>The states of groups, side by side. They are made when the groups come, so that room for more can be made ahead without touching it.</summary>
/// <param name="empty">The state of no values, or each element of one.</param>
/// <param name="width">How many elements a state is made of.</param>
internal sealed class GroupStates<T>(T empty, int width = 1)
    where T : struct
{
    private T[] _states = new T[width];
    private int _made;

    /// <summary>Bytes of the states that are made.</summary>
    public long Bytes => (long)_made * width * Unsafe.SizeOf<T>();

    /// <summary>How many states are made.</summary>
    public int Count => _made;

    /// <summary>How many states there is room for.</summary>
    public int Capacity => _states.Length / width;

    /// <summary>The states, and behind those that are made what means nothing.</summary>
    public Span<T> All => _states;

    /// <summary>The state of a group, or its first element.</summary>
    public ref T this[int group] => ref _states[group * width];

    /// <summary>An element of the state of a group.</summary>
    public ref T At(int group, int element) => ref _states[(group * width) + element];

    /// <summary>Makes the states of groups below a number.</summary>
    public void Reserve(int groups)
    {
        if (Capacity < groups)
        {
            Grow(groups, Component.Grown(Capacity, groups));
        }

        if (_made < groups)
        {
            _states.AsSpan(_made * width, (groups - _made) * width).Fill(empty);
            _made = groups;
        }
    }

    /// <summary>Makes room for states.</summary>
    /// <returns>How many there is room for: memory of another run does with twice as many as before, since it costs less than new one for all that are foreseen.</returns>
    public int Foresee(int groups)
    {
        if (Capacity < groups)
        {
            Grow((int)Math.Min(Capacity * 2L, groups), groups);
        }

        return Capacity;
    }

    /// <summary>Lets the states go: there are none afterwards.</summary>
    public void Release()
    {
        T[] before = _states;
        _states = new T[width];
        _made = 0;
        FreshMemory.Free(before);
    }

    private void Grow(int least, int groups)
    {
        T[] before = _states;
        FreshMemory.Grow(ref _states, _made * width, LengthFor(least), LengthFor(groups));
        FreshMemory.Free(before);
    }

    private int LengthFor(int groups) => (int)Math.Min((long)groups * width, Array.MaxLength);

    /// <summary>Forgets all states and makes empty ones.</summary>
    public void Restart(int groups)
    {
        _made = 0;
        Reserve(groups);
    }
}
