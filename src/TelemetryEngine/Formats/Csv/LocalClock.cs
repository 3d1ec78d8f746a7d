using System.Runtime.CompilerServices;

namespace TelemetryEngine.Formats.Csv;

/// <summary>What became of a local time.</summary>
internal enum LocalTimeStatus
{
    Ok,

    /// <summary>The clock was set forward over it.</summary>
    DoesNotExist,

    /// <summary>The clock showed it twice, and that is to be an error.</summary>
    Ambiguous,
}

/// <summary>
/// Local times of one zone to UTC, in ticks of one unit. Inside of a stretch without a change the cost is a subtraction and a compare.
/// Under <see cref="AmbiguousTime.Order"/> it remembers the rows before and must see them in their order. For one thread.
/// </summary>
internal sealed class LocalClock(TimeZoneInfo zone, long ticksPerSecond, AmbiguousTime ambiguous, bool singleSeries)
{
    private readonly ZoneOffsets _offsets = new(zone);
    private long _from;
    private ulong _length;
    private long _offset;
    private long _repeatStart = long.MaxValue;
    private long _latest = long.MinValue;
    private bool _wentBack;

    /// <summary>Forgets the rows before.</summary>
    public void Restart()
    {
        _repeatStart = long.MaxValue;
        _latest = long.MinValue;
        _wentBack = false;
        _length = 0;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public LocalTimeStatus ToUtc(long local, out long utc)
    {
        utc = local - _offset;
        return (ulong)(local - _from) < _length ? LocalTimeStatus.Ok : Careful(local, out utc);
    }

    /// <summary>False for a local time over which the clock was set forward.</summary>
    public bool Exists(long local) => Find(local).Count != 0;

    private LocalMeaning Find(long local) => _offsets.Find((long)Math.Floor((decimal)local / ticksPerSecond));

    private LocalTimeStatus Careful(long local, out long utc)
    {
        LocalMeaning meaning = Find(local);
        _length = 0;
        if (local < _repeatStart)
        {
            Restart();
        }

        utc = local - meaning.Offset * ticksPerSecond;
        switch (meaning.Count)
        {
            case 0:
                return LocalTimeStatus.DoesNotExist;
            case 1:
                _from = Scale(meaning.From);
                _length = (ulong)(Scale(meaning.Until) - _from);
                _offset = meaning.Offset * ticksPerSecond;
                return LocalTimeStatus.Ok;
            default:
                if (ambiguous == AmbiguousTime.Latest || (ambiguous == AmbiguousTime.Order && IsSecondPass(local, Scale(meaning.From))))
                {
                    utc = local - meaning.LaterOffset * ticksPerSecond;
                }

                return ambiguous == AmbiguousTime.Error ? LocalTimeStatus.Ambiguous : LocalTimeStatus.Ok;
        }
    }

    /// <summary>True once a row of this repeated stretch had a later local time than a row behind it.</summary>
    private bool IsSecondPass(long local, long repeatStart)
    {
        if (repeatStart != _repeatStart)
        {
            Restart();
            _repeatStart = repeatStart;
        }

        _wentBack |= local < _latest || (singleSeries && local == _latest);
        _latest = Math.Max(_latest, local);
        return _wentBack;
    }

    /// <summary>Seconds in ticks, cut to what an int64 holds.</summary>
    private long Scale(long seconds) => (long)Int128.Clamp((Int128)seconds * ticksPerSecond, long.MinValue / 2, long.MaxValue / 2);
}
