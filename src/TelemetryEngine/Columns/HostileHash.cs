namespace TelemetryEngine.Columns;

/// <summary>A setting for tests: with the environment variable TELEMETRY_HASH=collide every hash is 0, so that every look-up meets every collision there can be.</summary>
internal static class HostileHash
{
    /// <summary>Read once; the JIT drops the branch.</summary>
    public static readonly bool CollideAll = Environment.GetEnvironmentVariable("TELEMETRY_HASH") == "collide";
}
