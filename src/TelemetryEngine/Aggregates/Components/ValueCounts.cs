using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using TelemetryEngine.Columns;
using TelemetryEngine.Kernels.Bits;
using TelemetryEngine.Kernels.Lookup;

namespace TelemetryEngine.Aggregates.Components;

// A value, in the form of its ValueCountColumn, and how often a group has it.
[StructLayout(LayoutKind.Sequential)]
internal readonly record struct ValueCount(ulong Value, long Count) : IComparable<ValueCount>
{
    // By value.
    public int CompareTo(ValueCount other) => Value.CompareTo(other.Value);
}

// How often each group has each value, exactly. One hash table finds an entry by group and value, and the entries of a group are a chain;
// so memory grows with the different values of groups, about 40 bytes for each, and not with rows. What group 0 is given is one value.
// Several threads may read while nothing is added.
internal sealed class ValueCounts
{
    private const int FirstSlots = 64;
    private const int MostEntries = 1 << 28;

    private readonly HashKey _hashKey = HashKey.Draw();
    private int[] _slots = OpenSlots.New(FirstSlots);
    private int _shift = ShiftFor(FirstSlots);
    private Entry[] _entries = [];
    private int _used;
    private (int Last, int Count)[] _groups = [];

    // Bytes held.
    public long Bytes => (_slots.Length * 4L) + (_entries.Length * (long)Unsafe.SizeOf<Entry>()) + (_groups.Length * 8L);

    // How many groups there are.
    public int Groups => _groups.Length;

    // Makes sure that groups below groups are there; new ones have no value.
    public void Reserve(int groups)
    {
        if (_groups.Length < groups)
        {
            Array.Resize(ref _groups, Component.Grown(_groups.Length, groups));
        }
    }

    // How many different values a group has.
    public int CountOf(int group) => _groups[group].Count;

    // Forgets a group's values, to which nothing is added any more.
    public void Forget(int group) => _groups[group] = default;

    // A group's values, in no order that means anything.
    public IEnumerable<ValueCount> Of(int group)
    {
        (int entry, int count) = _groups[group];
        for (int i = 0; i < count; i++)
        {
            yield return new ValueCount(_entries[entry].Value, _entries[entry].Count);
            entry = _entries[entry].Next;
        }
    }

    // Copies a group's values, in no order that means anything, to where there is room for CountOf of them.
    public void CopyTo(int group, Span<ValueCount> target)
    {
        (int entry, int count) = _groups[group];
        for (int i = 0; i < count; i++)
        {
            target[i] = new ValueCount(_entries[entry].Value, _entries[entry].Count);
            entry = _entries[entry].Next;
        }
    }

    // Counts one value for each row.
    // throws RunException: There are too many different values.
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public void Add(ReadOnlySpan<int> groups, ReadOnlySpan<ulong> values)
    {
        values = values[..groups.Length];
        Entry[] entries = _entries;
        for (int row = 0; row < groups.Length; row++)
        {
            int group = groups[row];
            int entry = Find(group, group == 0 ? 0 : values[row], out int slot);
            if (entry < 0)
            {
                entry = AddEntry(group, group == 0 ? 0 : values[row], slot);
                entries = _entries;
            }

            entries[entry].Count++;
        }
    }

    // Counts a value several times.
    // throws RunException: There are too many different values.
    public void Add(int group, ulong value, long count)
    {
        int entry = Find(group, value, out int slot);
        entry = entry < 0 ? AddEntry(group, value, slot) : entry;
        _entries[entry].Count += count;
    }

    private static int ShiftFor(int slots) => 64 - System.Numerics.BitOperations.Log2((uint)slots);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private int Hash(int group, ulong value, int shift)
    {
        ulong hash = _hashKey.Product(value) + ((ulong)(uint)group * 0xD6E8FEB86659FD93UL);
        return HostileHash.CollideAll ? 0 : (int)(((hash ^ (hash >> 29)) * 0x9E3779B97F4A7C15UL) >> shift);
    }

    // The entry of a value, or −1 and the slot where it belongs.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private int Find(int group, ulong value, out int slot)
    {
        int[] slots = _slots;
        Entry[] entries = _entries;
        int mask = slots.Length - 1;
        int entry;
        for (slot = Hash(group, value, _shift); (entry = slots[slot]) >= 0; slot = (slot + 1) & mask)
        {
            if (entries[entry].Value == value && entries[entry].Group == group)
            {
                break;
            }
        }

        return entry;
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private int AddEntry(int group, ulong value, int slot)
    {
        if (_used == _entries.Length)
        {
            if (_used == MostEntries)
            {
                throw new RunException(
                    $"one worker's groups have more than 268 million different values; use more threads, or filter with {Fix.Where}");
            }

            Array.Resize(ref _entries, Math.Min(Component.Grown(_used, _used + 1), MostEntries));
        }

        int entry = _used++;
        ref (int Last, int Count) own = ref _groups[group];
        _entries[entry] = new Entry { Value = value, Group = group, Next = own.Last };
        own = (entry, own.Count + 1);
        _slots[slot] = entry;
        if (_used * 2 > _slots.Length && _slots.Length <= MostEntries)
        {
            Rehash();
        }

        return entry;
    }

    private void Rehash()
    {
        _slots = OpenSlots.New(_slots.Length * 2);
        _shift = ShiftFor(_slots.Length);
        int mask = _slots.Length - 1;
        for (int entry = 0; entry < _used; entry++)
        {
            int slot = Hash(_entries[entry].Group, _entries[entry].Value, _shift);
            while (_slots[slot] >= 0)
            {
                slot = (slot + 1) & mask;
            }

            _slots[slot] = entry;
        }
    }

    private struct Entry
    {
        public ulong Value;
        public long Count;
        public int Group;
        public int Next;
    }
}
