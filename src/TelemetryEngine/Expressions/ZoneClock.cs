using Apache.Arrow.Types;

namespace TelemetryEngine.Expressions;

// What the clock of a zone shows at an instant. It remembers the stretch of one offset that it looked at last, so that neighbours in time
// cost no search.
internal sealed class ZoneClock(TimeZoneInfo zone, TimeUnit unit)
{
    private const long DaySeconds = 86_400;

    private readonly bool _isUtc = Zones.IsUtc(zone);
    private readonly ZoneStretch[] _stretches = Zones.IsUtc(zone) ? [] : ZoneStretches.Of(zone);

    // the seconds that the offset holds for; none yet
    private long _from = 1;
    private long _last;
    private long _offset;

    // Units of the times in a second.
    public long TicksPerSecond { get; } = unit.TicksPerSecond();

    // Reads the clock; false for an instant outside of the years 1 to 9999, for which zones other than UTC have no rules.
    public bool TryRead(long instant, out ClockTime time)
    {
        long second = FloorDivision.Quotient(instant, TicksPerSecond);
        if ((second < _from || second > _last) && !TryFind(second))
        {
            time = default;
            return false;
        }

        long local = second + _offset;
        long day = FloorDivision.Quotient(local, DaySeconds);
        time = new ClockTime(day, (int)(local - (day * DaySeconds)), (int)(instant - (second * TicksPerSecond)));
        return true;
    }

    private bool TryFind(long second)
    {
        if (_isUtc)
        {
            (_from, _last) = (long.MinValue, long.MaxValue);
            return true;
        }

        if (second is < ZoneStretches.FirstSecond or > ZoneStretches.LastSecond)
        {
            return false;
        }

        (_from, _last, _offset) = second is >= ZoneStretches.KnownFrom and < ZoneStretches.KnownUntil
            ? Known(second)
            : (second, second, ZoneStretches.OffsetAt(zone, second));
        return true;
    }

    private (long From, long Last, long Offset) Known(long second)
    {
        int low = 0;
        int high = _stretches.Length - 1;
        while (low < high)
        {
            int middle = (low + high + 1) / 2;
            (low, high) = _stretches[middle].Start <= second ? (middle, high) : (low, middle - 1);
        }

        long end = low + 1 < _stretches.Length ? _stretches[low + 1].Start : ZoneStretches.KnownUntil;
        return (Math.Max(_stretches[low].Start, ZoneStretches.KnownFrom), end - 1, _stretches[low].Offset);
    }
}

// What a clock shows.
// Day: The local date, in days since 1970-01-01.
// Second: The second of the day.
// Ticks: The fraction of the second, in units of the times.
internal readonly record struct ClockTime(long Day, int Second, int Ticks);
