using Apache.Arrow;
using Apache.Arrow.Types;

namespace TelemetryEngine.Inspection;

/// <summary>The times of a file, for each series apart, or as those of one series.</summary>
/// <param name="time">The time column's place in the batches.</param>
/// <param name="type">Its type.</param>
/// <param name="keys">The places of the columns that tell series apart; none: the file is one.</param>
internal sealed class SeriesProfiler(int time, TimestampType type, int[] keys)
{
    /// <summary>The most series that are looked at.</summary>
    public const int MostSeries = 10_000;

    // 16 bytes each: some 130 MB at the most
    private const int MostRemembered = 8_000_000;

    private readonly Dictionary<string, SeriesTimes> _series = new(StringComparer.Ordinal);
    private readonly SeriesKeys _keys = new(keys);
    private readonly ClockChanges _clock = new(type.Unit);
    private SeriesTimes? _last;
    private int _room = MostRemembered;

    /// <summary>The series, in the order in which they came.</summary>
    public IReadOnlyCollection<SeriesTimes> Series => _series.Values;

    /// <summary>Rows of series beyond <see cref="MostSeries"/>.</summary>
    public long RowsNotLookedAt { get; private set; }

    /// <summary>The unit of the times.</summary>
    public TimeUnit Unit => type.Unit;

    /// <summary>Signs that the times are a local clock's.</summary>
    public ClockChanges Clock => _clock;

    /// <summary>Takes in the rows of a batch.</summary>
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

    /// <summary>Makes the last of what was gathered known.</summary>
    public void Settle()
    {
        foreach (SeriesTimes series in _series.Values)
        {
            series.Step.Settle();
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
