using System.Runtime.Intrinsics;

namespace TelemetryEngine.Kernels;

// Whether kernels that add up or compare whole blocks with vectors of 32 bytes are worth calling; their callers have a loop over single
// values besides.
internal static class WideVectors
{
    // True when the machine has them and the environment variable TELEMETRY_SCANNER does not say scalar.
    public static bool IsEnabled { get; } = Vector256.IsHardwareAccelerated && ForcedKernel.Name != "scalar";
}
