using System.Globalization;
using System.Text;
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

    private static readonly ColumnType[] Types = [new(ColumnKind.Utf8)];
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

    /// <summary>A state is text: <c>bucket:count</c> for each bucket that is not empty, in their order, separated by spaces; none is null.</summary>
    public override void Save(ReadOnlySpan<int> groups, IReadOnlyList<Vector> columns)
    {
        columns[0].Dictionary = new TextDictionary();
        StringBuilder text = new();
        List<(int Bucket, long Count)> entries = [];
        for (int row = 0; row < groups.Length; row++)
        {
            _counts.CopyTo(groups[row], entries);
            if (entries.Count == 0)
            {
                columns[0].SetNull(row, groups.Length);
                continue;
            }

            text.Clear();
            foreach ((int bucket, long count) in entries)
            {
                text.Append(text.Length == 0 ? "" : " ").Append(CultureInfo.InvariantCulture, $"{bucket}:{count}");
            }

            columns[0].Codes[row] = columns[0].Dictionary!.GetOrAdd(Encoding.UTF8.GetBytes(text.ToString()));
        }
    }

    /// <inheritdoc/>
    /// <exception cref="FormatException">A state is not of the form that <see cref="Save"/> writes.</exception>
    public override void Load(IReadOnlyList<Vector> columns, ReadOnlySpan<int> groups)
    {
        for (int row = 0; row < groups.Length; row++)
        {
            if (columns[0].IsNull(row))
            {
                continue;
            }

            string text = Encoding.UTF8.GetString(columns[0].Dictionary![columns[0].Codes[row]]);
            foreach (System.Range part in text.AsSpan().Split(' '))
            {
                Load(groups[row], text.AsSpan(part));
            }
        }
    }

    private void Load(int group, ReadOnlySpan<char> text)
    {
        int colon = text.IndexOf(':');
        if (colon < 0
            || !int.TryParse(text[..colon], NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out int bucket)
            || !long.TryParse(text[(colon + 1)..], NumberStyles.None, CultureInfo.InvariantCulture, out long count)
            || bucket is < -LogBuckets.Infinity or > LogBuckets.NaN
            || count == 0)
        {
            throw new FormatException($"'{text}' is not a bucket and its count");
        }

        _counts.Add(group, bucket, count);
    }
}
