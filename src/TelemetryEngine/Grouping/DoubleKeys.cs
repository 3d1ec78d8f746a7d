using System.Numerics;
using TelemetryEngine.Columns;
using TelemetryEngine.Kernels.Arithmetic;
using ColumnVector = TelemetryEngine.Columns.ColumnVector;

namespace TelemetryEngine.Grouping;

// Keys of numbers with fractions. Decimals are keyed by the float64 they leave the engine as, so that no two groups print alike. One of
// more digits than a float64 tells apart is an error, so that no two keys become one.
internal sealed class DoubleKeys(ColumnType type) : KeyEncoder(type)
{
    // Decimals of at most 15 digits are different float64s when they are different.
    private const long ExactLimit = 1_000_000_000_000_000;

    private readonly LongMap _values = new();

    public override int Count => _values.Count + 1;

    public override long Bytes => _values.Bytes;

    public override void Encode(ColumnVector column, ReadOnlySpan<double> doubles, Span<int> codes)
    {
        if (Type.Kind == ColumnKind.Decimal)
        {
            CheckDigits(column, codes.Length);
        }

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
                into.Doubles[i] = Value(codes[i]);
            }
        }
    }

    // throws RunException: A value has more digits than its float64 tells apart.
    private static void CheckDigits(ColumnVector column, int rows)
    {
        ReadOnlySpan<long> mantissas = column.Int64s;
        for (int row = 0; row < rows; row++)
        {
            long mantissa = mantissas[row];
            if (mantissa is >= ExactLimit or <= -ExactLimit && !column.IsNull(row))
            {
                CheckDigits(mantissa);
            }
        }

        foreach (WideValue wide in column.Wide)
        {
            if (wide.NotFinite == 0)
            {
                CheckDigits(wide.Mantissa);
            }
        }
    }

    private static void CheckDigits(BigInteger mantissa)
    {
        BigInteger digits = BigInteger.Abs(mantissa);
        while (digits >= ExactLimit)
        {
            digits = BigInteger.DivRem(digits, 10, out BigInteger last);
            if (last != 0)
            {
                throw new RunException(
                    $"a decimal key has the digits {BigInteger.Abs(mantissa)}, and keys leave as float64, which tells 15 digits apart; the type utf8 ({Fix.Schema}) keeps keys as they are written");
            }
        }
    }

    private double Value(int code) => BitConverter.Int64BitsToDouble(_values.Keys[code - 1]);
}
