namespace TelemetryEngine.Inspection;

// The usual step of a series from reading to reading, and the gaps: steps of half as much again or more. The usual step is the commonest of
// the first steps; all later ones are told from it at once, so a series takes little memory however long it is.
internal sealed class UsualStep
{
    private const int StepsUntilKnown = 256;

    private Dictionary<long, int>? _first = [];
    private long _usual;
    private long _asUsual;

    // Steps met.
    public long Count { get; private set; }

    // The usual step in the time's unit, once the steps that were met are told; 0 when there is none.
    public long Length => _usual;

    // Steps that are gaps.
    public long Gaps { get; private set; }

    // Readings that would stand in the gaps.
    public long Missing { get; private set; }

    // True when at least half of the steps are the usual one: else it can't be said what is missing.
    public bool IsRegular => Count > 0 && _asUsual * 2 >= Count;

    // Steps that are the usual one.
    public long Usual => _asUsual;

    // Takes in a step, which is more than 0.
    public void Add(long step)
    {
        Count++;
        if (_first is null)
        {
            Tell(step, 1);
            return;
        }

        _first[step] = _first.GetValueOrDefault(step) + 1;
        if (Count == StepsUntilKnown)
        {
            Complete();
        }
    }

    // Tells the steps that were only gathered so far.
    public void Complete()
    {
        if (_first is not { Count: > 0 } first)
        {
            return;
        }

        _first = null;
        _usual = first.OrderByDescending(static step => step.Value).ThenBy(static step => step.Key).First().Key;
        foreach ((long step, int times) in first)
        {
            Tell(step, times);
        }
    }

    private void Tell(long step, int times)
    {
        if (step == _usual)
        {
            _asUsual += times;
            return;
        }

        long readings = (long)Math.Round((double)step / _usual, MidpointRounding.AwayFromZero);
        if (readings > 1)
        {
            Gaps += times;
            Missing += (readings - 1) * times;
        }
    }
}
