using System.Globalization;
using System.Text;
using Apache.Arrow.Types;
using TelemetryEngine.Kernels.Text;

namespace TelemetryEngine.Expressions;

/// <summary>An ISO-8601 time out of an expression: a date alone or with a time, up to nine fraction digits, <c>Z</c> or an offset or neither.</summary>
/// <param name="Nanoseconds">Since 1970-01-01, as the clock shows it when there is no offset.</param>
/// <param name="HasOffset">True when the text says which instant it means.</param>
internal readonly record struct TimestampLiteral(Int128 Nanoseconds, bool HasOffset)
{
    /// <summary>Nanoseconds reach from 1677 to 2262; a literal beyond needs a coarser unit.</summary>
    private static readonly long[] TicksPerSecond = [1_000_000_000, 1_000_000, 1_000, 1];

    /// <summary>Nanoseconds in one step of a unit.</summary>
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

    /// <summary>The instant, in nanoseconds; without an offset the text is read in the zone (null is UTC), the earlier of two.</summary>
    /// <exception cref="PlanException">The local time does not exist in that zone, or the zone is unknown.</exception>
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
        TimeSpan offset = Zones.OffsetOf(found, clock) ?? throw at.Error($"the local time {clock:yyyy-MM-dd HH:mm:ss} does not exist in {zone}");
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

/// <summary>A duration out of an expression, as in <c>interval '15m'</c>.</summary>
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
