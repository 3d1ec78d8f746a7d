using TelemetryEngine.Kernels.Exact;

namespace TelemetryEngine.Aggregates.Components;

/// <summary>A component that sums exactly.</summary>
internal interface IExactSum
{
    /// <summary>The sum itself.</summary>
    ExactNumber ToNumber(int group);
}
