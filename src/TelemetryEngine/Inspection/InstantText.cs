using System.Globalization;
using Apache.Arrow.Types;

namespace TelemetryEngine.Inspection;

// Instants as people read them.
internal static class InstantText
{
    // ISO-8601 in UTC with as many fraction digits as the instant has; a bare count where the calendar ends.
    public static string Of(long value, TimeUnit unit)
    {
        long perSecond = unit.TicksPerSecond();
        long seconds = Math.DivRem(value, perSecond, out long fraction);
        (seconds, fraction) = fraction < 0 ? (seconds - 1, fraction + perSecond) : (seconds, fraction);
        if (seconds < DateTimeOffset.MinValue.ToUnixTimeSeconds() || seconds > DateTimeOffset.MaxValue.ToUnixTimeSeconds())
        {
            return string.Create(CultureInfo.InvariantCulture, $"{value} ({unit})");
        }

        string text = DateTimeOffset.FromUnixTimeSeconds(seconds).ToString("yyyy-MM-dd'T'HH:mm:ss", CultureInfo.InvariantCulture);
        string tail = fraction == 0 ? "" : "." + fraction.ToString(CultureInfo.InvariantCulture).PadLeft((int)unit * 3, '0').TrimEnd('0');
        return text + tail + "Z";
    }
}
