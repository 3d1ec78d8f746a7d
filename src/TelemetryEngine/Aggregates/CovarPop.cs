using TelemetryEngine.Kernels.Exact;

namespace TelemetryEngine.Aggregates;

/// <summary>The population's covariance Σ(x − mean x)(y − mean y) ÷ n, exactly and rounded once.</summary>
internal static class CovarPop
{
    public static AggregateBinding Bind(AggregateCall call) => PairMoments.Bind(
        call, x: 0, squares: 0, least: 1, static (in PairMoments m) => ExactNumber.Quotient(m.Covariance, m.Count * m.Count));
}
