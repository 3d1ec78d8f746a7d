namespace TelemetryEngine.Formats.Csv;

// The instants at which a zone's clock is set, found year by year: the zone is asked every twelve hours. A local time then belongs to each
// stretch of one offset that shows it: to none, one or two. All in seconds since 1970. For one thread.
internal sealed class LocalOffsets(TimeZoneInfo zone)
{
    private const long Day = 86_400;
    private const long Step = Day / 2;

    private readonly Dictionary<int, Stretch[]> _years = [];

    // Time with one offset.
    internal readonly record struct Stretch(long Start, long End, long Offset);

    // Finds what a local time means.
    public LocalMeaning Find(long local)
    {
        int year = YearOf(local);
        Stretch[] stretches = StretchesOf(year);
        int first = -1;
        int count = 0;
        for (int i = 0; i < stretches.Length; i++)
        {
            long utc = local - stretches[i].Offset;
            if (utc >= stretches[i].Start && utc < stretches[i].End && count++ == 0)
            {
                first = i;
            }
        }

        return count switch
        {
            0 => Skipped(stretches, local),
            1 => Certain(stretches, first, year),
            _ => new LocalMeaning(2, stretches[first].Offset, stretches[first + 1].Offset,
                stretches[first].End + stretches[first + 1].Offset, stretches[first].End + stretches[first].Offset),
        };
    }

    // A time over which the clock was set forward: between the end of one stretch and the start of the next.
    private static LocalMeaning Skipped(Stretch[] stretches, long local)
    {
        int before = 0;
        while (before + 1 < stretches.Length && local >= stretches[before + 1].Start + stretches[before + 1].Offset)
        {
            before++;
        }

        long after = stretches[Math.Min(before + 1, stretches.Length - 1)].Offset;
        return new LocalMeaning(0, stretches[before].Offset, after, 0, 0);
    }

    // The local times around a certain one for which nothing but its own stretch comes into question.
    private static LocalMeaning Certain(Stretch[] stretches, int i, int year)
    {
        (long start, long end, long offset) = stretches[i];
        long from = Math.Max(start + offset, YearStart(year));
        long until = Math.Min(end + offset, YearStart(year + 1));
        if (i > 0)
        {
            from = Math.Max(from, start + stretches[i - 1].Offset);
        }

        if (i + 1 < stretches.Length)
        {
            until = Math.Min(until, end + stretches[i + 1].Offset);
        }

        return new LocalMeaning(1, offset, offset, from, until);
    }

    private Stretch[] StretchesOf(int year)
    {
        if (!_years.TryGetValue(year, out Stretch[]? stretches))
        {
            stretches = Search(YearStart(year) - 2 * Day, YearStart(year + 1) + 2 * Day);
            _years.Add(year, stretches);
        }

        return stretches;
    }

    private Stretch[] Search(long from, long until)
    {
        ZoneStretch[] found = ZoneStretches.Between(zone, from, until, Step);
        Stretch[] stretches = new Stretch[found.Length];
        for (int i = 0; i < found.Length; i++)
        {
            stretches[i] = new Stretch(found[i].Start, i + 1 < found.Length ? found[i + 1].Start : until, found[i].Offset);
        }

        return stretches;
    }

    private static int YearOf(long local) =>
        DateTime.UnixEpoch.AddSeconds(Math.Clamp(local, ZoneStretches.FirstSecond, ZoneStretches.LastSecond)).Year;

    private static long YearStart(int year) => year > 9999
        ? ZoneStretches.LastSecond + 1
        : (new DateTime(year, 1, 1).Ticks - DateTime.UnixEpoch.Ticks) / TimeSpan.TicksPerSecond;
}

// What a local time means.
// Count: The number of instants at which the clock shows it: 0, 1 or 2.
// Offset: The offset at the first of them; with 0 that before the clock was set.
// LaterOffset: The offset at the second; with 0 that behind the change.
// From: With 1: the earliest local time for which the same offset is certain. With 2: the first one that repeats.
// Until: The end of that, which does not belong to it.
internal readonly record struct LocalMeaning(int Count, long Offset, long LaterOffset, long From, long Until);
