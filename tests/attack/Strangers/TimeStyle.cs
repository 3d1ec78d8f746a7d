using System.Globalization;

namespace TelemetryEngine.Attack.Strangers;

/// <summary>A way to write instants. Code of its own, so that it shares no mistake with the engine's layouts.</summary>
/// <param name="Name">What a finding calls it.</param>
/// <param name="Names">The names of the columns that it fills, one or two.</param>
/// <param name="Write">Instant and zone to the texts of these columns.</param>
internal sealed record TimeStyle(string Name, string[] Names, Func<DateTimeOffset, TimeZoneInfo, string[]> Write)
{
    public static IReadOnlyList<TimeStyle> All { get; } =
    [
        Utc("iso-z", "yyyy-MM-dd'T'HH:mm:ss'Z'"),
        new("iso-offset", ["timestamp"], static (instant, zone) => [TimeZoneInfo.ConvertTime(instant, zone).ToString("yyyy-MM-dd'T'HH:mm:sszzz", CultureInfo.InvariantCulture)]),
        Utc("utc-word", "yyyy-MM-dd HH:mm:ss 'UTC'"),
        Local("iso-local", "yyyy-MM-dd HH:mm:ss"),
        Local("minutes", "yyyy-MM-dd HH:mm"),
        Local("fraction", "yyyy-MM-dd HH:mm:ss.fff"),
        Local("underscore", "yyyy-MM-dd_HH:mm"),
        Local("slashes-year", "yyyy/MM/dd HH:mm"),
        Local("day-slash", "dd/MM/yyyy HH:mm"),
        Local("month-slash", "MM/dd/yyyy HH:mm"),
        Local("day-short", "d/M/yyyy H:mm"),
        Local("twelve", "MM/dd/yyyy hh:mm tt"),
        Local("twelve-seconds", "M/d/yyyy h:mm:ss tt"),
        Local("dots", "dd.MM.yyyy HH:mm"),
        Local("dots-short", "dd.MM.yy HH:mm"),
        Local("dashes", "dd-MM-yyyy HH:mm:ss"),
        Local("month-name", "dd MMM yyyy HH:mm:ss"),
        Local("month-name-dash", "dd-MMM-yy HH:mm"),
        Local("month-first", "MMM d, yyyy h:mm tt"),
        Local("compact", "yyyyMMddHHmm"),
        Local("compact-seconds", "yyyyMMddHHmmss"),
        Local("iso-basic", "yyyyMMdd'T'HHmmss"),
        new("epoch-s", ["timestamp"], static (instant, _) => [instant.ToUnixTimeSeconds().ToString(CultureInfo.InvariantCulture)]),
        new("epoch-ms", ["timestamp"], static (instant, _) => [instant.ToUnixTimeMilliseconds().ToString(CultureInfo.InvariantCulture)]),
        new("epoch-fraction", ["timestamp"], static (instant, _) => [$"{instant.ToUnixTimeSeconds()}.25"]),
        new("interval", ["timestamp"], static (instant, _) => [$"{instant.UtcDateTime:yyyy-MM-dd'T'HH:mm:ss'Z'}/{instant.UtcDateTime.AddMinutes(15):yyyy-MM-dd'T'HH:mm:ss'Z'}"]),
        Split("split-dots", "dd.MM.yyyy", "HH:mm"),
        Split("split-iso", "yyyy-MM-dd", "HH:mm:ss"),
        Split("split-clock-dots", "dd/MM/yyyy", "HH.mm.ss"),
        Split("split-twelve", "MM/dd/yyyy", "hh:mm tt"),
        Split("split-compact", "yyyyMMdd", "HH:mm"),
    ];

    private static TimeStyle Utc(string name, string format) =>
        new(name, ["timestamp"], (instant, _) => [instant.UtcDateTime.ToString(format, CultureInfo.InvariantCulture)]);

    private static TimeStyle Local(string name, string format) =>
        new(name, ["timestamp"], (instant, zone) => [TimeZoneInfo.ConvertTime(instant, zone).DateTime.ToString(format, CultureInfo.InvariantCulture)]);

    private static TimeStyle Split(string name, string date, string clock) => new(name, ["Date", "Time"], (instant, zone) =>
    {
        DateTime local = TimeZoneInfo.ConvertTime(instant, zone).DateTime;
        return [local.ToString(date, CultureInfo.InvariantCulture), local.ToString(clock, CultureInfo.InvariantCulture)];
    });
}
