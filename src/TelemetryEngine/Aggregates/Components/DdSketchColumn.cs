using TelemetryEngine.Columns;
using TelemetryEngine.Kernels.Sketch;

namespace TelemetryEngine.Aggregates.Components;

/// <summary>
/// A DDSketch of float64 values for each group: how many values fell into each of the <see cref="LogBuckets"/>, from which every quantile follows within 1 %.
/// Counts are exact and no bucket is ever collapsed, so the order of rows, batches and merges does not matter.
/// </summary>
internal sealed class DdSketchColumn : Component
{
    private const int ChunkRows = 512;

    private static readonly ColumnType[] Types = [new(ColumnKind.Bytes)];
    private readonly BucketCounts _counts = new();

    public override long Bytes => _counts.Bytes;

    public override IReadOnlyList<ColumnType> StateTypes => Types;

    public static ComponentSpec Spec(int input, int filter) => new("ddsketch", input, filter);

    /// <summary>The value that stands for the bucket at the point's rank, NaN sorted last; null of no values.</summary>
    public double? Quantile(int group, QuantilePoint point)
    {
        long count = _counts.CountOf(group);
        return count == 0 ? null : LogBuckets.ValueOf(_counts.BucketAt(group, point.Rank(count)));
    }

    public override void Reserve(int groups)
    {
        // a group's state comes with its first value
    }

    public override void Add(in RowInput rows)
    {
        ReadOnlySpan<int> groups = rows.Groups;
        ReadOnlySpan<double> values = rows.Doubles[..groups.Length];
        Span<int> buckets = stackalloc int[ChunkRows];
        for (int row = 0; row < groups.Length; row += ChunkRows)
        {
            int end = Math.Min(row + ChunkRows, groups.Length);
            LogBuckets.Of(values[row..end], buckets);
            _counts.Add(groups[row..end], buckets);
        }
    }

    public override void Merge(Component right, ReadOnlySpan<int> groups, ReadOnlySpan<int> into)
    {
        BucketCounts other = ((DdSketchColumn)right)._counts;
        List<(int Bucket, long Count)> entries = [];
        for (int i = 0; i < groups.Length; i++)
        {
            other.CopyTo(groups[i], entries);
            foreach ((int bucket, long count) in entries)
            {
                _counts.Add(into[i], bucket, count);
            }
        }
    }

    /// <summary>A state is an int32 and an int64 for each bucket that is not empty, in their order: the bucket and its count.</summary>
    public override void Save(ReadOnlySpan<int> groups, IReadOnlyList<Vector> columns)
    {
        List<(int Bucket, long Count)> entries = [];
        for (int row = 0; row < groups.Length; row++)
        {
            _counts.CopyTo(groups[row], entries);
            StateWriter writer = new(columns[0].AddBytes(row, entries.Count * (sizeof(int) + (long)sizeof(long))));
            foreach ((int bucket, long count) in entries)
            {
                writer.Add(bucket);
                writer.Add(count);
            }
        }
    }

    /// <inheritdoc/>
    /// <exception cref="FormatException">A state is not of the form that <see cref="Save"/> writes.</exception>
    public override void Load(IReadOnlyList<Vector> columns, ReadOnlySpan<int> groups)
    {
        for (int row = 0; row < groups.Length; row++)
        {
            StateReader reader = new(columns[0].BytesOf(row));
            while (!reader.IsAtEnd)
            {
                int bucket = reader.ReadInt();
                long count = reader.ReadLong();
                if (bucket is < -LogBuckets.Infinity or > LogBuckets.NaN || count <= 0)
                {
                    throw new FormatException($"{count} values in bucket {bucket} are none that a sketch has");
                }

                _counts.Add(groups[row], bucket, count);
            }
        }
    }
}
