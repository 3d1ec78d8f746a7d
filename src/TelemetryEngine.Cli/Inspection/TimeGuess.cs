using System.Globalization;

namespace TelemetryEngine.Cli.Inspection;

/// <summary>Guesses how times are written where they are not ISO-8601, from the values of text columns.</summary>
internal static class TimeGuess
{
    private static readonly string[] Dates = ["dd/MM/yyyy", "MM/dd/yyyy", "dd.MM.yyyy", "dd-MM-yyyy", "yyyy/MM/dd", "yyyy.MM.dd", "yyyyMMdd", "d/M/yyyy", "M/d/yyyy"];
    private static readonly string[] Clocks = ["HH:mm:ss", "HH:mm", "H:mm:ss", "H:mm", "HHmmss"];

    /// <summary>The same layout with day and month changed places; null where nobody writes it so.</summary>
    public static string? Swapped(string format) =>
        format.StartsWith("dd/MM/", StringComparison.Ordinal) ? "MM/dd/" + format[6..]
        : format.StartsWith("MM/dd/", StringComparison.Ordinal) ? "dd/MM/" + format[6..]
        : format.StartsWith("d/M/", StringComparison.Ordinal) ? "M/d/" + format[4..]
        : format.StartsWith("M/d/", StringComparison.Ordinal) ? "d/M/" + format[4..]
        : format.StartsWith("dd-MM-", StringComparison.Ordinal) ? "MM-dd-" + format[6..]
        : null;

    /// <summary>True when all values of the column fit the layout, but one or two that may be broken.</summary>
    public static bool FitsAll(string format, IReadOnlyCollection<string> values) => Fitting([format], values) is not null;

    /// <summary>The flags --time and --time-format for the first columns that hold times, or null.</summary>
    /// <param name="columns">Names and values of the text columns, in order.</param>
    public static (string Column, string Format)? Of(IReadOnlyList<(string Name, IReadOnlyCollection<string> Values)> columns)
    {
        foreach ((string name, IReadOnlyCollection<string> values) in columns)
        {
            if (Fitting(Dates.SelectMany(date => Clocks.Select(clock => $"{date} {clock}")), values) is { } whole)
            {
                return (name, whole);
            }

            if (Fitting(Dates, values) is { } date)
            {
                return Clock(columns) is { } clock ? ($"{name}+{clock.Name}", $"{date} {clock.Format}") : (name, date);
            }
        }

        return null;
    }

    private static (string Name, string Format)? Clock(IReadOnlyList<(string Name, IReadOnlyCollection<string> Values)> columns)
    {
        foreach ((string name, IReadOnlyCollection<string> values) in columns)
        {
            if (Fitting(Clocks, values) is { } format)
            {
                return (name, format);
            }
        }

        return null;
    }

    // A value or two may be broken, as a last line cut short is.
    private static string? Fitting(IEnumerable<string> formats, IReadOnlyCollection<string> values)
    {
        int most = values.Count - Math.Min(1, values.Count / 10);
        return values.Count == 0 ? null : formats.FirstOrDefault(format => values.Count(value => Fits(value, format)) >= most);
    }

    private static bool Fits(string value, string format) =>
        DateTime.TryParseExact(value, format, CultureInfo.InvariantCulture, DateTimeStyles.None, out _);
}
