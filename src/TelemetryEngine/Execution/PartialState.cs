using TelemetryEngine.Aggregates.Components;
using TelemetryEngine.Columns;
using TelemetryEngine.Grouping;
using TelemetryEngine.Windows;

namespace TelemetryEngine.Execution;

/// <summary>What one worker knows: the windows, keys and groups it met, and the components' states. Partial states merge in any order to the same result.</summary>
internal sealed class PartialState
{
    private readonly Component[] _components;

    public PartialState(BoundPlan plan)
    {
        ColumnType[] keys = new ColumnType[plan.Keys.Count];
        for (int i = 0; i < keys.Length; i++)
        {
            keys[i] = plan.Columns[plan.Keys[i]].Type;
        }

        Keys = new KeyTable(keys);
        Windows = plan.Windows is null ? null : new WindowSlots(plan.Windows());
        _components = [.. plan.Components.Select(c => c.Create())];
    }

    public KeyTable Keys { get; }

    /// <summary>Null where the whole input is one window, in slot 0.</summary>
    public WindowSlots? Windows { get; }

    public GroupTable Groups { get; } = new();

    public ReadOnlySpan<Component> Components => _components;

    /// <summary>Bytes held by tables and states.</summary>
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

    /// <summary>Makes states for all groups there are.</summary>
    public void Reserve()
    {
        foreach (Component component in _components)
        {
            component.Reserve(Groups.Count);
        }
    }

    /// <summary>Adds another worker's state, which stays as it is.</summary>
    public void Merge(PartialState right)
    {
        int[] keys = Keys.Adopt(right.Keys);
        int[] slots = right.Windows is null ? [0] : [.. right.Windows.Ordinals.Select(Windows!.SlotOf)];
        int[] map = new int[right.Groups.Count];
        ReadOnlySpan<(int Slot, int Key)> groups = right.Groups.Groups;
        for (int group = 1; group < map.Length; group++)
        {
            map[group] = Groups.Assign(slots[groups[group].Slot], Keys.Count, keys[groups[group].Key]);
        }

        Reserve();
        for (int i = 0; i < _components.Length; i++)
        {
            _components[i].Merge(right._components[i], map);
        }
    }

    /// <summary>The groups in the result's order: by window, then by keys.</summary>
    public int[] InOrder()
    {
        ReadOnlySpan<(int Slot, int Key)> groups = Groups.Groups;
        int[] keyRanks = Keys.Ranks();
        int[] slotRanks = SlotRanks();
        int[] order = new int[groups.Length - 1];
        int[] ranks = new int[groups.Length];
        for (int group = 1; group < groups.Length; group++)
        {
            order[group - 1] = group;
            ranks[group] = keyRanks[groups[group].Key];
        }

        order = SortByRank(order, ranks, keyRanks.Length);
        for (int group = 1; group < groups.Length; group++)
        {
            ranks[group] = slotRanks[groups[group].Slot];
        }

        return SortByRank(order, ranks, slotRanks.Length);
    }

    // a stable counting sort: two of them, keys first, order millions of groups without a comparison
    private static int[] SortByRank(ReadOnlySpan<int> groups, ReadOnlySpan<int> rankOfGroup, int ranks)
    {
        int[] next = new int[ranks + 1];
        foreach (int group in groups)
        {
            next[rankOfGroup[group] + 1]++;
        }

        for (int i = 1; i < next.Length; i++)
        {
            next[i] += next[i - 1];
        }

        int[] order = new int[groups.Length];
        foreach (int group in groups)
        {
            order[next[rankOfGroup[group]]++] = group;
        }

        return order;
    }

    private int[] SlotRanks()
    {
        if (Windows is null)
        {
            return [0];
        }

        int[] slots = [.. Enumerable.Range(0, Windows.Ordinals.Count)];
        long[] ordinals = [.. Windows.Ordinals];
        Array.Sort(ordinals, slots);
        int[] ranks = new int[slots.Length];
        for (int place = 0; place < slots.Length; place++)
        {
            ranks[slots[place]] = place;
        }

        return ranks;
    }
}
