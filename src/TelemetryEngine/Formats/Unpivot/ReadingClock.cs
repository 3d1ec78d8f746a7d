using TelemetryEngine.Formats.Csv;

namespace TelemetryEngine.Formats.Unpivot;

// What became of a date and the time in a column's name.
internal enum ReadingFault
{
    // An instant.
    None,

    // The date has a time of day itself.
    NoMidnight,

    // The clock was set forward over it.
    DoesNotExist,

    // The clock showed it twice, and that is to be an error.
    Ambiguous,

    // The column is for a second pass of the hour, or for a 25th hour, that the day does not have.
    NotOnThisDay,
}

// A date's instant and the time in a column's name to the instant of the reading. Each day is worked out once. For one thread.
// zone: The zone of the dates and of the names.
// ticksPerSecond: Of the dates and of the result.
// ambiguous: What a local time means that the clock showed twice, where no name tells.
// showEnds: True for the ends of intervals, false for their starts.
internal sealed class ReadingClock(ClockNames names, TimeZoneInfo zone, long ticksPerSecond, AmbiguousTime ambiguous, bool showEnds)
{
    private const long Day = 86_400;
    private const int MostDays = 1_024;

    private readonly LocalOffsets _offsets = new(zone);
    private readonly bool[] _isUntold = Untold(names.Times);
    private readonly Dictionary<long, (ReadingFault Fault, bool IsDoubtful, long Time)[]> _days = [];

    // Readings at times that the clock showed twice and of which nothing told which was meant.
    public long Doubtful { get; private set; }

    // The instant of a reading.
    // date: The date: its midnight in the zone, in ticks.
    // time: The instant in ticks; 0 with a fault.
    public ReadingFault ToInstant(long date, int column, out long time)
    {
        if (!_days.TryGetValue(date, out (ReadingFault Fault, bool IsDoubtful, long Time)[]? day))
        {
            if (_days.Count >= MostDays)
            {
                _days.Clear();
            }

            day = WorkOut(date);
            _days.Add(date, day);
        }

        (ReadingFault fault, bool isDoubtful, time) = day[column];
        Doubtful += isDoubtful ? 1 : 0;
        return fault;
    }

    private (ReadingFault Fault, bool IsDoubtful, long Time)[] WorkOut(long date)
    {
        (ReadingFault, bool, long)[] day = new (ReadingFault, bool, long)[names.Times.Count];
        long utc = Math.DivRem(date, ticksPerSecond, out long fraction);
        long local = utc + ZoneStretches.OffsetAt(zone, utc);
        if (fraction != 0 || local % Day != 0)
        {
            Array.Fill(day, (ReadingFault.NoMidnight, false, 0));
            return day;
        }

        for (int i = 0; i < day.Length; i++)
        {
            ReadingTime reading = names.Times[i];
            bool isDoubtful = false;
            ReadingFault fault = names.IsCounted
                ? Count(utc, local, reading, out long start)
                : Look(local + reading.Start, reading.Pass, _isUntold[i], out start, out isDoubtful);
            day[i] = (fault, isDoubtful, fault == ReadingFault.None ? (start + (showEnds ? reading.Seconds : 0)) * ticksPerSecond : 0);
        }

        return day;
    }

    // Hours that are counted from midnight, whatever the clock shows.
    private ReadingFault Count(long midnight, long day, in ReadingTime reading, out long start)
    {
        start = midnight + reading.Start;
        return start + ZoneStretches.OffsetAt(zone, start) < day + Day ? ReadingFault.None : ReadingFault.NotOnThisDay;
    }

    private ReadingFault Look(long local, int pass, bool isUntold, out long start, out bool isDoubtful)
    {
        LocalMeaning meaning = _offsets.Find(local);
        start = local - meaning.Offset;
        isDoubtful = isUntold && meaning.Count == 2 && ambiguous is AmbiguousTime.Auto or AmbiguousTime.Order;
        if (meaning.Count == 2)
        {
            bool isLater = pass == 2 || (isUntold && ambiguous == AmbiguousTime.Latest);
            start = isLater ? local - meaning.LaterOffset : start;
            return isUntold && ambiguous == AmbiguousTime.Error ? ReadingFault.Ambiguous : ReadingFault.None;
        }

        return meaning.Count == 0 ? ReadingFault.DoesNotExist : pass == 2 ? ReadingFault.NotOnThisDay : ReadingFault.None;
    }

    // For each name, whether nothing in it or another tells the passes of an hour apart that the clock shows twice.
    private static bool[] Untold(IReadOnlyList<ReadingTime> times)
    {
        HashSet<int> seconds = [.. times.Where(static time => time.Pass == 2).Select(static time => time.Start)];
        return [.. times.Select(time => time.Pass == 0 && !seconds.Contains(time.Start))];
    }
}
