using System.Globalization;
using System.Text;
using Apache.Arrow.Types;
using TelemetryEngine.Kernels.Text;

namespace TelemetryEngine.Expressions;

// An ISO-8601 time out of an expression: a date alone or with a time, up to nine fraction digits, Z or an offset or neither.
// Nanoseconds: Since 1970-01-01, as the clock shows it when there is no offset.
// HasOffset: True when the text says which instant it means.
internal readonly record struct TimestampLiteral(Int128 Nanoseconds, bool HasOffset)
{
    // Nanoseconds reach from 1677 to 2262; a literal beyond needs a coarser unit.
    private static readonly long[] TicksPerSecond = [1_000_000_000, 1_000_000, 1_000, 1];

    // Nanoseconds in one step of a unit.
    public static long NanosecondsPer(TimeUnit unit) => unit switch
    {
        TimeUnit.Second => 1_000_000_000,
        TimeUnit.Millisecond => 1_000_000,
        TimeUnit.Microsecond => 1_000,
        _ => 1,
    };

    public static bool TryParse(string text, out TimestampLiteral literal)
    {
        byte[] utf8 = Encoding.UTF8.GetBytes(text);
        foreach (long ticksPerSecond in TicksPerSecond)
        {
            if (TimestampText.TryParse(utf8, ticksPerSecond, out long ticks, out bool hasOffset) == TimestampStatus.Ok)
            {
                literal = new TimestampLiteral((Int128)ticks * (1_000_000_000 / ticksPerSecond), hasOffset);
                return true;
            }
        }

        literal = default;
        return false;
    }

    // The instant, in nanoseconds; without an offset the text is read in the zone (null is UTC), the earlier of two.
    // throws PlanException: The local time does not exist in that zone, or the zone is unknown.
    public Int128 InZone(string? zone, SourceAt at)
    {
        if (HasOffset || zone is null)
        {
            return Nanoseconds;
        }

        TimeZoneInfo found = Find(zone, at);
        Int128 fraction = Nanoseconds % TimeSpan.NanosecondsPerTick;
        DateTime local = DateTime.UnixEpoch.AddTicks((long)(Nanoseconds / TimeSpan.NanosecondsPerTick));
        DateTime clock = DateTime.SpecifyKind(local, DateTimeKind.Unspecified);
        TimeSpan offset =
            Zones.OffsetOf(found, clock) ?? throw at.Error($"the local time {clock:yyyy-MM-dd HH:mm:ss} does not exist in {zone}");
        return ((Int128)(clock - offset - DateTime.UnixEpoch).Ticks * TimeSpan.NanosecondsPerTick) + fraction;
    }

    private static TimeZoneInfo Find(string zone, SourceAt at)
    {
        try
        {
            return Zones.Find(zone);
        }
        catch (PlanException)
        {
            throw at.Error($"unknown time zone '{zone}'");
        }
    }
}

// A duration out of an expression, as in interval '15m'.
internal static class IntervalLiteral
{
    public static bool TryParseNanoseconds(string text, out long nanoseconds)
    {
        nanoseconds = 0;
        int unitAt = text.AsSpan().IndexOfAnyExceptInRange('0', '9');
        if (unitAt <= 0 || !long.TryParse(text.AsSpan(0, unitAt), NumberStyles.None, CultureInfo.InvariantCulture, out long count))
        {
            return false;
        }

        long step = text[unitAt..] switch
        {
            "ns" => 1,
            "us" or "µs" => 1_000,
            "ms" => 1_000_000,
            "s" => 1_000_000_000,
            "m" => 60_000_000_000,
            "h" => 3_600_000_000_000,
            "d" => 86_400_000_000_000,
            "w" => 604_800_000_000_000,
            _ => 0,
        };
        Int128 product = (Int128)count * step;
        nanoseconds = (long)Int128.Min(product, long.MaxValue);
        return step != 0 && product <= long.MaxValue;
    }
}
