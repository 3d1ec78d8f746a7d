namespace TelemetryEngine;

// Division that rounds down, as all arithmetic of instants does: −1 in windows of 10 is in [−10, 0).
internal static class FloorDivision
{
    public static long Quotient(long value, long by) => value % by < 0 ? (value / by) - 1 : value / by;

    public static Int128 Quotient(Int128 value, long by) => value % by < 0 ? (value / by) - 1 : value / by;

    // What is left, from 0 to by − 1.
    public static long Remainder(long value, long by) => value % by < 0 ? (value % by) + by : value % by;
}
