using TelemetryEngine.Aggregates.Components;
using TelemetryEngine.Columns;
using TelemetryEngine.Execution.Planning;
using TelemetryEngine.Grouping;
using TelemetryEngine.Windows;

namespace TelemetryEngine.Execution.Scanning;

// What one worker knows: the windows, keys and groups it met, and the components' states. Partial states merge in any order to the same
// result.
internal sealed class PartialState
{
    // With less read since the last time, or with fewer groups, what is foreseen is a guess. Room that is not used is not touched, but it
    // must not be beyond all measure.
    private const double LeastShare = 0.02;
    private const int LeastGroups = 1 << 10;
    private const int MostTimes = 8;
    private const double Spare = 1.25;

    private readonly Component[] _components;
    private int _reserved;
    private int _seenGroups;
    private double _seenShare;

    // disk: Where values lie that were moved there before; null = none were.
    public PartialState(BoundPlan plan, IValueDisk? disk = null)
    {
        ColumnType[] keys = new ColumnType[plan.Keys.Length];
        for (int i = 0; i < keys.Length; i++)
        {
            keys[i] = plan.Columns[plan.Keys[i]].Type;
        }

        Keys = new KeyTable(keys);
        Windows = plan.Windows is null ? null : new WindowSlots(plan.Windows());
        _components = [.. plan.Components.Select(c => c.Create())];
        if (disk is not null)
        {
            foreach (Component component in _components)
            {
                component.Use(disk);
            }
        }
    }

    public KeyTable Keys { get; }

    // Null where the whole input is one window, in slot 0.
    public WindowSlots? Windows { get; }

    public GroupTable Groups { get; } = new();

    public ReadOnlySpan<Component> Components => _components;

    // Bytes held by tables and states.
    public long Bytes
    {
        get
        {
            long bytes = Keys.Bytes + Groups.Bytes + (Windows?.Bytes ?? 0);
            foreach (Component component in _components)
            {
                bytes += component.Bytes;
            }

            return bytes;
        }
    }

    // Makes states for all groups there are.
    // share: How much of the input is read, from 0 to 1; 0 = not known. Groups to come are foreseen by it, since millions of states cost
    // more to move, page by fresh page, than to fill.
    public void Reserve(double share = 0)
    {
        bool isMore = Groups.Count > _reserved;
        if (isMore)
        {
            int foreseen = Math.Max(_reserved, Foreseen(Groups.Count, share));
            Groups.Reserve(foreseen);
            _reserved = _components.Length == 0 ? foreseen : int.MaxValue;
            foreach (Component component in _components)
            {
                _reserved = Math.Min(_reserved, component.Foresee(foreseen));
            }
        }

        foreach (Component component in _components)
        {
            component.Reserve(Groups.Count);
        }
    }

    // Makes room for groups to come, each in a window of its own, once: room that grows is there twice for a moment.
    public void Foresee(int more)
    {
        int groups = (int)Math.Min((long)Groups.Count + more, Array.MaxLength);
        Windows?.Foresee(more);
        Groups.Reserve(groups);
        foreach (Component component in _components)
        {
            component.Foresee(groups);
        }
    }

    // Ends the adding of batches, for now: only then may components be asked for what they hold.
    public void Flush()
    {
        foreach (Component component in _components)
        {
            component.Flush();
        }
    }

    // Moves the values of groups that have many to a disk. The state stays what it is.
    // disk: The disk; the same all the time.
    // leastBytes: How many bytes of values are many.
    public void Stow(IValueDisk disk, long leastBytes)
    {
        foreach (Component component in _components)
        {
            component.Stow(disk, leastBytes);
        }
    }

    // The bytes that the values of a group take when they travel; 0 where components hold none.
    public long ValueBytes(int group)
    {
        long bytes = 0;
        foreach (Component component in _components)
        {
            bytes += component.ValueBytes(group);
        }

        return bytes;
    }

    // Adds another worker's state, which stays as it is.
    public void Merge(PartialState right)
    {
        int[] keys = Keys.Adopt(right.Keys);
        int[] slots = SlotsOf(right.Windows);
        ReadOnlySpan<(int Slot, int Key)> pairs = right.Groups.Groups[1..];
        int[] groups = new int[pairs.Length];
        int[] into = new int[pairs.Length];
        for (int i = 0; i < pairs.Length; i++)
        {
            groups[i] = i + 1;
            into[i] = Groups.Assign(slots[pairs[i].Slot], Keys.Count, keys[pairs[i].Key]);
        }

        Reserve();
        for (int i = 0; i < _components.Length; i++)
        {
            _components[i].Merge(right._components[i], groups, into);
        }
    }

    private int[] SlotsOf(WindowSlots? windows)
    {
        if (windows is null)
        {
            return [0];
        }

        int[] slots = new int[windows.Ordinals.Length];
        for (int slot = 0; slot < slots.Length; slot++)
        {
            slots[slot] = Windows!.SlotOf(windows.Ordinals[slot]);
        }

        return slots;
    }

    // As many as there will be if they go on as since the last time that room was made.
    private int Foreseen(int groups, double share)
    {
        if (share - _seenShare < LeastShare || groups < LeastGroups)
        {
            return Component.Grown(_reserved, groups);
        }

        double rate = (groups - _seenGroups) / (share - _seenShare);
        (_seenGroups, _seenShare) = (groups, share);
        double foreseen = (groups + (rate * (1 - Math.Min(share, 1)))) * Spare;
        return (int)Math.Clamp(foreseen, Math.Min(groups * 1.125, Array.MaxLength), Math.Min(groups * (double)MostTimes, Array.MaxLength));
    }
}
