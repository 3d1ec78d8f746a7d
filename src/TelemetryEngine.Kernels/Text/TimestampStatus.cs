namespace TelemetryEngine.Kernels.Text;

// What became of a text that should be a time.
internal enum TimestampStatus
{
    // A time that the unit holds.
    Ok,

    // Not in the layout that was asked for.
    Invalid,

    // A date that no calendar has: 30 February, month 13, year 0.
    NoSuchDate,

    // A time of day that no clock shows: 25:00, 23:59:60, 24:00:01.
    NoSuchTime,

    // Non-zero digits beyond the unit, or more than nine fraction digits.
    TooPrecise,

    // Outside what an int64 of the unit can count.
    OutOfRange,
}
