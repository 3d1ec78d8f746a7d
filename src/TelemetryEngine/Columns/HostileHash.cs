namespace TelemetryEngine.Columns;

// A setting for tests: with the environment variable TELEMETRY_HASH=collide every hash is 0, so that every look-up meets every collision
// there can be.
internal static class HostileHash
{
    // Read once; the JIT drops the branch.
    public static readonly bool CollideAll = Environment.GetEnvironmentVariable("TELEMETRY_HASH") == "collide";
}
