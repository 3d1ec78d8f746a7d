using Apache.Arrow.Types;
using TelemetryEngine.Grouping;

namespace TelemetryEngine.Inspection;

// The times of one series in the order of the file: which way they go, which come back, and where some are missing.
// name: The values of its key columns; empty for a file that is looked at as one series.
internal sealed class SeriesTimes(string name)
{
    private LongMap? _seen;
    private long _last;
    private int _direction;
    private long _rises;
    private long _falls;
    private long _neighbourRepeats;
    private long _setRepeats;
    private bool _isCut;

    // The values of its key columns.
    public string Name { get; } = name;

    // Readings.
    public long Rows { get; private set; }

    // The steps between readings, as far as they go on in the direction of the first one.
    public UsualStep Step { get; } = new();

    // True when gaps can be told: there is a usual step, and most readings go the way of the first ones.
    public bool HasUsualStep => Step.IsRegular && IsNewestFirst == _direction < 0;

    // True when most times fall, as in a file with the newest reading first.
    public bool IsNewestFirst => _falls > _rises;

    // Readings that go the other way than most.
    public long OutOfOrder => Math.Min(_rises, _falls);

    // Readings whose time an earlier one has. A lower bound where RepeatsAreExact is false.
    public long Repeats => OutOfOrder == 0 ? _neighbourRepeats : _setRepeats;

    // False when there were too many different times, out of order, to remember them all.
    public bool RepeatsAreExact => OutOfOrder == 0 || !_isCut;

    // The time that went furthest so far in the direction of the first step.
    public long Furthest { get; private set; }

    // The longest step, from a time to a later one; null before the second time.
    public (long From, long To)? Longest { get; private set; }

    // Takes in the next reading's time.
    // room: How many more times all series may remember; what is taken is drawn from it.
    // returns: What the reading is beside those before it.
    public TimePlace Add(long time, ref int room)
    {
        bool isKnown = IsKnown(time, ref room);
        _setRepeats += isKnown ? 1 : 0;
        TimePlace place = TimePlace.On;
        if (Rows++ == 0)
        {
            (place, Furthest) = (TimePlace.First, time);
        }
        else if (isKnown)
        {
            place = TimePlace.Repeat;
        }

        if (place != TimePlace.First)
        {
            Go(time);
        }

        _last = time;
        return place;
    }

    // What was found, once UsualStep.Complete has told the steps.
    // unit: The unit of the times.
    public SeriesProfile Profile(TimeUnit unit) => new()
    {
        Name = Name,
        Rows = Rows,
        Steps = Step.Count,
        CommonStep = Step.Length,
        CommonSteps = Step.Usual,
        HasUsualStep = HasUsualStep,
        Gaps = Step.Gaps,
        MissingReadings = Step.Missing,
        LongestGap = Step.Gaps > 0 && Longest is var (from, to)
            ? new TimeGap(InstantText.Of(from, unit), InstantText.Of(to, unit), to - from)
            : null,
        IsNewestFirst = IsNewestFirst,
        OutOfOrder = OutOfOrder,
        Repeats = Repeats,
        RepeatsAreExact = RepeatsAreExact,
    };

    private void Go(long time)
    {
        int direction = Math.Sign(time.CompareTo(_last));
        _neighbourRepeats += direction == 0 ? 1 : 0;
        _rises += direction > 0 ? 1 : 0;
        _falls += direction < 0 ? 1 : 0;
        _direction = _direction == 0 ? direction : _direction;
        if (direction == 0 || Math.Sign(time.CompareTo(Furthest)) != _direction)
        {
            return;
        }

        (long from, long to) = _direction > 0 ? (Furthest, time) : (time, Furthest);
        long step = to - from;
        Furthest = time;

        // times further apart than 64 bits can say are no step of anything
        if (step > 0)
        {
            Step.Add(step);
            Longest = Longest is { } longest && longest.To - longest.From >= step ? longest : (from, to);
        }
    }

    private bool IsKnown(long time, ref int room)
    {
        _seen ??= new LongMap();
        int before = _seen.Count;
        if (room == 0)
        {
            bool isKnown = _seen.Contains(time);
            _isCut |= !isKnown;
            return isKnown;
        }

        bool wasSeen = _seen.GetOrAdd(time) < before;
        room -= wasSeen ? 0 : 1;
        return wasSeen;
    }
}

// Where a reading's time stands beside those above it in its series.
internal enum TimePlace
{
    // There is none above it.
    First,

    // At a time that no reading had.
    On,

    // At a time that a reading had.
    Repeat,
}
