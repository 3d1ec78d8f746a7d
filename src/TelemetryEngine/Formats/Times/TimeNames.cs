namespace TelemetryEngine.Formats.Times;

// What the names of columns say of times.
internal static class TimeNames
{
    private static readonly string[] Times =
        ["time", "timestamp", "ts", "date", "datetime", "epoch", "datum", "zeit", "zeitstempel", "fecha", "horodate", "horodatage", "tijd",
            "tidpunkt"];

    private static readonly string[] Words =
        ["time", "timestamp", "date", "datetime", "localtime", "utc", "datum", "zeit", "zeitstempel", "zeitpunkt", "fecha", "hora",
            "heure", "horodate", "horodatage", "tijd", "datetimes", "day"];

    private static readonly string[] Clocks =
        ["time", "clock", "zeit", "uhrzeit", "uhr", "heure", "hora", "ora", "tijd", "tid", "starttime", "start time", "start_time",
            "hourending", "hour ending", "hour_ending", "hour"];

    private static readonly string[] Hours =
        ["hour", "hours", "hr", "he", "hourending", "hour ending", "hour_ending", "hour-ending", "stunde", "heure", "hora", "uur",
            "time_hour"];

    // a length of time looks like a clock, and the hour of a peak is not that of its row
    private static readonly string[] OtherClocks =
        ["dur", "elapsed", "uptime", "runtime", "peak", "max", "min", "sunrise", "sunset", "interval", "total"];

    // a number that a name with one of these has is a length of time, a count or something else about times
    private static readonly string[] Lengths =
        ["ms", "us", "ns", "s", "sec", "secs", "second", "seconds", "min", "mins", "minutes", "h", "hrs", "hours", "spent", "diff",
            "delta", "since", "zone", "offset", "count", "on", "off", "of"];

    // The tokens of number columns that together are a time, in order.
    public static IReadOnlyList<(string Name, string Token)> Parts { get; } =
        [("year", "yyyy"), ("month", "M"), ("day", "d"), ("hour", "H"), ("minute", "m"), ("second", "s")];

    // True for names that people give to counts since 1970 and to days of a spreadsheet.
    public static bool IsTime(string name) =>
        Times.Contains(name, StringComparer.OrdinalIgnoreCase)
        || name.EndsWith("_time", StringComparison.OrdinalIgnoreCase)
        || name.EndsWith("_at", StringComparison.OrdinalIgnoreCase);

    // True for names in which a word says time or date.
    public static bool SaysTime(string name) =>
        IsTime(name)
            || (WordsOf(name).Any(static word => Words.Contains(word)) && !WordsOf(name).Any(static word => Lengths.Contains(word)));

    // True for the name of a clock's column.
    public static bool IsClock(string name) => Clocks.Contains(name.Trim(), StringComparer.OrdinalIgnoreCase);

    // True for the name of a column of hours.
    public static bool IsHour(string name) => Hours.Contains(name.Trim(), StringComparer.OrdinalIgnoreCase);

    // True for a name that says that its clock is another one than that of the row.
    public static bool IsOtherClock(string name) => WordsOf(name).Any(static word => OtherClocks.Any(word.StartsWith));

    // The token of a part of a time by its name; null for another name.
    public static string? TokenOf(string name) =>
        Parts.FirstOrDefault(part => part.Name.Equals(name.Trim(), StringComparison.OrdinalIgnoreCase)).Token;

    // words end at signs, digits, and where a capital follows a small letter
    private static IEnumerable<string> WordsOf(string name)
    {
        int start = 0;
        for (int i = 0; i <= name.Length; i++)
        {
            bool ends = i == name.Length || !char.IsLetter(name[i]) || (i > start && char.IsUpper(name[i]) && char.IsLower(name[i - 1]));
            if (ends && i > start)
            {
                yield return name[start..i].ToLowerInvariant();
            }

            start = ends ? i < name.Length && char.IsLetter(name[i]) ? i : i + 1 : start;
        }
    }
}
