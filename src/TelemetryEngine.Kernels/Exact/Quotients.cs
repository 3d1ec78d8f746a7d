using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace TelemetryEngine.Kernels.Exact;

// Quotients of sums in two parts, eight at a time.
internal static class Quotients
{
    // Quotients in a vector, and bits in a mark.
    public const int Lanes = 8;

    private const double Whole = 1L << 53;

    // Rounds (high × 2^GroupSums.HighShift + low) steps ÷ count, where it is sure of the result.
    // highs: The high parts, a multiple of Lanes.
    // lows: The low parts; as many.
    // coarse: What a high part is worth.
    // fine: What a low part is worth.
    // doubt: The error of a quotient's correction, relative to it.
    // sure: For each eight results a bit for each that is right.
    // throws ArgumentOutOfRangeException: The spans do not fit each other.
    public static void Round(
        ReadOnlySpan<long> highs, ReadOnlySpan<long> lows, ReadOnlySpan<long> counts, Span<double> results, double coarse, double fine,
        double doubt, Span<byte> sure)
    {
        ReadOnlySpan<Vector512<long>> high = MemoryMarshal.Cast<long, Vector512<long>>(highs);
        ReadOnlySpan<Vector512<long>> low = MemoryMarshal.Cast<long, Vector512<long>>(lows)[..high.Length];
        ReadOnlySpan<Vector512<long>> divisor = MemoryMarshal.Cast<long, Vector512<long>>(counts)[..high.Length];
        Span<Vector512<double>> result = MemoryMarshal.Cast<double, Vector512<double>>(results)[..high.Length];
        sure = sure[..high.Length];
        Vector512<double> limit = Vector512.Create(Whole);
        for (int i = 0; i < high.Length; i++)
        {
            Vector512<long> carry = low[i] >> GroupSums.HighShift;
            Vector512<double> whole = Avx512DQ.ConvertToVector512Double(high[i] + carry);
            Vector512<double> count = Avx512DQ.ConvertToVector512Double(divisor[i]);

            // sum + rest is the sum of all: each is exact
            Vector512<double> large = whole * Vector512.Create(coarse);
            Vector512<double> small = Avx512DQ.ConvertToVector512Double(low[i] - (carry << GroupSums.HighShift)) * Vector512.Create(fine);
            Vector512<double> sum = large + small;
            Vector512<double> rest = small - (sum - large);

            // quotient + correction is the result, but for the doubt
            Vector512<double> quotient = sum / count;
            Vector512<double> correction = (Avx512F.FusedMultiplyAddNegated(quotient, count, sum) + rest) / count;
            Vector512<double> rounded = quotient + correction;
            Vector512<double> left = correction - (rounded - quotient);
            Vector512<double> error = Vector512.Abs(correction) * Vector512.Create(doubt);
            result[i] = rounded;
            sure[i] = (byte)(Vector512.Equals(rounded + (left + error), rounded) & Vector512.Equals(rounded + (left - error), rounded)
                & Vector512.LessThan(Vector512.Abs(whole), limit) & Vector512.LessThan(count, limit)
                & Vector512.GreaterThanOrEqual(count, Vector512<double>.One))
                .ExtractMostSignificantBits();
        }
    }
}
