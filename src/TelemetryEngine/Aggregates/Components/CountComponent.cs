using TelemetryEngine.Columns;

namespace TelemetryEngine.Aggregates.Components;

/// <summary>How many rows, or how many values that are not null.</summary>
internal sealed class CountComponent : Component, ICount
{
    private static readonly ColumnType[] Types = [new(ColumnKind.Int64)];
    private readonly GroupStates<long> _counts = new(0);

    public override long Bytes => _counts.Bytes;

    public override IReadOnlyList<ColumnType> StateTypes => Types;

    public long CountOf(int group) => _counts[group];

    public void CountsOf(ReadOnlySpan<int> groups, Span<long> counts)
    {
        ReadOnlySpan<long> all = _counts.All;
        for (int i = 0; i < counts.Length; i++)
        {
            counts[i] = all[groups[i]];
        }
    }

    public static ComponentSpec Spec(int input, int filter) => new("count", input, filter);

    public override void Reserve(int groups) => _counts.Reserve(groups);

    public override int Foresee(int groups) => _counts.Foresee(groups);

    public override bool TryRestart(int groups)
    {
        _counts.Restart(groups);
        return true;
    }

    public override void Add(in RowInput rows)
    {
        Span<long> counts = _counts.All;
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

    public override void Release() => _counts.Release();

    public override void Merge(Component right, ReadOnlySpan<int> groups, ReadOnlySpan<int> into)
    {
        ReadOnlySpan<long> other = ((CountComponent)right)._counts.All;
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
