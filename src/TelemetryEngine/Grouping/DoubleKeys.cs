using TelemetryEngine.Columns;
using TelemetryEngine.Kernels.Arithmetic;

namespace TelemetryEngine.Grouping;

/// <summary>Keys of numbers with fractions. Decimals are keyed by the float64 they leave the engine as, so that no two groups print alike.</summary>
internal sealed class DoubleKeys(ColumnType type) : KeyEncoder(type)
{
    private readonly LongMap _values = new();

    public override int Count => _values.Count + 1;

    public override long Bytes => _values.Bytes;

    public override void Encode(Vector column, ReadOnlySpan<double> doubles, Span<int> codes)
    {
        for (int row = 0; row < codes.Length; row++)
        {
            codes[row] = column.IsNull(row) ? 0 : _values.GetOrAdd(BitConverter.DoubleToInt64Bits(CanonicalDoubles.Of(doubles[row]))) + 1;
        }
    }

    public override int Adopt(KeyEncoder other, int code) =>
        code == 0 ? 0 : _values.GetOrAdd(((DoubleKeys)other)._values.Keys[code - 1]) + 1;

    public override int Compare(int left, int right)
    {
        if (OneIsNull(left, right, out int order))
        {
            return order;
        }

        double a = Value(left);
        double b = Value(right);
        return double.IsNaN(a) || double.IsNaN(b) ? double.IsNaN(a).CompareTo(double.IsNaN(b)) : a.CompareTo(b);
    }

    public override void Decode(ReadOnlySpan<int> codes, Vector into)
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
                into.Doubles[i] = Value(codes[i]);
            }
        }
    }

    private double Value(int code) => BitConverter.Int64BitsToDouble(_values.Keys[code - 1]);
}
