namespace TelemetryEngine.Columns;

/// <summary>Places of what was made for a batch, given out in turn: when all are taken the oldest gives way, which nobody looks at any more. So what is kept has a bound, and so has looking through it.</summary>
internal struct RecentPlaces
{
    /// <summary>Places that are kept: of more, each thing would be looked for among all others, and take memory of its own.</summary>
    public const int Most = 64;

    private int _next;

    /// <summary>How many places hold something, the first ones.</summary>
    public int Count { get; private set; }

    /// <summary>The place for one more.</summary>
    public int Take()
    {
        int place = _next;
        _next = (_next + 1) % Most;
        Count = Math.Max(Count, place + 1);
        return place;
    }

    /// <summary>Forgets what was taken.</summary>
    public void Clear() => (Count, _next) = (0, 0);
}
