using System.Collections.Concurrent;

namespace TelemetryEngine.Windows;

/// <summary>Time with one offset from UTC, in seconds since 1970.</summary>
/// <param name="Start">Its first instant; the first stretch of a zone has no start.</param>
/// <param name="Offset">How far the clock is ahead of UTC.</param>
internal readonly record struct ZoneStretch(long Start, long Offset);

/// <summary>
/// The stretches of one offset in a zone from 1900 to 2100, found by asking for the offset of each day and halving where two answers differ. The first and the last
/// go on for ever. That is some ten milliseconds, once for each zone.
/// </summary>
internal static class ZoneStretches
{
    private const long Day = 86_400;
    private static readonly ConcurrentDictionary<string, ZoneStretch[]> Known = new(StringComparer.Ordinal);

    /// <summary>The stretches of a zone, in their order.</summary>
    public static ZoneStretch[] Of(TimeZoneInfo zone) => Known.GetOrAdd(zone.Id, static (_, zone) => Search(zone), zone);

    /// <summary>The offsets that a zone has had since 1970, or will have; a few that it never had may be among them.</summary>
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

    private static ZoneStretch[] Search(TimeZoneInfo zone)
    {
        long from = new DateTimeOffset(1900, 1, 1, 0, 0, 0, TimeSpan.Zero).ToUnixTimeSeconds();
        long until = new DateTimeOffset(2100, 1, 1, 0, 0, 0, TimeSpan.Zero).ToUnixTimeSeconds();
        List<ZoneStretch> stretches = [new ZoneStretch(long.MinValue, OffsetAt(zone, from))];
        for (long at = from; at < until; at += Day)
        {
            long offset = stretches[^1].Offset;
            long next = OffsetAt(zone, at + Day);
            if (next != offset)
            {
                stretches.Add(new ZoneStretch(Change(zone, at, at + Day, offset), next));
            }
        }

        return [.. stretches];
    }

    /// <summary>The first second with another offset.</summary>
    private static long Change(TimeZoneInfo zone, long before, long after, long offset)
    {
        while (after - before > 1)
        {
            long middle = before + ((after - before) / 2);
            (before, after) = OffsetAt(zone, middle) == offset ? (middle, after) : (before, middle);
        }

        return after;
    }

    private static long OffsetAt(TimeZoneInfo zone, long second) => (long)zone.GetUtcOffset(DateTime.UnixEpoch.AddSeconds(second)).TotalSeconds;
}
