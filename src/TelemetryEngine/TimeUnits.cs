using Apache.Arrow.Types;

namespace TelemetryEngine;

// The length of a timestamp's unit.
internal static class TimeUnits
{
    // Units in a second.
    public static long TicksPerSecond(this TimeUnit unit) => unit switch
    {
        TimeUnit.Second => 1,
        TimeUnit.Millisecond => 1_000,
        TimeUnit.Microsecond => 1_000_000,
        _ => 1_000_000_000,
    };
}
