using TelemetryEngine.Kernels.Exact;

namespace TelemetryEngine.Aggregates;

/// <summary>The slope of the line of least squares through (x, y): covariance ÷ variance of x, exactly and rounded once. Called as slope(y, x), as SQL's regr_slope.</summary>
internal static class Slope
{
    public static AggregateBinding Bind(AggregateCall call) => PairMoments.Bind(call, x: 1, squares: 1, least: 2, Formula);

    private static double? Formula(in PairMoments m)
    {
        ExactNumber variance = m.VarianceOfX;
        return variance.Significand.IsZero ? null : ExactNumber.Quotient(m.Covariance, variance);
    }
}
