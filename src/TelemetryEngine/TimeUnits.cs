using Apache.Arrow.Types;

namespace TelemetryEngine;

/// <summary>The length and the name of a timestamp's unit.</summary>
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

    /// <summary>The unit as types spell it.</summary>
    public static string Symbol(this TimeUnit unit) => unit switch
    {
        TimeUnit.Second => "s",
        TimeUnit.Millisecond => "ms",
        TimeUnit.Microsecond => "us",
        _ => "ns",
    };
}
