using System.Numerics;
using Apache.Arrow;
using TelemetryEngine.Kernels.Text;

namespace TelemetryEngine.Columns;

// Decimals that became float64s on their way from stage to stage, as decimals again: each is the one that the number is written as.
internal static class WrittenDecimals
{
    // Decimals of so many digits all differ as float64s.
    private const double Limit = 1e15;

    // into: A vector of decimals, whose scale counts.
    public static void Read(DoubleArray array, ColumnVector into)
    {
        int rows = array.Length;
        into.Reset(rows);
        ReadOnlySpan<double> values = array.Values;
        Span<long> mantissas = into.Int64s;
        double power = PowersOfTen.Double[into.Type.Scale];
        bool hasNulls = array.NullCount > 0;
        for (int row = 0; row < rows; row++)
        {
            if (hasNulls && array.IsNull(row))
            {
                into.SetNull(row, rows);
                continue;
            }

            double mantissa = Math.Round(values[row] * power);
            bool isNarrow = Math.Abs(mantissa) < Limit && mantissa / power == values[row];
            mantissas[row] = isNarrow ? (long)mantissa : 0;
            if (!isNarrow)
            {
                into.Wide.Add(Wide(row, values[row]));
            }
        }
    }

    private static WideValue Wide(int row, double value)
    {
        if (!double.IsFinite(value))
        {
            return new WideValue(row, BigInteger.Zero, 0, value);
        }

        (BigInteger mantissa, int scale) = DecimalDigits.Of(value);
        return new WideValue(row, mantissa, scale);
    }
}
