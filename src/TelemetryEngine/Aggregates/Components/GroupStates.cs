using System.Runtime.CompilerServices;
using TelemetryEngine.Columns;

namespace TelemetryEngine.Aggregates.Components;

/// <summary>The states of groups, side by side. They are made when the groups come, so that room for more can be made ahead without touching it.</summary>
/// <param name="empty">The state of no values.</param>
internal sealed class GroupStates<T>(T empty)
    where T : struct
{
    private T[] _states = new T[1];
    private int _made;

    /// <summary>Bytes of the states that are made.</summary>
    public long Bytes => (long)_made * Unsafe.SizeOf<T>();

    /// <summary>How many states are made.</summary>
    public int Count => _made;

    /// <summary>How many states there is room for.</summary>
    public int Capacity => _states.Length;

    /// <summary>The states, and behind those that are made what means nothing.</summary>
    public Span<T> All => _states;

    /// <summary>The state of a group.</summary>
    public ref T this[int group] => ref _states[group];

    /// <summary>Makes the states of groups below a number.</summary>
    public void Reserve(int groups)
    {
        if (_states.Length < groups)
        {
            Foresee(Component.Grown(_states.Length, groups));
        }

        if (_made < groups)
        {
            _states.AsSpan(_made, groups - _made).Fill(empty);
            _made = groups;
        }
    }

    /// <summary>Makes room for states.</summary>
    public void Foresee(int groups)
    {
        if (_states.Length < groups)
        {
            T[] before = _states;
            FreshMemory.Grow(ref _states, _made, groups);
            FreshMemory.Free(before);
        }
    }

    /// <summary>Lets the states go: there are none afterwards.</summary>
    public void Release()
    {
        T[] before = _states;
        _states = new T[1];
        _made = 0;
        FreshMemory.Free(before);
    }

    /// <summary>Forgets all states and makes empty ones.</summary>
    public void Restart(int groups)
    {
        _made = 0;
        Reserve(groups);
    }
}
