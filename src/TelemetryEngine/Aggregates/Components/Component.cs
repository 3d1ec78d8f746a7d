using TelemetryEngine.Columns;
using TelemetryEngine.Kernels.Exact;

namespace TelemetryEngine.Aggregates.Components;

/// <summary>
/// One state for each group: what aggregates are made of (an average is a sum and a count). Components with equal <see cref="ComponentSpec"/> are
/// shared between aggregates. A partial result can be saved to columns and loaded elsewhere; merging leaves the right side as it was.
/// </summary>
internal abstract class Component
{
    /// <summary>Bytes held by the states; room for more of them that was not touched yet does not count.</summary>
    public abstract long Bytes { get; }

    /// <summary>The columns that hold a state when it travels.</summary>
    public abstract IReadOnlyList<ColumnType> StateTypes { get; }

    /// <summary>True when a state holds each value it was given, so that a merge copies them all and a copy takes as much memory.</summary>
    public virtual bool HoldsValues => false;

    /// <summary>The bytes that the values of a state take when it travels; 0 where it holds none.</summary>
    public virtual long ValueBytes(int group) => 0;

    /// <summary>Says where the values of states lie that will be loaded or merged, if they were moved to a disk.</summary>
    public virtual void Use(IValueDisk disk)
    {
    }

    /// <summary>Moves the values of states that hold many to a disk, in their order. The states stay what they are.</summary>
    /// <param name="disk">The disk; the same all the time.</param>
    /// <param name="leastBytes">How many bytes are many.</param>
    public virtual void Stow(IValueDisk disk, long leastBytes)
    {
    }

    /// <summary>Makes sure that groups below <paramref name="groups"/> have a state; new ones are empty.</summary>
    public abstract void Reserve(int groups);

    /// <summary>Makes room for as many groups as are foreseen. Their states are made by <see cref="Reserve"/>, here or then.</summary>
    /// <returns>How many there is room for now: as many, or more where the memory of another run had more.</returns>
    public virtual int Foresee(int groups)
    {
        Reserve(groups);
        return groups;
    }

    /// <summary>Empties the states, of which there are then at least as many as asked for; false where a new component is made as quickly.</summary>
    public virtual bool TryRestart(int groups) => false;

    /// <summary>Adds a batch. What it brought may still be elsewhere until <see cref="Settle"/>.</summary>
    public abstract void Add(in RowInput rows);

    /// <summary>Brings all that was added into the states. Behind batches, no state may be asked for before.</summary>
    public virtual void Settle()
    {
    }

    /// <summary>Lets the memory of the states go, for those of other runs. None may be asked for afterwards.</summary>
    public virtual void Release()
    {
    }

    /// <summary>Adds some states of another component of the same kind.</summary>
    /// <param name="right">The other states; they stay as they are, and several threads may merge from them.</param>
    /// <param name="groups">The groups of the other component, none of them 0.</param>
    /// <param name="into">This component's group for each of them.</param>
    public abstract void Merge(Component right, ReadOnlySpan<int> groups, ReadOnlySpan<int> into);

    /// <summary>Writes the states of some groups to columns of <see cref="StateTypes"/>.</summary>
    public abstract void Save(ReadOnlySpan<int> groups, IReadOnlyList<Vector> columns);

    /// <summary>Adds saved states to groups.</summary>
    public abstract void Load(IReadOnlyList<Vector> columns, ReadOnlySpan<int> groups);

    /// <summary>Room for at least <paramref name="needed"/> elements, growing by half.</summary>
    internal static int Grown(int length, int needed) => Math.Max(Math.Max(needed, 64), length + (length / 2));
}

/// <summary>A component that counts.</summary>
internal interface ICount
{
    /// <summary>How many rows or values a group has.</summary>
    long CountOf(int group);

    /// <summary>How many rows or values each of some groups has.</summary>
    void CountsOf(ReadOnlySpan<int> groups, Span<long> counts);
}

/// <summary>A component that sums exactly.</summary>
internal interface IExactSum
{
    /// <summary>The sum itself.</summary>
    ExactNumber ToNumber(int group);
}

/// <summary>Which component, over what.</summary>
/// <param name="Name">The component's name; with the inputs it says which components are equal.</param>
/// <param name="Input">The input column's ordinal, or −1.</param>
/// <param name="Filter">The ordinal of a boolean column that lets rows in, or −1.</param>
/// <param name="NeedsOrder">True when rows come with their place in time and input, and those without a time count for nothing.</param>
/// <param name="Second">The second input column's ordinal, or −1. A row where either input is null counts for nothing.</param>
/// <param name="IgnoresTime">True when only the place in the input counts, and rows without a time do too.</param>
internal sealed record ComponentSpec(
    string Name, int Input, int Filter, bool NeedsOrder = false, int Second = -1, bool IgnoresTime = false);
