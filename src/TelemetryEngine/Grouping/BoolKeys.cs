using TelemetryEngine.Columns;

namespace TelemetryEngine.Grouping;

// Boolean keys: null 0, false 1, true 2.
internal sealed class BoolKeys(ColumnType type) : KeyEncoder(type)
{
    public override int Count => 3;

    public override long Bytes => 0;

    public override void Encode(ColumnVector column, ReadOnlySpan<double> doubles, Span<int> codes)
    {
        ReadOnlySpan<byte> bits = column.Bits;
        for (int row = 0; row < codes.Length; row++)
        {
            codes[row] = 1 + ((bits[row >> 3] >> (row & 7)) & 1);
        }

        SetNulls(column, codes);
    }

    public override int Adopt(KeyEncoder other, int code) => code;

    public override int Compare(int left, int right) => OneIsNull(left, right, out int order) ? order : left.CompareTo(right);

    public override void Decode(ReadOnlySpan<int> codes, ColumnVector into)
    {
        into.Reset(codes.Length);
        into.Bits.Clear();
        for (int i = 0; i < codes.Length; i++)
        {
            if (codes[i] == 0)
            {
                into.SetNull(i, codes.Length);
            }
            else if (codes[i] == 2)
            {
                into.Bits[i >> 3] |= (byte)(1 << (i & 7));
            }
        }
    }
}
