namespace TelemetryEngine.Arrow;

/// <summary>The length of one step of a timestamp. The numbers are those of the Arrow format.</summary>
public enum TimeUnit
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
