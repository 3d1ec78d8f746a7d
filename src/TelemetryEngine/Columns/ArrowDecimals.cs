using System.Numerics;
using TelemetryEngine.Arrow;

namespace TelemetryEngine.Columns;

/// <summary>Copies Arrow's decimals to a vector, exactly: as int64 where they fit at the column's scale, else as wide values.</summary>
internal static class ArrowDecimals
{
    public static void Copy(FixedWidthArray array, Vector vector)
    {
        vector.Reset(array.Length);
        int scale = ((DecimalType)array.DataType).Scale;
        bool isFast = scale == vector.Type.Scale;
        Span<long> target = vector.Int64s;
        for (int row = 0; row < array.Length; row++)
        {
            target[row] = 0;
            if (array.NullCount != 0 && array.IsNull(row))
            {
                vector.SetNull(row, array.Length);
            }
            else if (isFast && FitsInt64(array, row, out long mantissa))
            {
                target[row] = mantissa;
            }
            else
            {
                vector.Wide.Add(new WideValue(row, new BigInteger(array.GetBytes(row)), scale));
            }
        }
    }

    private static bool FitsInt64(FixedWidthArray array, int row, out long mantissa)
    {
        switch (array)
        {
            case Decimal32Array values:
                mantissa = values.Values[row];
                return true;
            case Decimal64Array values:
                mantissa = values.Values[row];
                return true;
            case Decimal128Array values:
                Int128 wide = values.Values[row];
                mantissa = (long)wide;
                return mantissa == wide;
            default:
                BigInteger widest = new(array.GetBytes(row));
                bool fits = widest >= long.MinValue && widest <= long.MaxValue;
                mantissa = fits ? (long)widest : 0;
                return fits;
        }
    }
}
