using System.Runtime.Intrinsics;

namespace TelemetryEngine.Kernels;

/// <summary>Whether kernels that add up or compare whole blocks with vectors of 32 bytes are worth calling; their callers have a loop over single values besides.</summary>
internal static class WideVectors
{
    /// <summary>True when the machine has them and the environment variable <c>TELEMETRY_SCANNER</c> does not say <c>scalar</c>.</summary>
    public static bool IsEnabled { get; } = Vector256.IsHardwareAccelerated && ForcedKernel.Name != "scalar";
}
