namespace TelemetryEngine.Formats.Unpivot;

// The time of a reading within its day, as the name of its column tells it.
// Start: Where its interval begins, in seconds after midnight: on the local clock, or counted where the table's hours are.
// Seconds: The interval's length; 0 for readings of an instant.
// Pass: 0; or which pass of an hour that the clock shows twice.
internal readonly record struct ReadingTime(int Start, int Seconds, int Pass);

// The names of a table's columns as times of day.
// Form: How all of them tell it.
// IsCounted: True where hours (or parts of one) are counted from midnight, 25 on the day that has as many; false where they are the
// clock's.
// AreEnds: True where names tell the ends of intervals, and ReadingTime.Start lies before what they say.
internal sealed record ClockNames(IReadOnlyList<ReadingTime> Times, ClockForm Form, bool IsCounted, bool AreEnds)
{
    private const int Day = 86_400;
    private const int Hour = 3_600;

    // True where a reading is of a stretch of time of which both ends are known.
    public bool AreIntervals => AreEnds || Form == ClockForm.Interval;

    private static readonly string[] HourPrefixes = ["h", "he", "hr", "hour", "hourending", "hour ending"];

    // Reads names that all tell a time of day in the same way; null where they do not.
    // names: The names, in the order of the table.
    // areEnds: Whether they name the ends of intervals; null = as their numbers show.
    // throws PlanException: They do, and it can't be told whether they name starts or ends.
    public static ClockNames? Read(IReadOnlyList<string> names, bool? areEnds)
    {
        (int before, int behind) = InCommon(names);
        ClockName[] read = new ClockName[names.Count];
        for (int i = 0; i < read.Length; i++)
        {
            read[i] = ClockName.Read(names[i].AsSpan(before, names[i].Length - before - behind));
            if (read[i].Form == ClockForm.None || read[i].Form != read[0].Form)
            {
                return null;
            }
        }

        if (read.DistinctBy(static name => (name.First, name.Pass)).Count() < read.Length)
        {
            return null;
        }

        string prefix = names[0][..before].Trim(' ', '_', '-', '.').ToLowerInvariant();
        return read[0].Form switch
        {
            ClockForm.Interval => Intervals(read),
            ClockForm.Clock => Clocks(read, areEnds, names),
            _ => Numbers(read, areEnds, names, HourPrefixes.Contains(prefix)),
        };
    }

    // How many characters that are no digits all names have in common before and behind what tells them apart.
    private static (int Before, int Behind) InCommon(IReadOnlyList<string> names)
    {
        string first = names[0];
        int before = 0;
        while (before < first.Length && !char.IsAsciiDigit(first[before])
            && names.All(name => before < name.Length && name[before] == first[before]))
        {
            before++;
        }

        int behind = 0;
        while (before + behind < first.Length && !char.IsAsciiDigit(first[^(behind + 1)])
            && names.All(name => before + behind < name.Length && name[^(behind + 1)] == first[^(behind + 1)]))
        {
            behind++;
        }

        // what all have behind the number may be the half of the day, or the mark of a pass
        ReadOnlySpan<char> tail = first.AsSpan(first.Length - behind).Trim();
        return tail is "A" or "B" || tail.EndsWith("M", StringComparison.OrdinalIgnoreCase) ? (before, 0) : (before, behind);
    }

    private static ClockNames Intervals(ClockName[] read)
    {
        int step = Step(read);

        // 00:00-00:14 and 00:00:00-00:14:59 name their last minute or second
        bool areInclusive =
            read.All(name => name.Second - name.First == step - 60) || read.All(name => name.Second - name.First == step - 1);
        return new ClockNames(
            [.. read.Select(name => new ReadingTime(name.First, areInclusive ? step : name.Second - name.First, name.Pass))],
            ClockForm.Interval, false, false);
    }

    private static ClockNames? Clocks(ClockName[] read, bool? areEnds, IReadOnlyList<string> names)
    {
        // 00:15 … 23:45, 00:00: the last one is the day's end
        if (read.Length > 1 && read[^1].First == 0 && read[..^1].All(static name => name.First > 0))
        {
            read[^1] = read[^1] with { First = Day };
        }

        bool hasStart = read.Any(static name => name.First == 0);
        bool hasEnd = read.Any(static name => name.First == Day);
        if (areEnds is null && hasStart && hasEnd)
        {
            throw Doubtful(names, "hold both the day's first instant and its last");
        }

        int step = Step(read);
        bool ends = areEnds ?? hasEnd;
        if (ends && hasStart)
        {
            throw new PlanException(
                $"the column '{names[Array.FindIndex(read, static name => name.First == 0)]}' can't be the end of an interval of its day; {Fix.NamesAre.With("start")} takes the names as instants");
        }

        if (ends && read.Any(name => name.First % step != 0))
        {
            throw new PlanException(
                $"the columns '{names[0]}' to '{names[^1]}' are not evenly apart, so the lengths of their intervals are not known; {Fix.NamesAre.With("start")} takes the names as instants");
        }

        return new ClockNames([.. read.Select(name => new ReadingTime(ends ? name.First - step : name.First, step, name.Pass))],
            ClockForm.Clock, false, ends);
    }

    private static ClockNames? Numbers(ClockName[] read, bool? areEnds, IReadOnlyList<string> names, bool areHours)
    {
        int least = read.Min(static name => name.First);
        int most = read.Max(static name => name.First);
        int count = read.Select(static name => name.First).Distinct().Count();
        bool isWhole = count == most - least + 1 && least <= 1;
        bool isCounted = isWhole && count is 25 or 50 or 100;
        int step = isCounted ? Hour * 25 / count
            : isWhole && count is 24 or 48 or 96 or 144 or 288 or 1440 ? Day / count
            : areHours && most <= 25 ? Hour
            : 0;
        if (step == 0)
        {
            return null;
        }

        if (!isWhole && areEnds is null && least > 0 && most < 24)
        {
            throw Doubtful(names, "are hours that may be counted from 0 or from 1");
        }

        bool ends = areEnds ?? least > 0;
        if (ends && least == 0)
        {
            throw new PlanException(
                $"the column '{names[Array.FindIndex(read, static name => name.First == 0)]}' can't be the end of an interval of its day; leave out {Fix.NamesAre.With("end")}");
        }

        return new ClockNames([.. read.Select(name => new ReadingTime((name.First - (ends ? 1 : 0)) * step, step, name.Pass))],
            ClockForm.Number, isCounted || most == 25, ends);
    }

    private static PlanException Doubtful(IReadOnlyList<string> names, string what) => new(
        $"the columns '{names[0]}' to '{names[^1]}' {what}: say what they name with {Fix.NamesAre.With("start")} or {Fix.NamesAre.With("end")}");

    // The least distance between two names, in seconds; of one name an hour.
    private static int Step(ClockName[] read)
    {
        int[] starts = [.. read.Select(static name => name.First).Distinct().Order()];
        int step = int.MaxValue;
        for (int i = 1; i < starts.Length; i++)
        {
            step = Math.Min(step, starts[i] - starts[i - 1]);
        }

        return step == int.MaxValue ? Hour : step;
    }
}
