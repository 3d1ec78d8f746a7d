using System.Globalization;

namespace TelemetryEngine.DataGen;

// The windows of a truth, computed with DateTime where the writers of rows use their own arithmetic.
internal sealed class TruthWindows
{
    private const long MicrosPerDay = 24L * 3600 * 1_000_000;

    // No clock is further from UTC, nor was a day ever longer or left out by more than this.
    private static readonly TimeSpan MaxShift = TimeSpan.FromDays(2);

    private readonly long _lengthMicros;
    private readonly TimeZoneInfo? _zone;

    private TruthWindows(long lengthMicros, TimeZoneInfo? zone)
    {
        _lengthMicros = lengthMicros;
        _zone = zone;
    }

    // Windows below a day begin at multiples of their length on the clock.
    private bool AreLocalDays => _zone is not null && _lengthMicros == MicrosPerDay;

    // The windows of a length; null without a length.
    // zone: Whose days and clock the windows have; null is UTC.
    public static TruthWindows? Of(GeneratorOptions options, TimeSpan? every, TimeZoneInfo? zone)
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

        if (zone is not null && length > TimeSpan.FromDays(1))
        {
            throw new ArgumentException(
                string.Create(CultureInfo.InvariantCulture, $"The windows of a time zone must be a day long or shorter, not {length}."));
        }

        TruthWindows windows = new(length.Ticks / TimeSpan.TicksPerMicrosecond, zone);
        Int128 earliestTicks = options.Start.UtcTicks
            - (options.Disorder > 0 ? (Int128)options.Step.Ticks * GeneratorOptions.MaxDisorderSteps : 0);
        long earliestMicros = (long)((earliestTicks - DateTime.UnixEpoch.Ticks) / TimeSpan.TicksPerMicrosecond);
        long firstStart = zone is null ? windows.StartOf(earliestMicros) : earliestMicros - (MaxShift.Ticks / TimeSpan.TicksPerMicrosecond);
        if (firstStart < (DateTime.MinValue - DateTime.UnixEpoch).Ticks / TimeSpan.TicksPerMicrosecond)
        {
            throw new ArgumentException("The first window would start before the year 1: use a later start or shorter windows.");
        }

        return windows;
    }

    // The start of the window that holds a time, both in microseconds since 1970-01-01T00:00Z.
    public long StartOf(long timeMicros)
    {
        if (AreLocalDays)
        {
            return MidnightOf(LocalDate(timeMicros));
        }

        long past = (timeMicros + OffsetAt(timeMicros)) % _lengthMicros;
        long start = timeMicros - (past < 0 ? past + _lengthMicros : past);

        // where the clock was set meanwhile, it showed the border by another offset
        return start + OffsetAt(timeMicros) - OffsetAt(start);
    }

    // The end of the window with a start.
    public long EndOf(long startMicros)
    {
        if (!AreLocalDays)
        {
            long end = startMicros + _lengthMicros;
            return end + OffsetAt(startMicros) - OffsetAt(end - 1);
        }

        DateTime date = LocalDate(startMicros);
        return date < DateTime.MaxValue - MaxShift ? MidnightOf(date.AddDays(1)) : long.MaxValue;
    }

    // ISO 8601, in UTC or with the zone's offset, with the fewest of 0, 3 and 6 fraction digits that fit all starts.
    public string FormatFor(IEnumerable<long> startsMicros)
    {
        string fraction = "";
        foreach (long start in startsMicros)
        {
            string needed = start % 1_000_000 == 0 ? "" : start % 1_000 == 0 ? ".fff" : ".ffffff";
            fraction = needed.Length > fraction.Length ? needed : fraction;
        }

        return $"yyyy-MM-dd'T'HH:mm:ss{fraction}{(_zone is null ? "'Z'" : "zzz")}";
    }

    // A start as text.
    public string Text(long startMicros, string format) =>
        TimeZoneInfo.ConvertTime(Instant(startMicros), _zone ?? TimeZoneInfo.Utc).ToString(format, CultureInfo.InvariantCulture);

    private long OffsetAt(long micros) => _zone is null || _zone.BaseUtcOffset == TimeSpan.Zero && !_zone.SupportsDaylightSavingTime
        ? 0
        : _zone.GetUtcOffset(Instant(micros)).Ticks / TimeSpan.TicksPerMicrosecond;

    private static DateTimeOffset Instant(long micros) => DateTimeOffset.UnixEpoch.AddTicks(micros * TimeSpan.TicksPerMicrosecond);

    private DateTime LocalDate(long micros) => TimeZoneInfo.ConvertTime(Instant(micros), _zone!).Date;

    // The first instant of a date: of a midnight that comes twice the earlier; for one that is skipped the clock's offset of the day
    // before still holds, which is the moment when the clock is set forward.
    private long MidnightOf(DateTime date)
    {
        TimeSpan offset = _zone!.IsAmbiguousTime(date) ? _zone.GetAmbiguousTimeOffsets(date).Max()
            : _zone.GetUtcOffset(_zone.IsInvalidTime(date) ? date - MaxShift : date);
        return (date - offset - DateTime.UnixEpoch).Ticks / TimeSpan.TicksPerMicrosecond;
    }
}
