using TelemetryEngine.Columns;
using TelemetryEngine.Quoting;

namespace TelemetryEngine.Formats.Times;

// Finds the time of a file that has its date in one column and its clock in another, or year, month, day and hour apart. A date is never
// taken for the time while a clock stands beside it.
// columns: What the sample shows of the columns, in order.
// doubts: Where it is said that there are several.
// declared: Types that the caller named; such columns are left alone.
internal sealed class PartedTime(IReadOnlyList<TimeSample> columns, List<(string Column, MessageText Why)> doubts, ColumnSchema declared)
{
    // Columns of dates that are no times by themselves, where it can't be told which clocks belong to them.
    public IReadOnlyList<string> Dates { get; private set; } = [];

    // The names of the columns with + between; null where there is no such time, or it can't be told which.
    public string? Find()
    {
        int[] open = [.. Enumerable.Range(0, columns.Count).Where(i => columns[i].Values > 0 && declared.Find(columns[i].Name) < 0)];
        int[] either = [.. open.Where(i => IsDate(columns[i]) && IsClock(columns[i]))];
        int[] dates = [.. open.Where(i => IsDate(columns[i])).Except(either)];
        int[] clocks = [.. open.Where(i => IsClock(columns[i]) || IsHour(columns[i]) || IsClockNumber(columns[i])).Except(either)];

        // 04.12.34 is what its neighbour is not
        (dates, clocks) = (dates.Length == 0 && clocks.Length > 0 ? either : dates,
            clocks.Length == 0 && dates.Length > 0 ? either : clocks);
        if (dates.Length == 0)
        {
            return OfNumbers(open);
        }

        if (clocks.Length == 0 || open.Any(i => IsWhole(columns[i])))
        {
            return null;
        }

        List<string> pairs =
            [.. dates.SelectMany(date => ClocksOf(date, clocks).Select(clock => columns[date].Name + "+" + WithMinutes(clock, open)))];
        if (pairs.Count > 1)
        {
            MessageText options = MessageText.Join(" or ", pairs.Take(8).Select(static pair => Message.Of($"{Fix.Time.With(pair)}")));
            Dates = [.. dates.Select(date => columns[date].Name)];
            doubts.Add(
                (pairs[0],
                    Message.Of($"dates and clocks stand in columns of their own, and which belong together is to be said: {options}")));
        }

        return pairs.Count == 1 ? pairs[0] : null;
    }

    // the clock beside the date, or else one whose name says no more than that it is a clock
    private IEnumerable<int> ClocksOf(int date, int[] clocks)
    {
        int[] right = [.. clocks.Where(clock => !TimeNames.IsOtherClock(columns[clock].Name))];
        int[] named = [.. right.Where(clock => TimeNames.IsClock(columns[clock].Name))];
        int[] near = [.. right.Where(clock => Math.Abs(clock - date) == 1)];
        bool hasEnd =
            named.Length == 1 && right.Length > 1 && columns[named[0]].Name.StartsWith("start", StringComparison.OrdinalIgnoreCase);
        return hasEnd ? right : named.Length == 1 ? named : near.Length > 0 ? near : named;
    }

    private string WithMinutes(int clock, int[] open)
    {
        string name = columns[clock].Name;
        if (!IsHour(columns[clock]) || TimeNames.TokenOf(name) != "H")
        {
            return name;
        }

        foreach (string token in (string[])["m", "s"])
        {
            int part = Array.Find(open, i => TimeNames.TokenOf(columns[i].Name) == token && columns[i].Integers == columns[i].Values);
            name += TimeNames.TokenOf(columns[part].Name) == token ? "+" + columns[part].Name : "";
        }

        return name;
    }

    // year, month and day at least
    private string? OfNumbers(int[] open)
    {
        if (open.Any(i => IsWhole(columns[i])))
        {
            return null;
        }

        List<string> names = [];
        foreach ((_, string token) in TimeNames.Parts)
        {
            int[] found = [.. open.Where(i => TimeNames.TokenOf(columns[i].Name) == token && columns[i].Integers == columns[i].Values)];
            if (found.Length != 1)
            {
                break;
            }

            names.Add(columns[found[0]].Name);
        }

        int[] clocks = [.. open.Where(i => IsClock(columns[i]) && !TimeNames.IsOtherClock(columns[i].Name))];
        if (names.Count == 3 && clocks.Length == 1)
        {
            names.Add(columns[clocks[0]].Name);
        }

        return names.Count >= 3 ? string.Join('+', names) : null;
    }

    // True for a column of dates without a clock.
    private static bool IsDate(TimeSample sample)
    {
        TimeEvidence seen = sample.Times;
        bool isLikely = TimeNames.SaysTime(sample.Name);
        return TimeInference.IsMostly(sample, seen.IsoDates, isLikely)
            || (isLikely && TimeInference.IsMostly(sample, seen.DateDigits[0], isLikely: false))
            || (seen.Layout is { Tally: { HasDate: true, HasClock: false } tally } choice
                && TimeInference.IsMostly(sample, choice.Times, isLikely)
                && (isLikely || !tally.IsVague || seen.Clocks >= choice.Times));
    }

    // True for a column of texts that are a time of day and no more.
    private static bool IsClock(TimeSample sample) =>
        TimeInference.IsMostly(sample, sample.Times.Clocks, isLikely: false);

    // True for a column of the hours of a day, which may end with 24.
    private static bool IsHour(TimeSample sample) =>
        TimeNames.IsHour(sample.Name) && sample.Integers == sample.Values && sample.Times is { Smallest: >= 0, Largest: <= 24 };

    // True for a column that is named as a clock and holds numbers, such as 0015. What cannot be read so is an error, as a date beside it
    // is not the time.
    private static bool IsClockNumber(TimeSample sample) =>
        TimeNames.IsClock(sample.Name) && sample.Numbers + sample.Times.ClockDigits >= sample.Values
            && sample.Times is not { Smallest: < 0 } and not { Largest: >= 240_000 };

    // True for a column of whole times.
    private static bool IsWhole(TimeSample sample)
    {
        TimeEvidence seen = sample.Times;
        bool isNumber =
            TimeNames.SaysTime(sample.Name) && sample.Numbers == sample.Values && seen.DateDigits[0] == 0 && seen.Smallest >= 1e8;
        return isNumber || TimeInference.IsMostly(sample, seen.IsoTimes - seen.IsoDates, isLikely: false)
            || (seen.Layout is { Tally: { HasDate: true, HasClock: true } } choice
                && TimeInference.IsMostly(sample, choice.Times, isLikely: false));
    }
}
