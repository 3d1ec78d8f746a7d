using TelemetryEngine.Kernels.Exact;

namespace TelemetryEngine.Aggregates;

/// <summary>The sample's variance Σ(x − mean)² ÷ (n − 1), exactly and rounded once.</summary>
internal static class Var
{
    public static AggregateBinding Bind(AggregateCall call) => Moments.Bind(
        call, degree: 2, least: 2, static (in Moments m) => ExactNumber.Quotient(m.Second, m.Count * (m.Count - 1)));
}
