namespace TelemetryEngine.Formats.Csv;

// The order of one input's morsels, for rows whose meaning depends on rows before them. Morsels are read in any order; a reader that meets
// such a row waits until all morsels before its own are done. Those are in the hands of other readers, which go on, so the first one never
// waits.
internal sealed class MorselTurns
{
    private readonly object _lock = new();
    private readonly Dictionary<int, TimeTail[]> _ended = [];
    private TimeTail[]? _tails;
    private int _next;
    private bool _isOff;

    // Waits for the morsel's turn. False when the scan is given up: then nothing that comes out of it counts.
    // tails: For each column of times, the last row in front of the morsel.
    // throws OperationCanceledException: Cancelled.
    public bool WaitFor(int morsel, out TimeTail[] tails, CancellationToken cancellation)
    {
        using CancellationTokenRegistration registration = cancellation.UnsafeRegister(static turns => ((MorselTurns)turns!).Wake(), this);
        lock (_lock)
        {
            while (_next != morsel && !_isOff && !cancellation.IsCancellationRequested)
            {
                Monitor.Wait(_lock);
            }

            cancellation.ThrowIfCancellationRequested();
            tails = _tails ?? [];
            return !_isOff;
        }
    }

    // Says that a morsel is done.
    // tails: For each column of times, its last row; with none in it, that is no row.
    public void End(int morsel, TimeTail[] tails)
    {
        lock (_lock)
        {
            _ended.Add(morsel, tails);
            while (_ended.Remove(_next, out TimeTail[]? next))
            {
                _next++;
                _tails = [.. next.Select(
                    (tail, column) => tail.After(_tails is { } before && column < before.Length ? before[column] : default))];
            }

            Monitor.PulseAll(_lock);
        }
    }

    // Ends all waits: the scan is given up.
    public void GiveUp()
    {
        lock (_lock)
        {
            _isOff = true;
            Monitor.PulseAll(_lock);
        }
    }

    private void Wake()
    {
        lock (_lock)
        {
            Monitor.PulseAll(_lock);
        }
    }
}

// The last row of a stretch that has a time.
// IsRow: False where there is none.
// Repeats: True when the row before it has the same time.
// IsFirst: True when the row before it is not of this stretch, and not known yet.
// Series: The texts that tell its series.
internal readonly record struct TimeTail(bool IsRow, long Instant, bool Repeats, bool IsFirst, string Series)
{
    // The last row of two stretches, of which this is the second.
    public TimeTail After(in TimeTail before) =>
        !IsRow ? before
        : IsFirst && before.IsRow ? this with { Repeats = before.Instant == Instant, IsFirst = false }
        : this;
}
