using TelemetryEngine.Aggregates.Components;

namespace TelemetryEngine.Execution.Results;

// Which groups of some tables of states are to be merged into which groups of another: a list for each table that is used.
internal sealed class SourceLists(IReadOnlyList<Component[]> tables)
{
    private const int LeastCapacity = 1 << 10;

    private readonly SourceList[] _lists = new SourceList[tables.Count];

    // The groups of one table, in the order in which they were added.
    public ReadOnlySpan<int> GroupsOf(int table) => _lists[table].Groups.AsSpan(0, _lists[table].Count);

    // Adds a group.
    // into: The group that it is merged into.
    public void Add(int table, int group, int into)
    {
        ref SourceList list = ref _lists[table];
        if (list.Count == list.Capacity)
        {
            list.Grow(LeastCapacity);
        }

        list.Groups[list.Count] = group;
        list.Into[list.Count++] = into;
    }

    // Room for groups of one table behind those that are there, and for what they are merged into.
    public Span<int> Room(int table, int groups, out Span<int> into)
    {
        ref SourceList list = ref _lists[table];
        if (list.Capacity - list.Count < groups)
        {
            list.Grow(Math.Max(LeastCapacity, list.Count + groups));
        }

        into = list.Into.AsSpan(list.Count, groups);
        return list.Groups.AsSpan(list.Count, groups);
    }

    // Adds the first groups that were put into the Room.
    public void Reserve(int table, int groups) => _lists[table].Count += groups;

    // Merges all of them.
    // target: Components of the same kinds, with room for the groups.
    public void MergeInto(Component[] target)
    {
        for (int i = 0; i < target.Length; i++)
        {
            for (int table = 0; table < _lists.Length; table++)
            {
                if (_lists[table].Count is > 0 and int count)
                {
                    target[i].Merge(tables[table][i], _lists[table].Groups.AsSpan(0, count), _lists[table].Into.AsSpan(0, count));
                }
            }
        }
    }

    // Adds all groups of other lists over the same tables.
    // into: Where what the other lists merge into a group is merged here.
    public void AddAll(SourceLists other, ReadOnlySpan<int> into)
    {
        for (int table = 0; table < _lists.Length; table++)
        {
            SourceList list = other._lists[table];
            for (int i = 0; i < list.Count; i++)
            {
                Add(table, list.Groups[i], into[list.Into[i]]);
            }
        }
    }

    // Forgets the groups.
    public void Clear()
    {
        foreach (ref SourceList list in _lists.AsSpan())
        {
            list.Count = 0;
        }
    }

    private struct SourceList
    {
        public int[] Groups;
        public int[] Into;
        public int Count;

        public readonly int Capacity => Groups is null ? 0 : Groups.Length;

        public void Grow(int least)
        {
            int length = Math.Max(least, Capacity * 2);
            Array.Resize(ref Groups, length);
            Array.Resize(ref Into, length);
        }
    }
}
