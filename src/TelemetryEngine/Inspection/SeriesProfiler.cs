using Apache.Arrow;
using Apache.Arrow.Types;

namespace TelemetryEngine.Inspection;

// The times of a file, for each series apart, or as those of one series.
// time: The time column's place in the batches.
// keys: The places of the columns that tell series apart; none: the file is one.
internal sealed class SeriesProfiler(int time, TimestampType type, int[] keys)
{
    // The most series that are looked at.
    public const int MostSeries = 10_000;

    // 16 bytes each: some 130 MB at the most
    private const int MostRemembered = 8_000_000;

    private readonly Dictionary<string, SeriesTimes> _series = new(StringComparer.Ordinal);
    private readonly SeriesKeys _keys = new(keys);
    private readonly ClockChanges _clock = new(type.Unit);
    private SeriesTimes? _last;
    private int _room = MostRemembered;

    // The series, in the order in which they came.
    public IReadOnlyCollection<SeriesTimes> Series => _series.Values;

    // Rows of series beyond MostSeries.
    public long RowsNotLookedAt { get; private set; }

    // The unit of the times.
    public TimeUnit Unit => type.Unit;

    // Signs that the times are a local clock's.
    public ClockChanges Clock => _clock;

    // Takes in the rows of a batch.
    public void Add(RecordBatch batch)
    {
        TimestampArray times = (TimestampArray)batch.Column(time);
        for (int row = 0; row < batch.Length; row++)
        {
            if (times.IsNull(row))
            {
                continue;
            }

            if (Of(keys.Length == 0 ? "" : _keys.Of(batch, row)) is { } series)
            {
                long before = series.Furthest;
                TimePlace place = series.Add(times.Values[row], ref _room);
                _clock.Look(place, before, times.Values[row]);
            }
            else
            {
                RowsNotLookedAt++;
            }
        }
    }

    // Makes the last of what was gathered known.
    public void Complete()
    {
        foreach (SeriesTimes series in _series.Values)
        {
            series.Step.Complete();
        }
    }

    private SeriesTimes? Of(string name)
    {
        if (_last?.Name == name)
        {
            return _last;
        }

        if (!_series.TryGetValue(name, out SeriesTimes? series) && _series.Count < MostSeries)
        {
            series = new SeriesTimes(name);
            _series.Add(name, series);
        }

        _last = series;
        return series;
    }
}
