using System.Text;
using Apache.Arrow.Types;
using TelemetryEngine.Kernels.Text;

namespace TelemetryEngine.Execution.Planning;

// Reads the instants of a plan's time range.
internal static class InstantParser
{
    // ISO-8601 text as a count of the unit; without an offset it is local time in the zone, the earlier instant where there are two.
    // throws PlanException: It is no instant, or finer than the unit.
    public static long Parse(string text, TimeUnit unit, TimeZoneInfo zone)
    {
        long ticksPerSecond = unit.TicksPerSecond();
        TimestampStatus status = TimestampText.TryParse(Encoding.UTF8.GetBytes(text), ticksPerSecond, out long value, out bool hasOffset);
        if (status == TimestampStatus.TooPrecise)
        {
            throw new PlanException($"'{text}' is finer than the time column's unit");
        }

        if (status != TimestampStatus.Ok)
        {
            throw new PlanException($"'{text}' is not a time; write it as 2024-01-31 or 2024-01-31T12:00:00Z");
        }

        return hasOffset ? value : checked(value - (Offset(text, value, ticksPerSecond, zone) * ticksPerSecond));
    }

    // An instant as ISO-8601 text in UTC, with as many fraction digits as it needs.
    public static string Of(long instant, TimeUnit unit)
    {
        Span<byte> text = stackalloc byte[TimestampWriter.MaxLength];
        int length =
            TimestampWriter.Write(instant, unit.TicksPerSecond(), TimestampWriter.FractionDigitsNeeded([instant], unit.TicksPerSecond()),
                null, text);
        return Encoding.UTF8.GetString(text[..length]);
    }

    private static long Offset(string text, long local, long ticksPerSecond, TimeZoneInfo zone)
    {
        Int128 ticks = DateTime.UnixEpoch.Ticks + ((Int128)(local / ticksPerSecond) * TimeSpan.TicksPerSecond);
        var clock = new DateTime((long)Int128.Clamp(ticks, DateTime.MinValue.Ticks, DateTime.MaxValue.Ticks));
        return Zones.OffsetOf(zone, clock) is { } offset
            ? (long)offset.TotalSeconds
            : throw new PlanException($"'{text}' does not exist in {zone.Id}: the clock skips it");
    }
}
