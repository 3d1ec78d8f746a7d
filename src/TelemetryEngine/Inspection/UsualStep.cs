namespace TelemetryEngine.Inspection;

/// <summary>
/// The usual step of a series from reading to reading, and the gaps: steps of half as much again or more. The usual step is the commonest of the first steps; all later ones are
/// told from it at once, so a series takes little memory however long it is.
/// </summary>
internal sealed class UsualStep
{
    private const int StepsUntilKnown = 256;

    private Dictionary<long, int>? _first = [];
    private long _usual;
    private long _asUsual;

    /// <summary>Steps met.</summary>
    public long Count { get; private set; }

    /// <summary>The usual step in the time's unit, once the steps that were met are told; 0 when there is none.</summary>
    public long Length => _usual;

    /// <summary>Steps that are gaps.</summary>
    public long Gaps { get; private set; }

    /// <summary>Readings that would stand in the gaps.</summary>
    public long Missing { get; private set; }

    /// <summary>True when at least half of the steps are the usual one: else it can't be said what is missing.</summary>
    public bool IsRegular => Count > 0 && _asUsual * 2 >= Count;

    /// <summary>Steps that are the usual one.</summary>
    public long Usual => _asUsual;

    /// <summary>Takes in a step, which is more than 0.</summary>
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
            Settle();
        }
    }

    /// <summary>Tells the steps that were only gathered so far.</summary>
    public void Settle()
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
