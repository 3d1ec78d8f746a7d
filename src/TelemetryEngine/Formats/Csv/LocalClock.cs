using System.Runtime.CompilerServices;

namespace TelemetryEngine.Formats.Csv;

// What became of a local time.
internal enum LocalTimeStatus
{
    Ok,

    // The clock was set forward over it.
    DoesNotExist,

    // The clock was set forward over it, and that is to be null.
    Null,

    // The clock showed it twice, and that is to be an error.
    Ambiguous,

    // The clock showed it twice, and other fields or rows say which of the two it is: LocalClock.Twice.
    Twice,
}

// A local time that the clock showed twice, in ticks of one unit.
// Earlier: The first instant at which it did.
// Start: The first instant of the first pass through what the clock repeats.
// End: The first instant behind the second pass.
internal readonly record struct LocalTwice(long Local, long Earlier, long Later, long Start, long End);

// Local times of one zone to UTC, in ticks of one unit. Inside of a stretch without a change the cost is a subtraction and a compare. For
// one thread.
// ambiguous: Which instant a time means that the clock showed twice.
// nonexistent: What a time means that it never showed.
// isEnd: True when times are ends of intervals: the clock is then asked for the tick before. The hour up to 02:00 ends when the clock is
// set from 02:00, to whatever.
internal sealed class LocalClock(
    TimeZoneInfo zone, long ticksPerSecond, AmbiguousTime ambiguous, NonexistentTime nonexistent = NonexistentTime.Error,
    bool isEnd = false)
{
    private readonly long _shift = isEnd ? 1 : 0;
    private readonly LocalOffsets _offsets = new(zone);
    private long _from;
    private ulong _length;
    private long _offset;

    // True when times may be LocalTimeStatus.Twice.
    public bool MayBeTwice => ambiguous is AmbiguousTime.Auto or AmbiguousTime.Order && !Zones.IsFixed(zone);

    // The last time that was LocalTimeStatus.Twice.
    public LocalTwice Twice { get; private set; }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public LocalTimeStatus ToUtc(long local, out long utc)
    {
        utc = local - _offset;
        return (ulong)(local - _from) < _length ? LocalTimeStatus.Ok : Careful(local, out utc);
    }

    // What a local time means.
    public LocalMeaning Find(long local) => _offsets.Find(FloorDivision.Quotient(local - _shift, ticksPerSecond));

    private LocalTimeStatus Careful(long local, out long utc)
    {
        LocalMeaning meaning = Find(local);
        utc = local - meaning.Offset * ticksPerSecond;
        switch (meaning.Count)
        {
            case 0:
                return nonexistent switch
                {
                    NonexistentTime.Shift => LocalTimeStatus.Ok,
                    NonexistentTime.Null => LocalTimeStatus.Null,
                    _ => LocalTimeStatus.DoesNotExist,
                };
            case 1:
                _from = Scale(meaning.From) + _shift;
                _length = (ulong)(Scale(meaning.Until) + _shift - _from);
                _offset = meaning.Offset * ticksPerSecond;
                return LocalTimeStatus.Ok;
            default:
                return Choose(local, meaning, ref utc);
        }
    }

    private LocalTimeStatus Choose(long local, in LocalMeaning meaning, ref long utc)
    {
        long later = local - meaning.LaterOffset * ticksPerSecond;
        switch (ambiguous)
        {
            case AmbiguousTime.Earliest:
                return LocalTimeStatus.Ok;
            case AmbiguousTime.Latest:
                utc = later;
                return LocalTimeStatus.Ok;
            case AmbiguousTime.Error:
                return LocalTimeStatus.Ambiguous;
            default:
                Twice = new LocalTwice(local, utc, later, Scale(meaning.From - meaning.Offset) + _shift,
                    Scale(meaning.Until - meaning.LaterOffset) + _shift);
                return LocalTimeStatus.Twice;
        }
    }

    // Seconds in ticks, cut to what an int64 holds.
    private long Scale(long seconds) => (long)Int128.Clamp((Int128)seconds * ticksPerSecond, long.MinValue / 2, long.MaxValue / 2);
}
