using TelemetryEngine.Kernels.Text;

namespace TelemetryEngine.Kernels.Exact;

// The common case of a sum of decimal text: an Int128 of mantissas at the column's scale. 2^65 of the largest fit.
internal static class DecimalSum
{
    private const double ExactLimit = 1L << 53;

    // Adds; false, and nothing changed, when the sum would leave Int128.
    public static bool TryAdd(ref Int128 sum, Int128 mantissa)
    {
        Int128 result = unchecked(sum + mantissa);
        if (Int128.IsNegative((sum ^ result) & (mantissa ^ result)))
        {
            return false;
        }

        sum = result;
        return true;
    }

    // sum × 10^−scale / count, rounded once; with a count of 1 that is the sum itself.
    // sum: The sum of the mantissas.
    // scale: The column's scale, 0 to 18.
    // count: The divisor, at least 1.
    public static double Round(long sum, int scale, long count)
    {
        double power = PowersOfTen.Double[scale];
        return Math.Abs((double)sum) < ExactLimit && power < ExactLimit && count > 0 && count < ExactLimit / power
            ? sum / (power * count) // both are exact doubles, so the division's own rounding is the only one
            : Round((Int128)sum, scale, count);
    }

    // sum × 10^−scale / count, rounded once; with a count of 1 that is the sum itself.
    // sum: The sum of the mantissas.
    // scale: The column's scale, 0 to 18.
    // count: The divisor, at least 1.
    public static double Round(Int128 sum, int scale, long count)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(count, 1);
        return ExactQuotient.Round(sum, (UInt128)(ulong)PowersOfTen.Int64[scale] * (ulong)count);
    }
}
