using System.Globalization;

namespace TelemetryEngine;

// Time zones by name: those of the IANA database, and fixed offsets from UTC such as -05:00, +5 or UTC+3.
internal static class Zones
{
    // The farthest that .NET lets a clock be from UTC.
    private const int MostMinutes = 14 * 60;

    // True for zones whose clock has always shown UTC.
    public static bool IsUtc(TimeZoneInfo zone) => zone.BaseUtcOffset == TimeSpan.Zero && IsFixed(zone);

    // True for zones whose clock has always been as far from UTC.
    public static bool IsFixed(TimeZoneInfo zone) => !zone.SupportsDaylightSavingTime && zone.GetAdjustmentRules().Length == 0;

    // Finds a zone. The name of a fixed offset is then +05:30, whatever was written.
    // throws PlanException: There is none of that name.
    public static TimeZoneInfo Find(string name)
    {
        if (name is "UTC" or "Z")
        {
            return TimeZoneInfo.Utc;
        }

        if (TryParseOffset(name, out int minutes))
        {
            return minutes == 0 ? TimeZoneInfo.Utc : Fixed(minutes);
        }

        if (TimeZoneInfo.TryFindSystemTimeZoneById(name, out TimeZoneInfo? zone))
        {
            return zone;
        }

        string? nearest =
            NearestName.Find(name, TimeZoneInfo.GetSystemTimeZones().Select(static known => known.Id).Order(StringComparer.Ordinal));
        throw new PlanException(nearest is null
            ? $"there is no time zone '{name}'; zones are named like Europe/Berlin, or by their offset, like -05:00"
            : $"there is no time zone '{name}'; did you mean '{nearest}'?");
    }

    // How far the clock was ahead of UTC when it showed a local time, the first of two times; null where it never did.
    public static TimeSpan? OffsetOf(TimeZoneInfo zone, DateTime local) =>
        zone.IsInvalidTime(local) ? null
        : zone.IsAmbiguousTime(local) ? zone.GetAmbiguousTimeOffsets(local).Max()
        : zone.GetUtcOffset(local);

    // A zone's name as it stands in the types of columns: as it was written, or +05:30 for a fixed offset; null for UTC.
    public static string? Label(string? name) =>
        name is null or "UTC" or "Z" ? null
        : !TryParseOffset(name, out int minutes) ? name
        : minutes == 0 ? null
        : OffsetText(minutes);

    // The seconds of a fixed offset's name; null for other names.
    public static long? OffsetSeconds(string name) => TryParseOffset(name, out int minutes) ? minutes * 60L : null;

    // An offset as -07:00.
    public static string OffsetText(int minutes) =>
        string.Create(CultureInfo.InvariantCulture, $"{(minutes < 0 ? '-' : '+')}{Math.Abs(minutes) / 60:00}:{Math.Abs(minutes) % 60:00}");

    // Reads -05:00 +0530 +5 UTC+3 GMT-7, with the sign of ISO-8601: UTC+3 is ahead of UTC.
    private static bool TryParseOffset(string name, out int minutes)
    {
        minutes = 0;
        string text =
            name.StartsWith("UTC", StringComparison.Ordinal) || name.StartsWith("GMT", StringComparison.Ordinal) ? name[3..] : name;
        if (text.Length < 2 || text[0] is not ('+' or '-'))
        {
            return false;
        }

        string digits = text[1..];
        int colon = digits.IndexOf(':', StringComparison.Ordinal);
        string hours = colon >= 0 ? digits[..colon] : digits.Length == 4 ? digits[..2] : digits;
        string rest = colon >= 0 ? digits[(colon + 1)..] : digits.Length == 4 ? digits[2..] : "00";
        if (hours.Length is not (1 or 2) || rest.Length != 2
            || !int.TryParse(hours, NumberStyles.None, CultureInfo.InvariantCulture, out int hour)
            || !int.TryParse(rest, NumberStyles.None, CultureInfo.InvariantCulture, out int minute)
            || minute > 59 || hour * 60 + minute > MostMinutes)
        {
            return false;
        }

        minutes = (hour * 60 + minute) * (text[0] == '-' ? -1 : 1);
        return true;
    }

    private static TimeZoneInfo Fixed(int minutes)
    {
        string name = OffsetText(minutes);
        return TimeZoneInfo.CreateCustomTimeZone(name, TimeSpan.FromMinutes(minutes), name, name);
    }
}
