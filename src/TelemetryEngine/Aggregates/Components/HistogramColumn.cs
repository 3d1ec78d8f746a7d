using System.Globalization;
using TelemetryEngine.Columns;

namespace TelemetryEngine.Aggregates.Components;

/// <summary>How many values lie between edges: the first count is of those below the first edge, the last of those from the last edge on.</summary>
/// <param name="edges">Finite and rising.</param>
internal sealed class HistogramColumn(double[] edges) : Component
{
    private const int FewEdges = 16;

    private readonly int _bins = edges.Length + 1;
    private long[] _counts = [];

    public override long Bytes => _counts.Length * (long)sizeof(long);

    public override IReadOnlyList<ColumnType> StateTypes { get; } = [.. Enumerable.Repeat(new ColumnType(ColumnKind.Int64), edges.Length + 1)];

    public long this[int group, int bin] => _counts[(group * _bins) + bin];

    public static ComponentSpec Spec(int input, int filter, double[] edges) =>
        new($"histogram {string.Join(' ', edges.Select(edge => edge.ToString("R", CultureInfo.InvariantCulture)))}", input, filter);

    public override void Reserve(int groups)
    {
        int length = _counts.Length / _bins;
        if (length < groups)
        {
            Array.Resize(ref _counts, checked(Grown(length, groups) * _bins));
        }
    }

    public override void Add(in RowInput rows)
    {
        ReadOnlySpan<int> groups = rows.Groups;
        ReadOnlySpan<double> values = rows.Doubles[..groups.Length];
        long[] counts = _counts;
        for (int row = 0; row < groups.Length; row++)
        {
            double value = values[row];
            if (!double.IsNaN(value))
            {
                counts[(groups[row] * _bins) + BinOf(value)]++;
            }
        }
    }

    public override void Merge(Component right, ReadOnlySpan<int> groups, ReadOnlySpan<int> into)
    {
        long[] other = ((HistogramColumn)right)._counts;
        for (int i = 0; i < groups.Length; i++)
        {
            for (int bin = 0; bin < _bins; bin++)
            {
                _counts[(into[i] * _bins) + bin] += other[(groups[i] * _bins) + bin];
            }
        }
    }

    public override void Save(ReadOnlySpan<int> groups, IReadOnlyList<Vector> columns)
    {
        for (int row = 0; row < groups.Length; row++)
        {
            for (int bin = 0; bin < _bins; bin++)
            {
                columns[bin].Int64s[row] = this[groups[row], bin];
            }
        }
    }

    public override void Load(IReadOnlyList<Vector> columns, ReadOnlySpan<int> groups)
    {
        for (int row = 0; row < groups.Length; row++)
        {
            for (int bin = 0; bin < _bins; bin++)
            {
                _counts[(groups[row] * _bins) + bin] += columns[bin].Int64s[row];
            }
        }
    }

    /// <summary>How many edges are not above the value.</summary>
    private int BinOf(double value)
    {
        if (edges.Length > FewEdges)
        {
            int place = Array.BinarySearch(edges, value);
            return place < 0 ? ~place : place + 1;
        }

        int bin = 0;
        foreach (double edge in edges)
        {
            bin += value >= edge ? 1 : 0;
        }

        return bin;
    }
}
