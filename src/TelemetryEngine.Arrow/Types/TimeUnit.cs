namespace TelemetryEngine.Arrow;

/// <summary>The length of one step of a timestamp, time or duration. The numbers are those of the Arrow format.</summary>
internal enum TimeUnit
{
    /// <summary>One second.</summary>
    Second = 0,

    /// <summary>10⁻³ s.</summary>
    Millisecond = 1,

    /// <summary>10⁻⁶ s.</summary>
    Microsecond = 2,

    /// <summary>10⁻⁹ s.</summary>
    Nanosecond = 3,
}

/// <summary>Units as types' names spell them.</summary>
internal static class TimeUnitNames
{
    public static string Symbol(this TimeUnit unit) => unit switch
    {
        TimeUnit.Second => "s",
        TimeUnit.Millisecond => "ms",
        TimeUnit.Microsecond => "us",
        _ => "ns",
    };
}
