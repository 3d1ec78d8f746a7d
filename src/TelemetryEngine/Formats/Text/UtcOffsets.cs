using System.Globalization;

namespace TelemetryEngine.Formats.Text;

// How far the clocks of a zone are ahead of UTC at an instant. Remembers the hour of the last question, which in ordered data answers most
// of them.
internal sealed class UtcOffsets
{
    private const long BlockSeconds = 3600;
    private static readonly long FirstSecond = new DateTimeOffset(1, 1, 2, 0, 0, 0, TimeSpan.Zero).ToUnixTimeSeconds();
    private static readonly long LastSecond = new DateTimeOffset(9999, 12, 30, 0, 0, 0, TimeSpan.Zero).ToUnixTimeSeconds();

    private readonly TimeZoneInfo? _zone;
    private readonly int _fixedOffset;
    private long _blockStart = long.MaxValue;
    private int _blockOffset;

    // Takes a name of the IANA database, or a fixed offset as +02:00.
    // throws PlanException: There is no such zone.
    public UtcOffsets(string zone)
    {
        if (!TryParseFixed(zone, out _fixedOffset) && !TimeZoneInfo.TryFindSystemTimeZoneById(zone, out _zone))
        {
            throw new PlanException($"there is no time zone '{zone}'; name one as 'Europe/Berlin', 'UTC' or '+02:00'");
        }
    }

    // True for every name that means UTC, and for no name at all.
    public static bool IsUtc(string? zone) =>
        zone is null or "" or "UTC" or "Etc/UTC" or "Z" or "GMT" or "Etc/GMT" or "+00:00" or "-00:00" or "+0000" or "Zulu" or "Etc/Zulu";

    // False where the calendar of .NET ends (years before 1 and after 9999), and with it the knowledge of zones.
    public static bool Knows(long unixSeconds) => unixSeconds >= FirstSecond && unixSeconds <= LastSecond;

    public int Seconds(long unixSeconds)
    {
        if (_zone is null)
        {
            return _fixedOffset;
        }

        return unixSeconds - _blockStart is >= 0 and < BlockSeconds ? _blockOffset : LookUp(unixSeconds);
    }

    private int LookUp(long unixSeconds)
    {
        long start = unixSeconds - (((unixSeconds % BlockSeconds) + BlockSeconds) % BlockSeconds);
        int first = Ask(start);
        if (first == Ask(start + BlockSeconds - 1))
        {
            _blockStart = start;
            _blockOffset = first;
            return first;
        }

        return Ask(unixSeconds);
    }

    private int Ask(long unixSeconds) => (int)_zone!.GetUtcOffset(DateTimeOffset.FromUnixTimeSeconds(unixSeconds)).TotalSeconds;

    private static bool TryParseFixed(string zone, out int seconds)
    {
        seconds = 0;
        string digits = zone.Length == 6 && zone[3] == ':' ? zone.Remove(3, 1) : zone;
        if (digits.Length != 5 || digits[0] is not ('+' or '-')
            || !int.TryParse(digits.AsSpan(1), NumberStyles.None, CultureInfo.InvariantCulture, out int clock) || clock % 100 > 59
            || clock > 1800)
        {
            return false;
        }

        seconds = ((clock / 100 * 60) + (clock % 100)) * (digits[0] == '-' ? -60 : 60);
        return true;
    }
}
