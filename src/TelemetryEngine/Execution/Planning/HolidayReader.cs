using System.Globalization;
using TelemetryEngine.Expressions;

namespace TelemetryEngine.Execution.Planning;

// Makes a calendar of a file with the columns date and, if it is one for several regions, region. Rows without a region are days of all.
internal static class HolidayReader
{
    private const string Dates = "date";
    private const string Regions = "region";

    // region: The region that is asked for; null where the file has none.
    // throws PlanException: The file has no such column or region, or several regions of which none is named.
    // throws InputException: A row has no date.
    public static HolidayCalendar Read(SideFile file, string? region)
    {
        int date = file.Need(Dates, "a calendar");
        int regions = file.Find(Regions);
        HashSet<long> days = [];
        SortedSet<string> known = new(StringComparer.Ordinal);
        foreach (SideRow row in file.Rows)
        {
            long day = DayOf(file, row, date, Dates);
            string? own = regions < 0 ? null : row.Fields[regions];
            if (own is not null)
            {
                known.Add(own);
            }

            if (own is null || own == region)
            {
                days.Add(day);
            }
        }

        CheckRegion(file.Path, region, known);
        return days.Count > 0
            ? new HolidayCalendar(region is null ? file.Path : $"{file.Path}, {region}", days)
            : throw new PlanException($"{file.Path} has no holidays; a calendar has a row for each, such as 2024-12-25");
    }

    // A date as the days since 1970-01-01.
    // throws InputException: There is none.
    public static long DayOf(SideFile file, SideRow row, int place, string column)
    {
        string? text = row.Fields[place];
        return DateOnly.TryParseExact(text, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out DateOnly day)
            ? day.DayNumber - DateOnly.FromDateTime(DateTime.UnixEpoch).DayNumber
            : throw file.Error(row, column, text is null
                ? (Quoting.Message)$"there is no date; write one as in 2024-12-25, or leave the row out"
                : (Quoting.Message)$"'{text}' is not a date; write it as in 2024-12-25");
    }

    private static void CheckRegion(string path, string? region, SortedSet<string> known)
    {
        const int Shown = 20;
        string list = string.Join(", ", known.Take(Shown)) + (known.Count > Shown ? ", …" : "");
        if (region is null && known.Count > 0)
        {
            throw new PlanException($"{path} has holidays of regions; name one of them behind the file: {list}");
        }

        if (region is not null && !known.Contains(region))
        {
            throw new PlanException(known.Count == 0
                ? $"{path} has no regions in a column '{Regions}'; leave '{region}' out"
                : $"{path} has no region '{region}'; {NearestName.Hint(region, known, $"there is {list}")}");
        }
    }
}
