using TelemetryEngine.Kernels.Exact;

namespace TelemetryEngine.Aggregates;

/// <summary>Pearson's correlation: covariance ÷ (deviation of x × deviation of y), as the root of its exact square.</summary>
internal static class Corr
{
    public static AggregateBinding Bind(AggregateCall call) => PairMoments.Bind(call, x: 0, squares: 2, least: 2, Formula);

    private static double? Formula(in PairMoments m)
    {
        ExactNumber spread = m.VarianceOfX * m.VarianceOfY;
        if (spread.Significand.IsZero)
        {
            return null;
        }

        ExactNumber covariance = m.Covariance;
        double root = ExactNumber.RootOfQuotient(covariance * covariance, spread);
        return covariance.Significand.Sign < 0 ? -root : root;
    }
}
