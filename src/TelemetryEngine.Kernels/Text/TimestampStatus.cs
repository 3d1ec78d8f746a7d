namespace TelemetryEngine.Kernels.Text;

/// <summary>What became of a text that should be a time.</summary>
internal enum TimestampStatus
{
    /// <summary>A time that the unit holds.</summary>
    Ok,

    /// <summary>Not in the layout that was asked for.</summary>
    Invalid,

    /// <summary>A date that no calendar has: 30 February, month 13, year 0.</summary>
    NoSuchDate,

    /// <summary>A time of day that no clock shows: 25:00, 23:59:60, 24:00:01.</summary>
    NoSuchTime,

    /// <summary>Non-zero digits beyond the unit, or more than nine fraction digits.</summary>
    TooPrecise,

    /// <summary>Outside what an int64 of the unit can count.</summary>
    OutOfRange,
}
