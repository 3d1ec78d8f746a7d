using System.Numerics;
using TelemetryEngine.Kernels.Exact;

namespace TelemetryEngine.Aggregates;

/// <summary>
/// The sample's excess kurtosis G₂ = (n − 1) ÷ ((n − 2)(n − 3)) × ((n + 1) m₄ ÷ m₂² − 3(n − 1)) (Joanes and Gill 1998; DuckDB's kurtosis), exactly and
/// rounded once.
/// </summary>
internal static class Kurtosis
{
    public static AggregateBinding Bind(AggregateCall call) => Moments.Bind(call, degree: 4, least: 4, Formula);

    private static double? Formula(in Moments m)
    {
        ExactNumber second = m.Second;
        if (second.Significand.IsZero)
        {
            return null;
        }

        // with n²m₂ and n⁴m₄ in place of m₂ and m₄ the powers of n cancel out
        BigInteger n = m.Count;
        ExactNumber square = second * second;
        return ExactNumber.Quotient(
            ((m.Fourth * (n + 1)) - (square * (3 * (n - 1)))) * (n - 1),
            square * ((n - 2) * (n - 3)));
    }
}
