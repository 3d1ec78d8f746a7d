using System.Globalization;

namespace TelemetryEngine.DataGen;

/// <summary>The windows of a truth, computed with <see cref="DateTime"/> where the writers of rows use their own arithmetic.</summary>
/// <param name="lengthMicros">The length of a window.</param>
internal sealed class TruthWindows(long lengthMicros)
{
    /// <summary>The windows of a length; null without a length.</summary>
    public static TruthWindows? Of(GeneratorOptions options, TimeSpan? every)
    {
        if (every is not { } length)
        {
            return null;
        }

        if (length <= TimeSpan.Zero || length.Ticks % TimeSpan.TicksPerMicrosecond != 0)
        {
            throw new ArgumentException(
                string.Create(CultureInfo.InvariantCulture, $"A window must be longer than 0 and whole microseconds long, not {length}."));
        }

        TruthWindows windows = new(length.Ticks / TimeSpan.TicksPerMicrosecond);
        Int128 earliestTicks = options.Start.UtcTicks
            - (options.Disorder > 0 ? (Int128)options.Step.Ticks * GeneratorOptions.MaxDisorderSteps : 0);
        long earliestMicros = (long)((earliestTicks - DateTime.UnixEpoch.Ticks) / TimeSpan.TicksPerMicrosecond);
        if (windows.StartOf(earliestMicros) < (DateTime.MinValue - DateTime.UnixEpoch).Ticks / TimeSpan.TicksPerMicrosecond)
        {
            throw new ArgumentException("The first window would start before the year 1: use a later start or shorter windows.");
        }

        return windows;
    }

    /// <summary>The start of the window that holds a time, both in microseconds since 1970-01-01T00:00Z.</summary>
    public long StartOf(long timeMicros)
    {
        long past = timeMicros % lengthMicros;
        return timeMicros - (past < 0 ? past + lengthMicros : past);
    }

    /// <summary>ISO 8601 in UTC with the fewest of 0, 3 and 6 fraction digits that fit all starts.</summary>
    public static string FormatFor(IEnumerable<long> startsMicros)
    {
        string fraction = "";
        foreach (long start in startsMicros)
        {
            string needed = start % 1_000_000 == 0 ? "" : start % 1_000 == 0 ? ".fff" : ".ffffff";
            fraction = needed.Length > fraction.Length ? needed : fraction;
        }

        return $"yyyy-MM-dd'T'HH:mm:ss{fraction}'Z'";
    }

    /// <summary>A start as text.</summary>
    public static string Text(long startMicros, string format) =>
        DateTime.UnixEpoch.AddTicks(startMicros * TimeSpan.TicksPerMicrosecond).ToString(format, CultureInfo.InvariantCulture);
}
