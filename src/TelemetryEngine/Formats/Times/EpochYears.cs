using System.Globalization;
using Apache.Arrow.Types;
using TelemetryEngine.Quoting;

namespace TelemetryEngine.Formats.Times;

// The years in which a time lies that the engine takes for one without being told: 1950 to 2100, and from 1900 on where its digits are a
// date.
internal static class EpochYears
{
    private static readonly long First = Seconds(1950), FirstOfDigits = Seconds(1900), End = Seconds(2101);

    // Numbers with a fraction below this are seconds of the time before 1973, which is more likely to be a length of time.
    public const double FirstLikely = 1e8;

    // True where none of the numbers lies in these years.
    public static bool Excludes(double smallest, double largest, TimeUnit unit) =>
        largest < (double)First * unit.TicksPerSecond() || smallest >= (double)End * unit.TicksPerSecond();

    // True for an instant in these years.
    // isDigits: True where it was written as a date.
    public static bool Includes(long ticks, long ticksPerSecond, bool isDigits)
    {
        long seconds = ticks / ticksPerSecond;
        return seconds >= (isDigits ? FirstOfDigits : First) && seconds < End;
    }

    // Both readings of a number that is outside, with the options that say them.
    public static MessageText Explain(string column, double number, TimeUnit unit)
    {
        TimeUnit other = unit == TimeUnit.Nanosecond ? TimeUnit.Microsecond : unit + 1;
        MessageText Reading(TimeUnit read) =>
            Message.Of(
                $"{LayoutText.Date(number / read.TicksPerSecond())} as {read.ToString().ToLowerInvariant()}s since 1970 ({Fix.Time.With(column, TimeLayout.WordOf(read))})");
        return Message.Of(
            $"{column}: {number.ToString("R", CultureInfo.InvariantCulture)} is {Reading(unit)} or {Reading(other)}; it is not in the years of measurements (to 2100), so what it means is to be said; {Fix.Schema.With(column, "float64")} reads numbers");
    }

    private static long Seconds(int year) =>
        (new DateTime(year, 1, 1, 0, 0, 0, DateTimeKind.Utc).Ticks - DateTime.UnixEpoch.Ticks) / TimeSpan.TicksPerSecond;
}
