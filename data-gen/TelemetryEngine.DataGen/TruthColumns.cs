namespace TelemetryEngine.DataGen;

/// <summary>
/// Which aggregates of <c>power_w</c> a truth has. That of <see cref="Profile.OneBillionRows"/> always has min, avg and max.
/// </summary>
public enum TruthColumns
{
    /// <summary>The average only.</summary>
    Average,

    /// <summary>Average, count, minimum and maximum, in this order.</summary>
    All,
}
