using TelemetryEngine.Kernels.Exact;

namespace TelemetryEngine.Aggregates;

/// <summary>The sample's covariance Σ(x − mean x)(y − mean y) ÷ (n − 1), exactly and rounded once.</summary>
internal static class Covar
{
    public static AggregateBinding Bind(AggregateCall call) => PairMoments.Bind(
        call, x: 0, squares: 0, least: 2, static (in PairMoments m) => ExactNumber.Quotient(m.Covariance, m.Count * (m.Count - 1)));
}
