using TelemetryEngine.Kernels.Exact;

namespace TelemetryEngine.Aggregates;

/// <summary>The sample's standard deviation: the root of the exact variance, rounded once.</summary>
internal static class Stddev
{
    public static AggregateBinding Bind(AggregateCall call) => Moments.Bind(
        call, degree: 2, least: 2, static (in Moments m) => ExactNumber.RootOfQuotient(m.Second, m.Count * (m.Count - 1)));
}
