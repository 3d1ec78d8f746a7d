using System.Globalization;
using System.Text;
using TelemetryEngine.Kernels.Text;

namespace TelemetryEngine.Formats.Unpivot;

// Names of columns that are whole times by themselves: 2024-01, Jan 2024, 2024-01-31, 2024-01-31T12:00.
internal static class FullNames
{
    private const long MicrosPerSecond = 1_000_000;

    // the first instant of a month or a year stands for it
    private static readonly string[] Layouts =
        ["yyyy-MM", "yyyy/MM", "yyyy.MM", "yyyyMM", "yyyyMMdd", "MMM yyyy", "MMMM yyyy", "MMM-yyyy", "MMM-yy", "yyyy-MMM", "yyyy MMM",
            "MM/yyyy", "MM.yyyy", "yyyy"];

    // Reads names that are all times written alike; null where they are not.
    // format: Their layout; null = one of those known here.
    // zone: The zone of names without an offset.
    // returns: Microseconds since 1970.
    public static long[]? Read(IReadOnlyList<string> names, TimestampFormat? format, TimeZoneInfo zone)
    {
        if (format is not null)
        {
            return Each(names, zone,
                text => (format.TryParse(text, MicrosPerSecond, out long value, out bool hasOffset) == TimestampStatus.Ok, value,
                    hasOffset));
        }

        foreach (string layout in Layouts)
        {
            if (Each(names, zone, text => (TryExact(text, layout, out long value), value, false)) is { } times)
            {
                return times;
            }
        }

        return Each(names, zone,
            static text => (TimestampText.TryParse(text, MicrosPerSecond, out long value, out bool hasOffset) == TimestampStatus.Ok, value,
                hasOffset));
    }

    private static bool TryExact(byte[] text, string layout, out long value)
    {
        bool isTime =
            DateTime.TryParseExact(Encoding.UTF8.GetString(text), layout, CultureInfo.InvariantCulture, DateTimeStyles.None,
                out DateTime time)
            && time.Year is >= 1900 and <= 2100;
        value = (time - DateTime.UnixEpoch).Ticks / TimeSpan.TicksPerMicrosecond;
        return isTime;
    }

    private static long[]? Each(
        IReadOnlyList<string> names, TimeZoneInfo zone, Func<byte[], (bool IsTime, long Value, bool HasOffset)> read)
    {
        ZoneClock clock = new(zone);
        long[] times = new long[names.Count];
        for (int i = 0; i < times.Length; i++)
        {
            (bool isTime, long value, bool hasOffset) = read(Encoding.UTF8.GetBytes(names[i].Trim()));
            if (!isTime || (!hasOffset && !clock.TryToUtc(value, out value)))
            {
                return null;
            }

            times[i] = value;
        }

        return times;
    }

    // Local microseconds to UTC; of a time that the clock showed twice the first.
    private sealed class ZoneClock(TimeZoneInfo zone)
    {
        private readonly Csv.LocalOffsets _offsets = new(zone);

        public bool TryToUtc(long local, out long utc)
        {
            Csv.LocalMeaning meaning = _offsets.Find(FloorDivision.Quotient(local, MicrosPerSecond));
            utc = local - (meaning.Offset * MicrosPerSecond);
            return meaning.Count > 0;
        }
    }
}
