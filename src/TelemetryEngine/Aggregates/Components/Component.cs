using TelemetryEngine.Columns;
using TelemetryEngine.Kernels.Exact;

namespace TelemetryEngine.Aggregates.Components;

// One state for each group: what aggregates are made of (an average is a sum and a count). Components with equal ComponentSpec are shared
// between aggregates. A partial result can be saved to columns and loaded elsewhere; merging leaves the right side as it was.
internal abstract class Component
{
    // Bytes held by the states; room for more of them that was not touched yet does not count.
    public abstract long Bytes { get; }

    // The columns that hold a state when it travels.
    public abstract IReadOnlyList<ColumnType> StateTypes { get; }

    // True when a state holds each value it was given, so that a merge copies them all and a copy takes as much memory.
    public virtual bool HoldsValues => false;

    // The bytes that the values of a state take when it travels; 0 where it holds none.
    public virtual long ValueBytes(int group) => 0;

    // Says where the values of states lie that will be loaded or merged, if they were moved to a disk.
    public virtual void Use(IValueDisk disk)
    {
    }

    // Moves the values of states that hold many to a disk, in their order. The states stay what they are.
    // disk: The disk; the same all the time.
    // leastBytes: How many bytes are many.
    public virtual void Stow(IValueDisk disk, long leastBytes)
    {
    }

    // Makes sure that groups below groups have a state; new ones are empty.
    public abstract void Reserve(int groups);

    // Makes room for as many groups as are foreseen. Their states are made by Reserve, here or then.
    // returns: How many there is room for now: as many, or more where the memory of another run had more.
    public virtual int Foresee(int groups)
    {
        Reserve(groups);
        return groups;
    }

    // Empties the states, of which there are then at least as many as asked for; false where a new component is made as quickly.
    public virtual bool TryRestart(int groups) => false;

    // Adds a batch. What it brought may still be elsewhere until Flush.
    public abstract void Add(in RowInput rows);

    // Brings all that was added into the states. Behind batches, no state may be asked for before.
    public virtual void Flush()
    {
    }

    // Lets the memory of the states go, for those of other runs. None may be asked for afterwards.
    public virtual void Release()
    {
    }

    // Adds some states of another component of the same kind.
    // right: The other states; they stay as they are, and several threads may merge from them.
    // groups: The groups of the other component, none of them 0.
    // into: This component's group for each of them.
    public abstract void Merge(Component right, ReadOnlySpan<int> groups, ReadOnlySpan<int> into);

    // Writes the states of some groups to columns of StateTypes.
    public abstract void Save(ReadOnlySpan<int> groups, IReadOnlyList<ColumnVector> columns);

    // Adds saved states to groups.
    public abstract void Load(IReadOnlyList<ColumnVector> columns, ReadOnlySpan<int> groups);

    // Room for at least needed elements, growing by half.
    internal static int Grown(int length, int needed) => Math.Max(Math.Max(needed, 64), length + (length / 2));
}

// A component that counts.
internal interface ICount
{
    // How many rows or values a group has.
    long CountOf(int group);

    // How many rows or values each of some groups has.
    void CountsOf(ReadOnlySpan<int> groups, Span<long> counts);
}

// A component that sums exactly.
internal interface IExactSum
{
    // The sum itself.
    ExactNumber ToNumber(int group);
}

// Which component, over what.
// Name: The component's name; with the inputs it says which components are equal.
// Input: The input column's ordinal, or −1.
// Filter: The ordinal of a boolean column that lets rows in, or −1.
// NeedsOrder: True when rows come with their place in time and input, and those without a time count for nothing.
// Second: The second input column's ordinal, or −1. A row where either input is null counts for nothing.
// IgnoresTime: True when only the place in the input counts, and rows without a time do too.
internal sealed record ComponentSpec(
    string Name, int Input, int Filter, bool NeedsOrder = false, int Second = -1, bool IgnoresTime = false)
{
    // The function of the program whose states it holds; null for a component that aggregates may share.
    public object? Owner { get; init; }
}
