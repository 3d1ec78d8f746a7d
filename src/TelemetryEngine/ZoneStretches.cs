using System.Collections.Concurrent;

namespace TelemetryEngine;

// Time with one offset from UTC, in seconds since 1970.
// Start: Its first instant; the first stretch of a zone has no start.
// Offset: How far the clock is ahead of UTC.
internal readonly record struct ZoneStretch(long Start, long Offset);

// The stretches of one offset in a zone, found by asking it for offsets now and then and halving where two answers differ.
internal static class ZoneStretches
{
    // The first second of the years 1 to 9999, for which .NET has rules.
    public const long FirstSecond = -62_135_596_800;

    // The last of these seconds.
    public const long LastSecond = 253_402_300_799;

    // The first second of 1900, from which stretches are known.
    public const long KnownFrom = -2_208_988_800;

    // The first second of 2100, up to which they are.
    public const long KnownUntil = 4_102_444_800;

    private const long Day = 86_400;
    private static readonly ConcurrentDictionary<string, ZoneStretch[]> Known = new(StringComparer.Ordinal);

    // The stretches from 1900 to 2100, of which the first and the last go on for ever. That is some ten milliseconds, once for each zone.
    public static ZoneStretch[] Of(TimeZoneInfo zone) => Known.GetOrAdd(zone.Id, static (_, zone) => OfTwoCenturies(zone), zone);

    // The stretches of a time.
    // from: Where the first one begins.
    // until: The end of the last.
    // step: How often the zone is asked; less than the clock ever stands between two changes.
    public static ZoneStretch[] Between(TimeZoneInfo zone, long from, long until, long step)
    {
        List<ZoneStretch> stretches = [new ZoneStretch(from, OffsetAt(zone, from))];
        for (long at = from; at < until; at += step)
        {
            long offset = stretches[^1].Offset;
            long end = Math.Min(at + step, until);
            long next = OffsetAt(zone, end);
            if (next != offset)
            {
                stretches.Add(new ZoneStretch(FirstChange(zone, at, end, offset), next));
            }
        }

        return [.. stretches];
    }

    // How far the clock is ahead of UTC at an instant; where the calendar ends, the offset of its first or last second.
    public static long OffsetAt(TimeZoneInfo zone, long second)
    {
        long ticks = (Math.Clamp(second, FirstSecond, LastSecond) - FirstSecond) * TimeSpan.TicksPerSecond;
        return (long)zone.GetUtcOffset(new DateTime(ticks, DateTimeKind.Utc)).TotalSeconds;
    }

    // The offsets that a zone has had since 1970, or will have; a few that it never had may be among them.
    public static IEnumerable<long> OffsetsSince1970(TimeZoneInfo zone)
    {
        yield return (long)zone.BaseUtcOffset.TotalSeconds;
        foreach (TimeZoneInfo.AdjustmentRule rule in zone.GetAdjustmentRules())
        {
            if (rule.DateEnd.Year >= 1970)
            {
                TimeSpan standard = zone.BaseUtcOffset + rule.BaseUtcOffsetDelta;
                yield return (long)standard.TotalSeconds;
                yield return (long)(standard + rule.DaylightDelta).TotalSeconds;
            }
        }
    }

    private static ZoneStretch[] OfTwoCenturies(TimeZoneInfo zone)
    {
        ZoneStretch[] stretches = Between(zone, KnownFrom, KnownUntil, Day);
        stretches[0] = stretches[0] with { Start = long.MinValue };
        return stretches;
    }

    private static long FirstChange(TimeZoneInfo zone, long before, long after, long offset)
    {
        while (after - before > 1)
        {
            long middle = before + ((after - before) / 2);
            (before, after) = OffsetAt(zone, middle) == offset ? (middle, after) : (before, middle);
        }

        return after;
    }
}
