using TelemetryEngine.Kernels.Text;

namespace TelemetryEngine.Kernels.Exact;

/// <summary>The common case of a sum of decimal text: an Int128 of mantissas at the column's scale. 2^65 of the largest fit.</summary>
internal static class DecimalSum
{
    private const double ExactLimit = 1L << 53;

    /// <summary>Adds; false, and nothing changed, when the sum would leave Int128.</summary>
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

    /// <summary>sum × 10^−scale / count, rounded once; with a count of 1 that is the sum itself.</summary>
    /// <param name="sum">The sum of the mantissas.</param>
    /// <param name="scale">The column's scale, 0 to 18.</param>
    /// <param name="count">The divisor, at least 1.</param>
    public static double Round(long sum, int scale, long count)
    {
        double power = PowersOfTen.Double[scale];
        return Math.Abs((double)sum) < ExactLimit && power < ExactLimit && count > 0 && count < ExactLimit / power
            ? sum / (power * count) // both are exact doubles, so the division's own rounding is the only one
            : Round((Int128)sum, scale, count);
    }

    /// <summary>sum × 10^−scale / count, rounded once; with a count of 1 that is the sum itself.</summary>
    /// <param name="sum">The sum of the mantissas.</param>
    /// <param name="scale">The column's scale, 0 to 18.</param>
    /// <param name="count">The divisor, at least 1.</param>
    public static double Round(Int128 sum, int scale, long count)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(count, 1);
        return ExactQuotient.Round(sum, (UInt128)(ulong)PowersOfTen.Int64[scale] * (ulong)count);
    }
}
