using TelemetryEngine.Columns;

namespace TelemetryEngine.Grouping;

// Keys of integers and timestamps.
internal sealed class Int64Keys(ColumnType type) : KeyEncoder(type)
{
    private readonly LongMap _values = new();

    public override int Count => _values.Count + 1;

    public override long Bytes => _values.Bytes;

    public override void Encode(ColumnVector column, ReadOnlySpan<double> doubles, Span<int> codes)
    {
        ReadOnlySpan<long> values = column.Int64s;
        for (int row = 0; row < codes.Length; row++)
        {
            codes[row] = column.IsNull(row) ? 0 : _values.GetOrAdd(values[row]) + 1;
        }
    }

    public override int Adopt(KeyEncoder other, int code) =>
        code == 0 ? 0 : _values.GetOrAdd(((Int64Keys)other)._values.Keys[code - 1]) + 1;

    public override int Compare(int left, int right) =>
        OneIsNull(left, right, out int order) ? order : _values.Keys[left - 1].CompareTo(_values.Keys[right - 1]);

    public override void Decode(ReadOnlySpan<int> codes, ColumnVector into)
    {
        into.Reset(codes.Length);
        for (int i = 0; i < codes.Length; i++)
        {
            if (codes[i] == 0)
            {
                into.SetNull(i, codes.Length);
            }
            else
            {
                into.Int64s[i] = _values.Keys[codes[i] - 1];
            }
        }
    }
}
