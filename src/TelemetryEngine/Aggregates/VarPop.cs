using TelemetryEngine.Kernels.Exact;

namespace TelemetryEngine.Aggregates;

/// <summary>The population's variance Σ(x − mean)² ÷ n, exactly and rounded once.</summary>
internal static class VarPop
{
    public static AggregateBinding Bind(AggregateCall call) => Moments.Bind(
        call, degree: 2, least: 1, static (in Moments m) => ExactNumber.Quotient(m.Second, m.Count * m.Count));
}
