using Apache.Arrow.Types;

namespace TelemetryEngine;

/// <summary>The length of a timestamp's unit.</summary>
internal static class TimeUnits
{
    /// <summary>Units in a second.</summary>
    public static long TicksPerSecond(this TimeUnit unit) => unit switch
    {
        TimeUnit.Second => 1,
        TimeUnit.Millisecond => 1_000,
        TimeUnit.Microsecond => 1_000_000,
        _ => 1_000_000_000,
    };
}
