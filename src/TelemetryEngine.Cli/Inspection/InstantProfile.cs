using TelemetryEngine.Arrow;
using TelemetryEngine.Grouping;

namespace TelemetryEngine.Cli.Inspection;

/// <summary>A column of times: its range, its order, and how often a time comes back.</summary>
internal sealed class InstantProfile(TimestampType type) : ColumnProfile
{
    // 16 bytes each: some 130 MB at the most. Where times rise, repeats stand side by side and need no set.
    private const int MostRemembered = 8_000_000;

    private readonly LongMap _seen = new();
    private long? _last;
    private long? _min;
    private long? _max;
    private long _neighbourRepeats;
    private long _setRepeats;

    public override string Min => _min is { } min ? InstantText.Of(min, type.Unit) : "";

    public override string Max => _max is { } max ? InstantText.Of(max, type.Unit) : "";

    /// <summary>Rows whose time lies before the time of the row above.</summary>
    public long OutOfOrder { get; private set; }

    /// <summary>Rows whose time stood in a row above. A lower bound where <see cref="RepeatsAreExact"/> is false.</summary>
    public long Repeats => OutOfOrder == 0 ? _neighbourRepeats : _setRepeats;

    /// <summary>False when there were too many different times, out of order, to remember them all.</summary>
    public bool RepeatsAreExact => OutOfOrder == 0 || _seen.Count < MostRemembered;

    protected override void Add(ArrowArray array, int row)
    {
        long time = ((TimestampArray)array).Values[row];
        if (time == _last)
        {
            _neighbourRepeats++;
        }
        else if (time < _last)
        {
            OutOfOrder++;
        }

        int before = _seen.Count;
        bool isKnown = before < MostRemembered ? _seen.GetOrAdd(time) < before : _seen.Contains(time);
        _setRepeats += isKnown ? 1 : 0;

        _last = time;
        _min = _min is { } min ? Math.Min(min, time) : time;
        _max = _max is { } max ? Math.Max(max, time) : time;
    }

    protected override string Text(ArrowArray array, int row) => InstantText.Of(((TimestampArray)array).Values[row], type.Unit);
}
