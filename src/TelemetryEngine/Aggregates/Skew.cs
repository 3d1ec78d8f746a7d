using System.Numerics;
using TelemetryEngine.Kernels.Exact;

namespace TelemetryEngine.Aggregates;

/// <summary>
/// The sample's skewness G₁ = √(n(n − 1)) ÷ (n − 2) × m₃ ÷ m₂^(3/2) (Joanes and Gill 1998; DuckDB's skewness), as the root of its exact square.
/// </summary>
internal static class Skew
{
    public static AggregateBinding Bind(AggregateCall call) => Moments.Bind(call, degree: 3, least: 3, Formula);

    private static double? Formula(in Moments m)
    {
        ExactNumber second = m.Second;
        if (second.Significand.IsZero)
        {
            return null;
        }

        // with n²m₂ and n³m₃ in place of m₂ and m₃ the powers of n cancel out
        BigInteger n = m.Count;
        ExactNumber third = m.Third;
        double root = ExactNumber.RootOfQuotient(third * third * (n * (n - 1)), second * second * second * ((n - 2) * (n - 2)));
        return third.Significand.Sign < 0 ? -root : root;
    }
}
