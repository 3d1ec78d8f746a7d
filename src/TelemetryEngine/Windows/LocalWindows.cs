namespace TelemetryEngine.Windows;

// Windows shorter than a day whose borders stand on the local clock, counted from 1970-01-01T00:00 there. Where the clock is set forward
// over a border, a window begins with the change; where it is set back by less than a window, the window is so much longer; where it is set
// back by a window or more, the windows come twice. Between two changes it is arithmetic.
internal sealed class LocalWindows : AlignedWindows
{
    private readonly long _length;
    private readonly long _offset;
    private readonly long _shift;
    private readonly Segment[] _segments;
    private int _last;

    // length: The length in units of the time column; positive, and less than a day.
    // offset: The shift of the borders on the local clock.
    // shift: How many units behind its border a window's first instant lies.
    // zone: The zone whose clock counts.
    // repeats: False when windows are numbered by the local clock alone, as those are that larger ones are made of: then none comes twice,
    // and one that is skipped has no length.
    public LocalWindows(long length, long offset, long shift, TimeZoneInfo zone, long ticksPerSecond, bool repeats)
    {
        _length = length;
        _offset = FloorDivision.Remainder(offset, length);
        _shift = shift;
        _segments = Cut(ZoneStretches.Of(zone), ticksPerSecond, repeats);
    }

    public override long OrdinalOf(long instant)
    {
        long border = instant < long.MinValue + _shift ? instant : instant - _shift;
        Segment segment = At(border);
        return Math.Max(segment.First, segment.Base + NumberAt(border, segment));
    }

    public override long Start(long ordinal)
    {
        Segment segment = Holding(ordinal);
        long high = Math.BigMul(ordinal - segment.Base, _length, out long low);
        long behind = _offset - segment.Offset;
        long start = low + behind;
        if (high != low >> 63 || (behind > 0 ? start < low : start > low))
        {
            return ordinal < 0 ? long.MinValue : long.MaxValue;
        }

        start = ordinal <= segment.First ? segment.Start : Math.Max(start, segment.Start);
        return start == long.MinValue || start > long.MaxValue - _shift ? start : start + _shift;
    }

    public override Int128? ExactStart(Int128 ordinal)
    {
        Segment segment = Holding((long)Int128.Clamp(ordinal, long.MinValue, long.MaxValue));
        Int128 start = ((ordinal - segment.Base) * _length) + _offset - segment.Offset;
        return (ordinal <= segment.First ? segment.Start : Int128.Max(start, segment.Start)) + _shift;
    }

    // What the clock counts at an instant, in windows.
    private long NumberAt(long instant, in Segment segment)
    {
        long behind = segment.Offset - _offset;
        long local = instant + behind;
        return (behind < 0 ? local < instant : local > instant) || behind == 0
            ? FloorDivision.Quotient(local, _length)
            : (long)FloorDivision.Quotient((Int128)instant + behind, _length);
    }

    private Segment At(long instant)
    {
        Segment known = _segments[_last];
        if (instant >= known.Start && (_last + 1 == _segments.Length || instant < _segments[_last + 1].Start))
        {
            return known;
        }

        int low = 0;
        int high = _segments.Length - 1;
        while (low < high)
        {
            int middle = (low + high + 1) / 2;
            (low, high) = _segments[middle].Start <= instant ? (middle, high) : (low, middle - 1);
        }

        _last = low;
        return _segments[low];
    }

    // The stretch in which a window begins: the last one whose first new window is not behind it.
    private Segment Holding(long ordinal)
    {
        int low = 0;
        int high = _segments.Length - 1;
        while (low < high)
        {
            int middle = (low + high + 1) / 2;
            (low, high) = _segments[middle].Opens <= ordinal ? (middle, high) : (low, middle - 1);
        }

        return _segments[low];
    }

    private Segment[] Cut(ZoneStretch[] stretches, long ticksPerSecond, bool repeats)
    {
        List<Segment> segments = [new Segment(long.MinValue, stretches[0].Offset * ticksPerSecond, 0, long.MinValue, long.MinValue)];
        foreach ((long second, long offsetSeconds) in stretches.AsSpan(1))
        {
            Int128 exact = (Int128)second * ticksPerSecond;
            if (exact <= long.MinValue || exact >= long.MaxValue)
            {
                continue;
            }

            Segment before = segments[^1];
            long start = (long)exact;
            long offset = offsetSeconds * ticksPerSecond;
            long last = Math.Max(before.First, before.Base + NumberAt(start - 1, before));
            long next = NumberAt(start, new Segment(start, offset, 0, 0, 0));
            segments.Add(Follow(before, start, offset, last, next, repeats));
        }

        return [.. segments];
    }

    // The stretch behind a change of the clock.
    // last: The window before the change.
    // next: What the clock counts behind it.
    private Segment Follow(in Segment before, long start, long offset, long last, long next, bool repeats)
    {
        if (repeats && before.Offset - offset >= _length)
        {
            return new Segment(start, offset, last + 1 - next, last + 1, last + 1);
        }

        long number = before.Base + next;
        if (number <= last)
        {
            // the window goes on, and a border that the clock shows once more is none
            return new Segment(start, offset, before.Base, last, last + 1);
        }

        return repeats
            ? new Segment(start, offset, last + 1 - next, last + 1, last + 1)
            : new Segment(start, offset, before.Base, number, last + 1);
    }

    // Time with one offset, in units of the time column.
    // Offset: How far the clock is ahead.
    // Base: What is added to the count of the clock.
    // First: The window at its start; what the clock counts below it belongs to it too.
    // Opens: The first window that begins in it; those up to First begin where it does.
    private readonly record struct Segment(long Start, long Offset, long Base, long First, long Opens);
}
