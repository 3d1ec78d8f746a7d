using System.Numerics;
using TelemetryEngine.Columns;
using TelemetryEngine.Expressions;
using TelemetryEngine.Kernels.Text;

namespace TelemetryEngine.Execution.Flows;

// Decimals that became float64s on their way from stage to stage, as decimals again: each is the one that the number is written as.
internal static class WrittenDecimals
{
    // Decimals of so many digits all differ as float64s.
    private const double Limit = 1e15;

    // into: A vector of decimals, whose scale counts.
    public static void Read(ColumnVector doubles, int rows, ColumnVector into)
    {
        into.Reset(rows);
        int scale = into.Type.Scale;
        double power = PowersOfTen.Double[scale];
        for (int row = 0; row < rows; row++)
        {
            double value = doubles.Doubles[row];
            if (doubles.IsNull(row))
            {
                into.SetNull(row, rows);
                continue;
            }

            double mantissa = Math.Round(value * power);
            bool isNarrow = Math.Abs(mantissa) < Limit && mantissa / power == value;
            into.Int64s[row] = isNarrow ? (long)mantissa : 0;
            if (!isNarrow)
            {
                into.Wide.Add(Wide(row, value));
            }
        }
    }

    private static WideValue Wide(int row, double value)
    {
        if (!double.IsFinite(value))
        {
            return new WideValue(row, BigInteger.Zero, 0, value);
        }

        ExactDecimal exact = ExactDecimal.Of(value);
        return new WideValue(row, exact.Mantissa, exact.Scale);
    }
}
