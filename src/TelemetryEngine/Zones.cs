namespace TelemetryEngine;

/// <summary>Time zones by name.</summary>
internal static class Zones
{
    /// <summary>True for zones whose clock has always shown UTC.</summary>
    public static bool IsUtc(TimeZoneInfo zone) =>
        zone.BaseUtcOffset == TimeSpan.Zero && !zone.SupportsDaylightSavingTime && zone.GetAdjustmentRules().Length == 0;

    /// <summary>Finds a zone.</summary>
    /// <exception cref="PlanException">There is none of that name.</exception>
    public static TimeZoneInfo Find(string name)
    {
        if (name is "UTC" or "Z")
        {
            return TimeZoneInfo.Utc;
        }

        if (TimeZoneInfo.TryFindSystemTimeZoneById(name, out TimeZoneInfo? zone))
        {
            return zone;
        }

        string? nearest = NearestName.Find(name, TimeZoneInfo.GetSystemTimeZones().Select(static known => known.Id).Order(StringComparer.Ordinal));
        throw new PlanException(nearest is null
            ? $"there is no time zone '{name}'; zones are named like Europe/Berlin"
            : $"there is no time zone '{name}'; did you mean '{nearest}'?");
    }
}
