using System.Globalization;

namespace TelemetryEngine.Cli.Reports;

// Numbers as people read them.
internal static class Quantity
{
    // A count with separators: 20,000,000.
    public static string Count(long count) => count.ToString("N0", CultureInfo.InvariantCulture);

    // A count and what is counted, in the plural unless it is one.
    public static string Count(long count, string what) => $"{Count(count)} {what}{(count == 1 ? "" : "s")}";

    // A count and what is counted, by the words for one and for more.
    public static string Count(long count, string one, string more) => $"{Count(count)} {(count == 1 ? one : more)}";

    // A size in decimal units: 840 MB, 1.2 GB.
    public static string Bytes(double bytes)
    {
        string[] units = ["B", "kB", "MB", "GB", "TB"];
        int unit = 0;
        while (bytes >= 999.5 && unit < units.Length - 1)
        {
            bytes /= 1000;
            unit++;
        }

        return bytes.ToString(unit > 0 && bytes < 9.95 ? "F1" : "F0", CultureInfo.InvariantCulture) + " " + units[unit];
    }

    // A time of waiting: 85 ms, 1.2 s, 2 min 5 s.
    public static string Duration(TimeSpan time) => time.TotalSeconds switch
    {
        < 0.9995 => string.Create(CultureInfo.InvariantCulture, $"{time.TotalMilliseconds:F0} ms"),
        < 60 => string.Create(CultureInfo.InvariantCulture, $"{time.TotalSeconds:F1} s"),
        < 3600 => string.Create(CultureInfo.InvariantCulture, $"{(int)time.TotalMinutes} min {time.Seconds} s"),
        _ => string.Create(CultureInfo.InvariantCulture, $"{(int)time.TotalHours} h {time.Minutes} min"),
    };

    // Bytes in a time: 840 MB/s.
    public static string Rate(long bytes, TimeSpan time) => $"{Bytes(bytes / Math.Max(time.TotalSeconds, 1e-6))}/s";

    // A share of a whole: 0 %, 0.1 %, 12 %; what is there never reads as 0 %, what is missing never as 100 %.
    public static string Share(long part, long whole)
    {
        double percent = whole == 0 ? 0 : 100.0 * part / whole;
        return percent switch
        {
            0 => "0 %",
            < 0.1 => "<0.1 %",
            < 10 => percent.ToString("0.#", CultureInfo.InvariantCulture) + " %",
            100 => "100 %",
            > 99 => ">99 %",
            _ => percent.ToString("F0", CultureInfo.InvariantCulture) + " %",
        };
    }
}
