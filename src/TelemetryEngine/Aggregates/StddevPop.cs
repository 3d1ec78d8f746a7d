using TelemetryEngine.Kernels.Exact;

namespace TelemetryEngine.Aggregates;

/// <summary>The population's standard deviation: the root of the exact variance, rounded once.</summary>
internal static class StddevPop
{
    public static AggregateBinding Bind(AggregateCall call) => Moments.Bind(
        call, degree: 2, least: 1, static (in Moments m) => ExactNumber.RootOfQuotient(m.Second, m.Count * m.Count));
}
