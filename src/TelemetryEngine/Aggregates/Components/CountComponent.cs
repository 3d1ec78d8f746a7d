using TelemetryEngine.Columns;

namespace TelemetryEngine.Aggregates.Components;

/// <summary>How many rows, or how many values that are not null.</summary>
internal sealed class CountComponent : Component, ICount
{
    private static readonly ColumnType[] Types = [new(ColumnKind.Int64)];
    private long[] _counts = [];
    private int _made;

    public override long Bytes => _made * (long)sizeof(long);

    public override IReadOnlyList<ColumnType> StateTypes => Types;

    public long CountOf(int group) => _counts[group];

    public void CountsOf(ReadOnlySpan<int> groups, Span<long> counts)
    {
        long[] all = _counts;
        for (int i = 0; i < counts.Length; i++)
        {
            counts[i] = all[groups[i]];
        }
    }

    public static ComponentSpec Spec(int input, int filter) => new("count", input, filter);

    public override void Reserve(int groups)
    {
        if (_counts.Length < groups)
        {
            Foresee(Grown(_counts.Length, groups));
        }

        if (_made < groups)
        {
            _counts.AsSpan(_made, groups - _made).Clear();
            _made = groups;
        }
    }

    public override void Foresee(int groups)
    {
        if (_counts.Length < groups)
        {
            FreshMemory.Grow(ref _counts, _made, groups);
        }
    }

    public override bool TryRestart(int groups)
    {
        _made = 0;
        Reserve(groups);
        return true;
    }

    public override void Add(in RowInput rows)
    {
        long[] counts = _counts;
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
        long[] other = ((CountComponent)right)._counts;
        for (int i = 0; i < groups.Length; i++)
        {
            _counts[into[i]] += other[groups[i]];
        }
    }

    public override void Save(ReadOnlySpan<int> groups, IReadOnlyList<Vector> columns)
    {
        for (int row = 0; row < groups.Length; row++)
        {
            columns[0].Int64s[row] = _counts[groups[row]];
        }
    }

    public override void Load(IReadOnlyList<Vector> columns, ReadOnlySpan<int> groups)
    {
        for (int row = 0; row < groups.Length; row++)
        {
            _counts[groups[row]] += columns[0].Int64s[row];
        }
    }
}
