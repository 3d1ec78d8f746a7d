namespace TelemetryEngine.Columns;

// Places of what was made for a batch, given out in turn: when all are taken the oldest gives way, which is no longer used. So what is kept
// has a bound, and so has looking through it.
internal struct RecentPlaces
{
    // Places that are kept: of more, each thing would be looked for among all others, and take memory of its own.
    public const int Most = 64;

    private int _next;

    // How many places hold something, the first ones.
    public int Count { get; private set; }

    // The place for one more.
    public int Next()
    {
        int place = _next;
        _next = (_next + 1) % Most;
        Count = Math.Max(Count, place + 1);
        return place;
    }

    // Forgets what was taken.
    public void Clear() => (Count, _next) = (0, 0);
}
